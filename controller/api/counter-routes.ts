/** What an officer does at a counter, one address for each command. */
import type { Static } from 'typebox'
import type { Request } from '../hall.ts'
import { sendRefusal, ticketJson } from './answers.ts'
import { type ApiParts, originOf, type Routes } from './parts.ts'
import { CounterBody, ErrorSchema, FinishBody, IdParams, TicketSchema } from './schemas.ts'

type Params = Static<typeof IdParams>
type Body = Static<typeof FinishBody>

/** Absent options stay absent: `ticket: null` means "none", no `ticket` means "whatever is current". */
const options = ({ ticket, outcome }: Body) => ({
  ...(ticket === undefined ? {} : { ticket }),
  ...(outcome === undefined ? {} : { outcome }),
})

const commands: {
  path: string
  summary: string
  body: object
  request: (counter: string, body: Body) => Request
}[] = [
  {
    path: 'next',
    summary: 'Call the next ticket; ends the visit being served. Refused nobody-waiting still ends it.',
    body: FinishBody,
    request: (counter, body) => ({ type: 'CallNext', counter, ...options(body) }),
  },
  {
    path: 'recall',
    summary: 'Call the same ticket again',
    body: CounterBody,
    request: (counter, body) => ({ type: 'Recall', counter, ...options(body) }),
  },
  {
    path: 'start',
    summary: 'The visitor is at the counter: waiting time ends',
    body: CounterBody,
    request: (counter, body) => ({ type: 'Start', counter, ...options(body) }),
  },
  {
    path: 'finish',
    summary: 'The visit is over, with its outcome',
    body: FinishBody,
    request: (counter, body) => ({ type: 'Finish', counter, ...options(body) }),
  },
  {
    path: 'no-show',
    summary: 'Called, did not come',
    body: CounterBody,
    request: (counter, body) => ({ type: 'NoShow', counter, ...options(body) }),
  },
]

export function addCounterRoutes(app: Routes, { hall, site, views }: ApiParts): void {
  const tags = ['counters']
  const officer = (counter: string) => originOf({ kind: 'officer', id: `counter:${counter}` })
  const errors = { '4xx': ErrorSchema, 503: ErrorSchema }

  for (const { path, summary, body, request: make } of commands)
    app.post<{ Params: Params; Body: Body }>(
      `/api/counters/:id/${path}`,
      { schema: { tags, summary, params: IdParams, body, response: { 200: TicketSchema, ...errors } } },
      async (request, reply) => {
        const { id } = request.params
        const { ticket, refused, state } = await hall.execute(make(id, request.body), officer(id))
        if (refused) return sendRefusal(reply, refused)
        return ticket ? ticketJson(ticket, state, site.timeZone) : reply.code(204).send()
      },
    )

  for (const [path, type] of [
    ['open', 'OpenCounter'],
    ['close', 'CloseCounter'],
  ] as const)
    app.post<{ Params: Params }>(
      `/api/counters/:id/${path}`,
      {
        schema: {
          tags,
          summary: `${type === 'OpenCounter' ? 'Open' : 'Close'} the counter`,
          params: IdParams,
          response: errors,
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const { refused } = await hall.execute({ type, counter: id }, officer(id))
        if (refused) return sendRefusal(reply, refused)
        return views.hall().counters.find((counter) => counter.id === id)
      },
    )
}
