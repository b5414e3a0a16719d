/** Shapes of requests and answers: what is checked on the way in is what the OpenAPI document says. */
import { Type } from 'typebox'

const closed = { additionalProperties: false }
const Sentence = Type.Object({ vi: Type.String(), en: Type.String() }, closed)

export const ErrorSchema = Type.Object(
  {
    refused: Type.String({ description: 'A code that programs may rely on.' }),
    message: Sentence,
    field: Type.Optional(Type.String({ description: 'Where the input was wrong.' })),
  },
  { ...closed, title: 'ApiError' },
)

export const TicketSchema = Type.Object(
  {
    id: Type.String({ description: 'Never reused.' }),
    number: Type.String({ description: 'Unique today, such as A012.' }),
    service: Type.String(),
    class: Type.Enum(['ordinary', 'booked', 'priority']),
    source: Type.String(),
    state: Type.String({ enum: ['waiting', 'called', 'serving', 'held', 'finished', 'no-show', 'voided'] }),
    ahead: Type.Union([Type.Integer(), Type.Null()], {
      description: 'People before it in its service; null unless waiting.',
    }),
    issuedAt: Type.String({ format: 'date-time' }),
    bookedAt: Type.Union([Type.String(), Type.Null()], {
      description: 'The appointment it came by; of class ordinary when its holder came too late for it.',
    }),
    counter: Type.Union([Type.String(), Type.Null()]),
    calls: Type.Integer(),
    calledAt: Type.Union([Type.String(), Type.Null()]),
    startedAt: Type.Union([Type.String(), Type.Null()]),
    endedAt: Type.Union([Type.String(), Type.Null()]),
    outcome: Type.Union([Type.String(), Type.Null()]),
    estimate: Type.Union(
      [Type.Null(), Type.Object({ lowSeconds: Type.Integer(), highSeconds: Type.Integer() }, closed)],
      { description: 'The wait foreseen when it was issued; null where nothing could be said.' },
    ),
    dossiers: Type.Array(Type.String()),
    slip: Type.Union([
      Type.Null(),
      Type.Object(
        {
          state: Type.String({ enum: ['requested', 'started', 'printed', 'failed', 'unknown'] }),
          copy: Type.Integer(),
          printer: Type.String(),
        },
        closed,
      ),
    ]),
  },
  { ...closed, title: 'Ticket' },
)

const Id = Type.String({ minLength: 1, maxLength: 64 })
const Station = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 40,
    description: 'Id of a station: print a slip at its printer, or at any other when it has none.',
  }),
)

export const IssueBody = Type.Object(
  {
    service: Type.String({ minLength: 1, maxLength: 40, description: 'Id of the service.' }),
    requestId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'The same id twice gives the same ticket.' }),
    ),
    printer: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 81,
        description: 'station/printer: print a slip there. Without it nothing is printed.',
      }),
    ),
    station: Station,
    class: Type.Optional(Type.Enum(['ordinary', 'priority'])),
    source: Type.Optional(Type.Enum(['touch-screen', 'greeter', 'dossier-server'])),
    link: Type.Optional(
      Type.String({ maxLength: 64, description: 'Id of another ticket of the same person.' }),
    ),
  },
  closed,
)
const Believed = Type.Optional(
  Type.Union([Id, Type.Null()], {
    description:
      'Id of the ticket the caller believes current here (null: none). Refused as stale when it is not.',
  }),
)
const Outcome = Type.Optional(Type.String({ maxLength: 40, description: 'Code of what came of it.' }))
const Dossiers = Type.Optional(
  Type.Array(Type.String({ maxLength: 60 }), {
    maxItems: 20,
    description: 'Opaque codes of dossiers, as scanned from a receipt.',
  }),
)
const Reason = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'Code of a reason; GET /api/staff lists them.',
})
const ServiceId = Type.String({ minLength: 1, maxLength: 40, description: 'Id of the service.' })
const Class = Type.Enum(['ordinary', 'booked', 'priority'])

