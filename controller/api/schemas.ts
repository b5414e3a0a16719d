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
    state: Type.String({ enum: ['waiting', 'called', 'serving', 'finished', 'no-show', 'voided'] }),
    ahead: Type.Union([Type.Integer(), Type.Null()], {
      description: 'People before it in its service; null unless waiting.',
    }),
    issuedAt: Type.String({ format: 'date-time' }),
    counter: Type.Union([Type.String(), Type.Null()]),
    calls: Type.Integer(),
    calledAt: Type.Union([Type.String(), Type.Null()]),
    startedAt: Type.Union([Type.String(), Type.Null()]),
    endedAt: Type.Union([Type.String(), Type.Null()]),
    outcome: Type.Union([Type.String(), Type.Null()]),
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
  },
  closed,
)
const Believed = Type.Optional(
  Type.Union([Id, Type.Null()], {
    description:
      'Id of the ticket the caller believes current here (null: none). Refused as stale when it is not.',
  }),
)
export const CounterBody = Type.Object({ ticket: Believed }, closed)
export const FinishBody = Type.Object(
  {
    ticket: Believed,
    outcome: Type.Optional(Type.String({ maxLength: 40, description: 'Code of what came of it.' })),
  },
  closed,
)
export const VoidBody = Type.Object(
  { reason: Type.String({ enum: ['visitor-left', 'mistake', 'slip-failed'] }) },
  closed,
)
export const ReprintBody = Type.Object({ printer: Type.Optional(Type.String({ maxLength: 81 })) }, closed)
export const IdParams = Type.Object({ id: Id }, closed)
export const TokenParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }) }, closed)
export const StreamQuery = Type.Object(
  { with: Type.Optional(Type.String({ pattern: '^(manager|bench)(,(manager|bench))*$' })) },
  closed,
)

const faults = ['none', 'unplugged', 'slow', 'stuck', 'paper-out', 'cover-open']
const key = Type.Optional(Type.String({ enum: ['next', 'recall', 'start'] }))
export const BenchBody = Type.Object(
  {
    action: Type.String({ enum: ['press', 'hold', 'fault'] }),
    device: Id,
    key,
    ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 30_000 })),
    fault: Type.Optional(Type.String({ enum: faults })),
  },
  closed,
)
