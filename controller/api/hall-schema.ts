/** What everybody in the hall may see: the one description of `GET /api/hall`, for the type and the document. */
import { type TSchema, Type } from 'typebox'
import { pictogramNames } from '../../hardware/pictogram-names.ts'

const object = <P extends Parameters<typeof Type.Object>[0]>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description ? { description } : {}) })
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const text = (description: string) => Type.String({ description })
const time = (description: string) => Type.String({ format: 'date-time', description })
const words = object({ vi: Type.String(), en: Type.String() })

export const CounterTicketSchema = object({
  id: Type.String(),
  number: Type.String(),
  service: Type.String(),
  state: Type.Enum(['called', 'serving']),
  issuedAt: time('When it was issued.'),
  calledAt: time('Its first call.'),
  calls: Type.Integer({ description: 'How often it was called here: 1 after the call, 2 after one recall.' }),
  startedAt: orNull(time('When service started.')),
  slipDoubtful: Type.Boolean({
    description: 'Its slip may not have come out: ask for the number, not the paper.',
  }),
})

const DeviceSchema = object({
  station: Type.String(),
  stationName: Type.String(),
  device: Type.String(),
  kind: Type.String(),
  on: Type.Array(Type.String(), {
    description:
      'Chips between it and the computer, nearest to it first; each is a device too. One that is down takes it along.',
  }),
  health: object({
    state: Type.Enum(['starting', 'ready', 'down']),
    reason: Type.Optional(text('Which of the known faults it has.')),
    detail: Type.Optional(text('The same for a technician.')),
    retries: Type.Optional(Type.Integer()),
    disagreements: Type.Optional(Type.Integer()),
    warning: Type.Optional(text('What will keep it from working if nobody comes, such as paper-low.')),
  }),
  since: time('Since when it is in this state.'),
  lastSeen: orNull(time('When it last did something that proves it works; exact to a minute.')),
  lastError: orNull(object({ at: time('When.'), reason: Type.String(), detail: Type.String() })),
  disagreements: Type.Integer({
    description: 'How often it was found showing something else than the queue, and set right.',
  }),
  retries: Type.Integer({ description: 'How often it was tried since it is down.' }),
  place: text('Where it hangs: GPIO line or expander’s pin, bus and address, port.'),
  printing: orNull(
    object(
      { slips: Type.Integer(), lastMs: Type.Integer(), medianMs: Type.Integer() },
      'How long slips took, from the first byte to the printer’s word that it came to the end: of the last 50.',
    ),
  ),
})

export const DiskSchema = object(
  {
    level: Type.Enum(['ample', 'low', 'nearly-full', 'unknown']),
    freeBytes: orNull(
      Type.Number({ description: 'What can still be written; null: it could not be asked.' }),
    ),
    totalBytes: orNull(Type.Number()),
    since: time('Since when it is at this level.'),
    message: orNull(words),
  },
  'The room that the journal’s disk has left; message: what to do, where something has to be done.',
)

export const HallSchema = Type.Object(
  {
    site: object({
      id: Type.String(),
      name: Type.String(),
      authority: orNull(Type.String()),
      hotline: orNull(Type.String()),
      timeZone: Type.String(),
      logo: orNull(text('Address of the logo.')),
      simulated: Type.Boolean({ description: 'Some wires are simulated: there is a bench.' }),
    }),
    at: time('When this view was made; pages set their clock by it.'),
    day: orNull(text('The open day, YYYY-MM-DD; null while closed.')),
    seq: Type.Integer({ description: 'The last event it contains.' }),
    sessions: orNull(
      Type.Array(object({ from: time('Its beginning.'), to: time('Its end.') }), {
        description:
          'When anything is served: the sessions of today and the next ones, 8 in all; null: round the clock.',
      }),
    ),
    services: Type.Array(
      object({
        id: Type.String(),
        name: Type.String(),
        shortName: Type.String(),
        colour: Type.String(),
        pictogram: Type.Enum([...pictogramNames]),
        open: Type.Boolean({ description: 'Some open counter gives it.' }),
        waiting: Type.Integer(),
        waitingSince: orNull(time('Issue time of the longest waiting ticket.')),
        lastNumber: orNull(text('The newest number issued today.')),
      }),
    ),
    counters: Type.Array(
      object({
        id: Type.String(),
        spoken: Type.String(),
        name: orNull(Type.String()),
        floor: orNull(Type.String()),
        zone: Type.String(),
        agency: orNull(Type.String()),
        services: Type.Array(Type.String()),
        state: Type.Enum(['open', 'paused', 'closed']),
        pausedFor: orNull(text('Code of the reason it is paused.')),
        officer: orNull(text('Opaque code of the officer who is logged in.')),
        undo: orNull(Type.Enum(['call', 'no-show', 'transfer', 'finish'])),
        waiting: Type.Integer({ description: 'Who may be called here now, all its services together.' }),
        ticket: orNull(CounterTicketSchema),
        lastNumber: orNull(text('The last number called here today, on the board until the next.')),
      }),
    ),
    calls: Type.Array(
      object({
        id: Type.String(),
        number: Type.String(),
        service: Type.String(),
        counter: Type.String(),
        spoken: Type.String(),
        at: time('When it was called.'),
        recall: Type.Boolean(),
        active: Type.Boolean({ description: 'The visitor has not come yet.' }),
      }),
      { description: 'Calls and recalls of today, newest first, at most 12.' },
    ),
    unclaimed: Type.Array(
      object({
        id: Type.String(),
        number: Type.String(),
        service: Type.String(),
        issuedAt: time('When it was issued.'),
      }),
      {
        description:
          'Tickets whose slip failed: not callable until claimed or reprinted. Oldest first, at most 20.',
      },
    ),
    notices: Type.Array(
      object({
        code: Type.Enum(['not-recorded', 'printer-down', 'no-counter-open']),
        message: words,
        service: Type.Optional(Type.String()),
        station: Type.Optional(Type.String()),
      }),
      { description: 'What the hall must be told, at most 20.' },
    ),
    printers: Type.Array(object({ station: Type.String(), name: Type.String(), ready: Type.Boolean() }), {
      description: 'Stations at which a slip can come out.',
    }),
    devices: Type.Optional(
      Type.Array(DeviceSchema, { description: 'How each device is, when asked for with=devices.' }),
    ),
    disk: Type.Optional(DiskSchema),
    posted: Type.Array(
      object({
        id: Type.String(),
        text: Type.String(),
        from: orNull(time('Shown from; null: at once.')),
        until: orNull(time('Shown until; null: always.')),
      }),
      { description: 'Lines for the wall: of the dossier server, then of the site file; at most 40.' },
    ),
    dossierFigures: orNull(
      object({
        since: text('The first day that is counted, YYYY-MM-DD.'),
        asOf: time('When the dossier server counted: they may be old.'),
        early: Type.Integer(),
        onTime: Type.Integer(),
        overdue: Type.Integer(),
        total: Type.Integer({ description: 'The denominator: the three together.' }),
      }),
    ),
    outcomes: Type.Array(object({ code: Type.String(), vi: Type.String(), en: Type.String() })),
    rules: object({
      nextWhileCalled: Type.Enum(['start-and-finish', 'refuse']),
      outcomeRequired: Type.Boolean(),
    }),
  },
  { additionalProperties: false, title: 'Hall' },
)