export const NoBody = Type.Object({}, closed)
export const CounterBody = Type.Object({ ticket: Believed }, closed)
export const FinishBody = Type.Object({ ticket: Believed, outcome: Outcome, dossiers: Dossiers }, closed)
export const CallBody = Type.Object(
  { ticket: Believed, outcome: Outcome, dossiers: Dossiers, chosen: Id },
  closed,
)
export const ReasonBody = Type.Object({ ticket: Believed, reason: Reason }, closed)
export const HeldBody = Type.Object({ held: Id }, closed)
export const FinishedBody = Type.Object({ finished: Id }, closed)
export const TransferBody = Type.Object(
  {
    ticket: Believed,
    outcome: Outcome,
    dossiers: Dossiers,
    toService: Type.Optional(ServiceId),
    toCounter: Type.Optional(
      Type.String({ minLength: 1, maxLength: 40, description: 'Only this counter may then call it.' }),
    ),
  },
  { ...closed, oneOf: [{ required: ['toService'] }, { required: ['toCounter'] }] },
)
export const OfficerBody = Type.Object(
  { officer: Type.String({ minLength: 1, maxLength: 40, description: 'An opaque code, never a name.' }) },
  closed,
)
export const ServicesBody = Type.Object(
  { services: Type.Array(ServiceId, { minItems: 1, maxItems: 100 }) },
  closed,
)

export const ChangeBody = Type.Object(
  { service: Type.Optional(ServiceId), class: Type.Optional(Class), reason: Reason },
  closed,
)
export const LinkBody = Type.Object({ tickets: Type.Array(Id, { minItems: 2, maxItems: 10 }) }, closed)
export const VoidBody = Type.Object({ reason: Reason }, closed)
const BookingCode = Type.String({ minLength: 4, maxLength: 40, description: 'Code of the appointment.' })
const Time = (description: string) => Type.String({ format: 'date-time', description })
export const BookingBody = Type.Object(
  { code: BookingCode, service: ServiceId, at: Time('The booked time.') },
  closed,
)
export const CheckInBody = Type.Object(
  {
    code: BookingCode,
    requestId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    printer: Type.Optional(Type.String({ minLength: 1, maxLength: 81 })),
    station: Station,
    source: Type.Optional(Type.Enum(['touch-screen', 'greeter'])),
    unverified: Type.Optional(
      Type.Object(
        { service: ServiceId, at: Time('The booked time the visitor names.') },
        {
          ...closed,
          description: 'Admit a code that is unknown here; the ticket says so.',
        },
      ),
    ),
  },
  closed,
)
export const CodeParams = Type.Object({ code: BookingCode }, closed)
export const ReprintBody = Type.Object({ printer: Type.Optional(Type.String({ maxLength: 81 })) }, closed)
export const IdParams = Type.Object({ id: Id }, closed)
export const TokenParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }) }, closed)
export const RatingBody = Type.Object(
  { value: Type.Integer({ minimum: 1, maximum: 7, description: 'Place of the chosen word, 1 the best.' }) },
  closed,
)
export const HallQuery = Type.Object({ with: Type.Optional(Type.String({ enum: ['devices'] })) }, closed)
export const StreamQuery = Type.Object(
  { with: Type.Optional(Type.String({ pattern: '^(manager|staff|bench)(,(manager|staff|bench))*$' })) },
  closed,
)

const faults = [
  'none',
  'unplugged',
  'slow',
  'stuck',
  'paper-low',
  'paper-out',
  'cover-open',
  'garbled',
  'interrupt-lost',
]
const key = Type.Optional(Type.String({ pattern: '^[a-z0-9]{1,10}$' }))
export const BenchBody = Type.Object(
  {
    action: Type.String({ enum: ['press', 'hold', 'scan', 'fault'] }),
    device: Id,
    key,
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 30_000 })),
    fault: Type.Optional(Type.String({ enum: faults })),
  },
  closed,
)
