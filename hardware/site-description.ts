/**
 * The one description of a site file; its sections stand in `description/`. The TypeScript types, the check's
 * messages, the editors' JSON Schema (`hardware/site.schema.json`) and the table in `hardware/README.md` all come
 * from here.
 *
 * It says what one value may be. What several values must be together (clashing pins, names that do not exist)
 * stands in `check-site.ts`.
 */
import {
  type Static,
  type TArray,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  type TUnion,
  Type,
} from 'typebox'
import { OutcomesDescription, ReasonsDescription } from './coded-lists.ts'
import { group, Id, Name, object } from './describe.ts'
import { CallingDescription, HoursDescription } from './description/calling.ts'
import { CounterDescription, ZoneDescription } from './description/counters.ts'
import { DossierDescription } from './description/dossier.ts'
import {
  PrintingDescription,
  RatingDescription,
  ScreensDescription,
  VoiceDescription,
} from './description/presentation.ts'
import { SeriesDescription, ServiceDescription } from './description/services.ts'
import {
  type DeviceDescription,
  type ExpanderDescription,
  StationDescription,
} from './description/stations.ts'

export const SiteDescription = object(
  {
    $schema: Type.Optional(Type.String({ description: 'For editors.' })),
    id: Id('Stable id of the site; it stands in every event id and topic.'),
    timeZone: Type.String({
      description: 'IANA time zone, such as Asia/Ho_Chi_Minh. Days and numbers turn at its midnight.',
    }),
    name: Name('Name of the centre, as on its sign.'),
    authority: Type.Optional(Name('The body above it, first line of the sign.')),
    hotline: Type.Optional(Type.String({ maxLength: 30, description: 'Telephone printed on the slip.' })),
    logo: Type.Optional(Type.String({ description: 'SVG or PNG beside the site file, for slip and wall.' })),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s]+$',
        description:
          'Where phones reach this hall, to follow the turn and rate the visit; without it no QR is printed.',
      }),
    ),
    zones: Type.Array(ZoneDescription, { minItems: 1, maxItems: 20 }),
    series: Type.Array(SeriesDescription, { minItems: 1, maxItems: 100 }),
    services: Type.Array(ServiceDescription, { minItems: 1, maxItems: 100 }),
    counters: Type.Array(CounterDescription, { minItems: 1, maxItems: 200 }),
    calling: CallingDescription,
    outcomes: OutcomesDescription,
    reasons: group(
      ReasonsDescription,
      'Reasons officers choose from; a list that is left out is the usual one.',
    ),
    hours: HoursDescription,
    printing: PrintingDescription,
    voice: VoiceDescription,
    screens: ScreensDescription,
    rating: RatingDescription,
    stations: Type.Array(StationDescription, { maxItems: 250, description: 'May be empty: pages alone.' }),
    dossier: DossierDescription,
  },
  'A site of Đến Lượt: one hall with its services, counters and devices.',
)

type OptionalKeys<P extends TProperties> = {
  [K in keyof P]: P[K] extends TOptional<TSchema> ? ('~defaulted' extends keyof P[K] ? never : K) : never
}[keyof P]
type Filled<S extends TSchema> =
  S extends TObject<infer P>
    ? { [K in Exclude<keyof P, OptionalKeys<P>>]: Filled<P[K]> } & {
        [K in OptionalKeys<P>]?: Filled<P[K]>
      }
    : S extends TArray<infer Item>
      ? Filled<Item>[]
      : S extends TUnion<infer Members>
        ? Filled<Members[number]>
        : Static<S>

/** A site as written: options that have a default may be missing. */
export type Site = Static<typeof SiteDescription>
export type Series = Static<typeof SeriesDescription>
export type Service = Static<typeof ServiceDescription>
export type Counter = Static<typeof CounterDescription>
export type StationConfig = Static<typeof StationDescription>
export type ExpanderConfig = Static<typeof ExpanderDescription>
export type DeviceConfig = Static<typeof DeviceDescription>
export type DeviceKind = DeviceConfig['kind']
export type DeviceOf<K extends DeviceKind> = Extract<DeviceConfig, { kind: K }>

/** A site as read: every default of this description is filled in. It may stand wherever a `Site` is asked for. */
export type FilledSite = Filled<typeof SiteDescription>
export type FilledDevice = Filled<typeof DeviceDescription>
export type FilledDeviceOf<K extends DeviceKind> = Extract<FilledDevice, { kind: K }>
