/**
 * The few kinds of value that pass between hall and dossier server. A text is a code, a number, a time, or words
 * that hang on a public wall: there is no kind for a person's name, telephone or address, and a test finds any
 * string that is of no kind in this file.
 */
import { type TProperties, type TSchema, Type } from 'typebox'

const kind = (pattern: string) => (description: string) => Type.String({ pattern, description })

export const patterns = {
  /** Stable ids of the site file: services, counters, stations, devices, series. */
  id: '^[a-z0-9][a-z0-9-]{0,39}$',
  /** A code from a list, or opaque: outcomes, reasons, officers. */
  code: '^[A-Za-z0-9._-]{1,60}$',
  /** Codes of bookings and of numbers given ahead: opaque, made by the dossier server. */
  booking: '^[A-Za-z0-9-]{4,40}$',
  /** Dossier codes as they are scanned from a receipt. */
  dossier: '^[A-Za-z0-9./-]{1,60}$',
  /** Made by the hall: tickets, links, requests. */
  opaque: '^[A-Za-z0-9._/:-]{1,160}$',
  /** Made by the dossier server: commands and notices. */
  command: '^[A-Za-z0-9._:-]{1,80}$',
  ticketNumber: '^[A-Z]{0,2}[0-9]{1,7}$',
  prefix: '^[A-Z]{0,2}$',
  spoken: '^[0-9]{1,3}[A-Z]?$',
  colour: '^#[0-9a-fA-F]{6}$',
  date: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  time: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$',
  /** Where a device hangs: a pin, a bus and address on it, a port, in few characters. */
  place: '^[A-Za-z0-9][A-Za-z0-9 ·×#:/=._-]{0,199}$',
  count: '^[0-9]{1,16}$',
  hash: '^[0-9a-f]{64}$',
  zone: '^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$',
  pointer: '^(/[^\\u0000-\\u001f]{0,80}){0,12}$',
  source: '^[A-Za-z0-9._~:/-]{1,200}$',
  urn: '^urn:[A-Za-z0-9:._-]{1,200}$',
  /** One line without control characters: the only free words, and only where they hang on a public wall. */
  publicText: '^[^\\u0000-\\u001f\\u007f]{1,200}$',
} as const

export const Id = kind(patterns.id)
export const Code = kind(patterns.code)
export const BookingCode = kind(patterns.booking)
export const DossierCode = kind(patterns.dossier)
export const Opaque = kind(patterns.opaque)
export const CommandId = kind(patterns.command)
export const TicketNumber = kind(patterns.ticketNumber)
export const Prefix = kind(patterns.prefix)
export const Spoken = kind(patterns.spoken)
export const Colour = kind(patterns.colour)
export const DateText = kind(patterns.date)
export const Place = kind(patterns.place)
export const Count = kind(patterns.count)
export const Hash = kind(patterns.hash)
export const Zone = kind(patterns.zone)
export const Pointer = kind(patterns.pointer)
export const Source = kind(patterns.source)
export const Urn = kind(patterns.urn)
export const PublicText = kind(patterns.publicText)
export const Time = (description: string) =>
  Type.String({ format: 'date-time', pattern: patterns.time, description })

export const Whole = (description: string) => Type.Integer({ minimum: 0, description })
export const Amount = (description: string) => Type.Number({ description })
/** Milliseconds since 1970, UTC; as the journal keeps times inside an event's data. */
export const Epoch = (description: string) =>
  Type.Number({ description: `${description} Milliseconds since 1970 UTC.` })
export const Yes = (description: string) => Type.Boolean({ description })
export const OneOf = <T extends string>(values: readonly T[], description: string) =>
  Type.Enum([...values], { description })
export const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Maybe = <T extends TSchema>(schema: T) => Type.Optional(schema)
export const List = <T extends TSchema>(items: T, description: string, maxItems = 1000) =>
  Type.Array(items, { maxItems, description })
/** Open: a later version of the contract may add fields, and a receiver must tolerate them. */
export const Fields = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, description === undefined ? {} : { description })
