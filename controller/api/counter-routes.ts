/** What an officer does at a counter, one address for each command. */
import type { TSchema } from 'typebox'
import type { Request } from '../hall.ts'
import { sendRefusal, ticketJson } from './answers.ts'
import { type ApiParts, originOf, type Routes } from './parts.ts'
import {
  CallBody,
  CounterBody,
  ErrorSchema,
  FinishBody,
  FinishedBody,
  HeldBody,
  IdParams,
  NoBody,
  OfficerBody,
  ReasonBody,
  ServicesBody,
  TicketSchema,
  TransferBody,
} from './schemas.ts'

type Body = {
  ticket?: string | null
  outcome?: string
  dossiers?: string[]
  reason: string
  chosen: string
  held: string
  finished: string
  toService?: string
  toCounter?: string
  officer: string
  services: string[]
}
type Route = {
  path: string
  summary: string
  body: TSchema
  request: (counter: string, body: Body) => Request
}

/** Absent options stay absent: `ticket: null` means "none", no `ticket` means "whatever is current". */
const options = ({ ticket, outcome, dossiers }: Body) => ({
  ...(ticket === undefined ? {} : { ticket }),
  ...(outcome === undefined ? {} : { outcome }),
  ...(dossiers === undefined ? {} : { dossiers }),
})

/** Commands about a ticket: they answer with it. */
const ticketCommands: Route[] = [
  {
    path: 'next',
    summary: 'Call the next ticket; ends the visit being served. Refused nobody-waiting still ends it.',
    body: FinishBody,
    request: (counter, body) => ({ type: 'CallNext', counter, ...options(body) }),
  },
  {
    path: 'call',
    summary: 'Call a chosen ticket; counts as overtaking and is refused at the bound',
    body: CallBody,
    request: (counter, body) => ({ type: 'CallTicket', counter, chosen: body.chosen, ...options(body) }),
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
    summary: 'The visit is over, with its outcome and dossier codes',
    body: FinishBody,
    request: (counter, body) => ({ type: 'Finish', counter, ...options(body) }),
  },
  {
    path: 'no-show',
    summary: 'Called, did not come',
    body: CounterBody,
    request: (counter, body) => ({ type: 'NoShow', counter, ...options(body) }),
  },
  {
    path: 'hold',
    summary: 'Put the visit aside; the counter is free',
    body: ReasonBody,
    request: (counter, body) => ({ type: 'Hold', counter, reason: body.reason, ...options(body) }),
  },
  {
    path: 'resume',
    summary: 'Take up a held visit without queuing again, at this or another counter',
    body: HeldBody,
    request: (counter, body) => ({ type: 'Resume', counter, held: body.held }),
  },
  {
    path: 'transfer',
    summary: 'Send the visitor on to a service or a counter, number kept',
    body: TransferBody,
    request: (counter, body) => ({
      type: 'Transfer',
      counter,
      ...options(body),
      ...(body.toCounter === undefined ? { toService: body.toService ?? '' } : { toCounter: body.toCounter }),
    }),
  },
  {
    path: 'undo',
    summary: 'Take back the last call, no-show, transfer or finish here, until the next call',
    body: NoBody,
    request: (counter) => ({ type: 'Undo', counter }),
  },
  {
    path: 'reopen',
    summary: 'The visitor of a finished ticket is back',
    body: FinishedBody,
    request: (counter, body) => ({ type: 'Reopen', counter, finished: body.finished }),
  },
]

/** Commands about the counter itself: they answer with the counter's view. */
const counterCommands: Route[] = [
  {
    path: 'open',
    summary: 'Open the counter',
    body: NoBody,
    request: (counter) => ({ type: 'OpenCounter', counter }),
  },
  {
    path: 'close',
    summary: 'Close the counter',
    body: NoBody,
    request: (counter) => ({ type: 'CloseCounter', counter }),
  },
  {
    path: 'pause',
    summary: 'Pause the counter, with a reason',
    body: ReasonBody,
    request: (counter, body) => ({ type: 'PauseCounter', counter, reason: body.reason }),
  },
  {
    path: 'continue',
    summary: 'End the pause',
    body: NoBody,
    request: (counter) => ({ type: 'ResumeCounter', counter }),
  },
  {
    path: 'log-in',
    summary: 'An officer sits down; a login elsewhere ends',
    body: OfficerBody,
    request: (counter, body) => ({ type: 'LogIn', counter, officer: body.officer }),
  },
  {
    path: 'log-out',
    summary: 'The officer leaves',
    body: NoBody,
    request: (counter) => ({ type: 'LogOut', counter }),
  },
  {
    path: 'services',
    summary: 'Which services it gives for the rest of the day',
    body: ServicesBody,
    request: (counter, body) => ({ type: 'ChangeCounterServices', counter, services: body.services }),
  },
]

export function addCounterRoutes(app: Routes, { hall, site, clock, views }: ApiParts): void {
  const tags = ['counters']
  const errors = { '4xx': ErrorSchema, 503: ErrorSchema }
  /** The officer who is logged in, or the counter where nobody is. */
  const origin = (counter: string) =>
    originOf({ kind: 'officer', id: hall.state().counters.get(counter)?.officer ?? `counter:${counter}` })

  for (const { path, summary, body, request: make } of ticketCommands)
    app.post<{ Params: { id: string }; Body: Body }>(
      `/api/counters/:id/${path}`,
      { schema: { tags, summary, params: IdParams, body, response: { 200: TicketSchema, ...errors } } },
      async (request, reply) => {
        const { id } = request.params
        const { ticket, refused, state } = await hall.execute(make(id, request.body), origin(id))
        if (refused) return sendRefusal(reply, refused)
        return ticket ? ticketJson(ticket, state, site.timeZone, clock.now()) : reply.code(204).send()
      },
    )

  for (const { path, summary, body, request: make } of counterCommands)
    app.post<{ Params: { id: string }; Body: Body }>(
      `/api/counters/:id/${path}`,
      { schema: { tags, summary, params: IdParams, body, response: errors } },
      async (request, reply) => {
        const { id } = request.params
        const { refused } = await hall.execute(make(id, request.body), origin(id))
        if (refused) return sendRefusal(reply, refused)
        return views.hall().counters.find((counter) => counter.id === id)
      },
    )
}
