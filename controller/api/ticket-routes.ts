/** Tickets: issue, check in, look up, reprint, claim, link, change, return, void; appointments; a ticket's story. */
import type { Static, TSchema } from 'typebox'
import { codeAsBooked } from '../booking-code.ts'
import type { Refusal } from '../domain/refusals.ts'
import { refusal } from '../domain/refusals.ts'
import { openStory } from '../domain/story.ts'
import { type Answer, type Request, today } from '../hall.ts'
import { kept, newTicketId, printerFor } from '../presses.ts'
import { sendError, sendRefusal, ticketJson } from './answers.ts'
import { type ApiParts, originOf, type Reply, type Routes } from './parts.ts'
import {
  BookingBody,
  ChangeBody,
  CheckInBody,
  CodeParams,
  ErrorSchema,
  IdParams,
  IssueBody,
  LinkBody,
  NoBody,
  ReprintBody,
  TicketSchema,
  VoidBody,
} from './schemas.ts'

const eventsAtOnce = 20
const errors = { '4xx': ErrorSchema, 503: ErrorSchema }

export function addTicketRoutes(
  app: Routes,
  { hall, journal, site, clock, devices, estimates }: ApiParts,
): void {
  const tags = ['tickets']
  const visitor = () => originOf({ kind: 'visitor' })
  const staff = () => originOf({ kind: 'officer' })

  function answer(reply: Reply, { ticket, refused, state }: Answer, status = 200) {
    if (refused) return sendRefusal(reply, refused)
    if (!ticket) return sendRefusal(reply, refusal('unknown-ticket'))
    return reply.code(status).send(ticketJson(ticket, state, site.timeZone, clock.now()))
  }

  /** "station/printer", or a printer's own id. */
  function printerNamed(name: string) {
    const one = devices
      .ofKind('ticket-printer')
      .find(({ station, config }) => `${station}/${config.id}` === name || config.id === name)
    if (!one) return null
    const { station, config } = one
    return { station, printer: config.id, ready: devices.isReady(station, config.id) }
  }
  const noSuchPrinter = (reply: Reply, station?: string) => {
    if (station !== undefined)
      return sendError(reply, 400, {
        refused: 'unknown-station',
        field: 'station',
        message: {
          vi: 'Không có trạm này.',
          en: `There is no such station; there are: ${site.stations.map(({ id }) => id).join(', ')}.`,
        },
      })
    const known = devices.ofKind('ticket-printer').map(({ station, config }) => `${station}/${config.id}`)
    const en = `There is no such printer; there are: ${known.join(', ')}.`
    return sendError(reply, 400, {
      refused: 'unknown-printer',
      field: 'printer',
      message: { vi: 'Không có máy in này.', en },
    })
  }
  /** What both ways of getting a number have in common; null when the printer or the station does not exist. */
  function paperOf(asked: { requestId?: string; printer?: string; station?: string }) {
    const { requestId, printer, station } = asked
    if (station !== undefined && !site.stations.some(({ id }) => id === station)) return null
    const near = station === undefined ? undefined : (printerFor(devices, station) ?? undefined)
    const slip = printer === undefined ? near : printerNamed(printer)
    if (slip === null) return null
    return {
      newTicket: newTicketId(),
      ...(requestId === undefined ? {} : { requestId }),
      ...(slip ? { slip } : {}),
    }
  }

  app.post<{ Body: Static<typeof IssueBody> }>(
    '/api/tickets',
    {
      schema: {
        tags,
        summary: 'Issue a ticket',
        body: IssueBody,
        response: { 201: TicketSchema, ...errors },
      },
    },
    async (request, reply) => {
      const { service, class: ticketClass, source, link } = request.body
      const paper = paperOf(request.body)
      if (!paper) return noSuchPrinter(reply, request.body.station)
      const command: Request = {
        type: 'IssueTicket',
        ...paper,
        service,
        source: source ?? 'touch-screen',
        ...(ticketClass === undefined ? {} : { class: ticketClass }),
        ...(link === undefined ? {} : { link }),
        ...kept(estimates.forNew({ service, ...(ticketClass === undefined ? {} : { class: ticketClass }) })),
      }
      return answer(reply, await hall.execute(command, visitor()), 201)
    },
  )

  app.post<{ Body: Static<typeof CheckInBody> }>(
    '/api/check-in',
    {
      schema: {
        tags,
        summary: 'A booked visitor is here: the wait begins',
        body: CheckInBody,
        response: { 201: TicketSchema, ...errors },
      },
    },
    async (request, reply) => {
      const { unverified, source } = request.body
      const code = codeAsBooked(hall.state(), request.body.code)
      const paper = paperOf(request.body)
      if (!paper) return noSuchPrinter(reply, request.body.station)
      const booked = hall.state().bookings.get(code)?.service ?? unverified?.service
      const command: Request = {
        type: 'CheckIn',
        ...(booked === undefined ? {} : kept(estimates.forNew({ service: booked, class: 'booked' }))),
        ...paper,
        code,
        source: source ?? 'greeter',
        ...(unverified
          ? { unverified: { service: unverified.service, bookedAt: Date.parse(unverified.at) } }
          : {}),
      }
      return answer(reply, await hall.execute(command, visitor()), 201)
    },
  )

  const done = async (reply: Reply, { refused }: { refused: Refusal | null }) =>
    refused ? sendRefusal(reply, refused) : reply.code(204).send()
  app.post<{ Body: Static<typeof BookingBody> }>(
    '/api/bookings',
    {
      schema: {
        tags,
        summary: 'Book or change an appointment of today or the next 60 days',
        body: BookingBody,
        response: errors,
      },
    },
    async (request, reply) => {
      const { code, service, at } = request.body
      return done(
        reply,
        await hall.execute({ type: 'BookAppointment', code, service, bookedAt: Date.parse(at) }, staff()),
      )
    },
  )
  app.delete<{ Params: Static<typeof CodeParams> }>(
    '/api/bookings/:code',
    { schema: { tags, summary: 'Cancel an appointment', params: CodeParams, response: errors } },
    async (request, reply) =>
      done(reply, await hall.execute({ type: 'CancelAppointment', code: request.params.code }, staff())),
  )
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
