/** Tickets that are there: look up, reprint, claim, link, change, return, void; a ticket's story. */
import type { Static, TSchema } from 'typebox'
import { refusal } from '../domain/refusals.ts'
import { openStory } from '../domain/story.ts'
import { type Request, today } from '../hall.ts'
import { printerFor } from '../presses.ts'
import { sendRefusal } from './answers.ts'
import { type ApiParts, originOf, type Routes } from './parts.ts'
import {
  ChangeBody,
  ErrorSchema,
  IdParams,
  LinkBody,
  NoBody,
  ReprintBody,
  TicketSchema,
  VoidBody,
} from './schemas.ts'
import { paperOfRequests, ticketAnswers } from './ticket-answers.ts'

const eventsAtOnce = 20
const errors = { '4xx': ErrorSchema, 503: ErrorSchema }

export function addTicketRoutes(app: Routes, parts: ApiParts): void {
  const { hall, journal, devices } = parts
  const tags = ['tickets']
  const staff = () => originOf({ kind: 'officer' })

  const { answer, done } = ticketAnswers(parts)
  const { printerNamed, noSuchPrinter } = paperOfRequests(parts)

  app.post<{ Body: Static<typeof LinkBody> }>(
    '/api/tickets/link',
    {
      schema: {
        tags,
        summary: 'Tickets of one person: none is called while another is at a counter',
        body: LinkBody,
        response: errors,
      },
    },
    async (request, reply) =>
      done(reply, await hall.execute({ type: 'LinkTickets', tickets: request.body.tickets }, staff())),
  )

  app.get<{ Params: Static<typeof IdParams> }>(
    '/api/tickets/:id',
    {
      schema: {
        tags,
        summary: 'One ticket of today',
        params: IdParams,
        response: { 200: TicketSchema, ...errors },
      },
    },
    async (request, reply) => {
      const state = hall.state()
      return answer(reply, { ticket: state.tickets.get(request.params.id) ?? null, refused: null, state })
    },
  )

  app.get<{ Params: Static<typeof IdParams> }>(
    '/api/tickets/:id/story',
    {
      schema: {
        tags,
        summary: 'Its day in plain Vietnamese: what happened, who was called before it, and why',
        params: IdParams,
        response: errors,
      },
    },
    async (request, reply) => {
      const story = openStory(request.params.id)
      for (const chunk of today(journal))
        for (let from = 0; from < chunk.length; from += eventsAtOnce) {
          story.take(chunk.slice(from, from + eventsAtOnce))
          // A long day is told in pieces, so that nobody's press waits for a story.
          await new Promise<void>((resolve) => setImmediate(resolve))
        }
      return story.told() ?? sendRefusal(reply, refusal('unknown-ticket'))
    },
  )

  /** Commands about one ticket that answer with it. */
  function command<B extends TSchema>(
    path: string,
    summary: string,
    body: B,
    make: (ticket: string, body: Static<B>) => Request,
  ) {
    app.post<{ Params: Static<typeof IdParams>; Body: Static<B> }>(
      `/api/tickets/:id/${path}`,
      { schema: { tags, summary, params: IdParams, body, response: { 200: TicketSchema, ...errors } } },
      async (request, reply) =>
        answer(reply, await hall.execute(make(request.params.id, request.body as Static<B>), staff())),
    )
  }
  command('claim', 'The visitor of a failed slip is here and knows the number', NoBody, (ticket) => ({
    type: 'ClaimTicket',
    ticket,
  }))
  command('return', 'A no-show is back in time', NoBody, (ticket) => ({ type: 'ReturnTicket', ticket }))
  command('void', 'Withdraw a waiting ticket', VoidBody, (ticket, { reason }) => ({
    type: 'VoidTicket',
    ticket,
    reason,
  }))
  command(
    'change',
    'The wrong button: another service or class, issue time kept',
    ChangeBody,
    (ticket, body) => ({
      type: 'ChangeTicket',
      ticket,
      reason: body.reason,
      ...(body.service === undefined ? {} : { service: body.service }),
      ...(body.class === undefined ? {} : { class: body.class }),
    }),
  )

  app.post<{ Params: Static<typeof IdParams>; Body: Static<typeof ReprintBody> }>(
    '/api/tickets/:id/reprint',
    {
      schema: {
        tags,
        summary: 'Print the slip again; the copy says so',
        params: IdParams,
        body: ReprintBody,
        response: { 200: TicketSchema, ...errors },
      },
    },
    async (request, reply) => {
      const earlier = hall.state().tickets.get(request.params.id)?.slip
      const { printer: named } = request.body
      const printer = named === undefined ? printerFor(devices, earlier?.station ?? '') : printerNamed(named)
      if (!printer) return noSuchPrinter(reply)
      return answer(
        reply,
        await hall.execute({ type: 'ReprintSlip', ticket: request.params.id, ...printer }, staff()),
      )
    },
  )
}
