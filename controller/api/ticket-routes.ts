/** Tickets: issue, look up, reprint, claim, void. */
import type { Static } from 'typebox'
import { refusal } from '../domain/refusals.ts'
import type { Answer } from '../hall.ts'
import { newTicketId, printerFor } from '../presses.ts'
import { sendError, sendRefusal, ticketJson } from './answers.ts'
import { type ApiParts, originOf, type Reply, type Routes } from './parts.ts'
import { ErrorSchema, IdParams, IssueBody, ReprintBody, TicketSchema, VoidBody } from './schemas.ts'

export function addTicketRoutes(app: Routes, { hall, site, devices }: ApiParts): void {
  const tags = ['tickets']
  const visitor = () => originOf({ kind: 'visitor' })
  const staff = () => originOf({ kind: 'officer' })

  function answer(reply: Reply, { ticket, refused, state }: Answer, status = 200) {
    if (refused) return sendRefusal(reply, refused)
    if (!ticket) return sendRefusal(reply, refusal('unknown-ticket'))
    return reply.code(status).send(ticketJson(ticket, state, site.timeZone))
  }

  /** "station/printer", or a printer's own id where only one has it. */
  function printerNamed(name: string) {
    const all = devices.ofKind('ticket-printer')
    const found = all.filter(
      ({ station, config }) => `${station}/${config.id}` === name || config.id === name,
    )
    const [one] = found
    if (!one || found.length > 1) return null
    return {
      station: one.station,
      printer: one.config.id,
      ready: devices.isReady(one.station, one.config.id),
    }
  }
  const noSuchPrinter = (reply: Reply) =>
    sendError(reply, 400, {
      refused: 'unknown-printer',
      field: 'printer',
      message: {
        vi: 'Không có máy in này.',
        en: `There is no such printer; there are: ${devices
          .ofKind('ticket-printer')
          .map(({ station, config }) => `${station}/${config.id}`)
          .join(', ')}.`,
      },
    })

  app.post<{ Body: Static<typeof IssueBody> }>(
    '/api/tickets',
    {
      schema: {
        tags,
        summary: 'Issue a ticket',
        body: IssueBody,
        response: { 201: TicketSchema, '4xx': ErrorSchema, 503: ErrorSchema },
      },
    },
    async (request, reply) => {
      const { service, requestId, printer } = request.body
      const slip = printer === undefined ? undefined : printerNamed(printer)
      if (slip === null) return noSuchPrinter(reply)
      const issued = await hall.execute(
        {
          type: 'IssueTicket',
          newTicket: newTicketId(),
          service,
          source: 'touch-screen',
          ...(requestId === undefined ? {} : { requestId }),
          ...(slip ? { slip } : {}),
        },
        visitor(),
      )
      return answer(reply, issued, 201)
    },
  )

  app.get<{ Params: Static<typeof IdParams> }>(
    '/api/tickets/:id',
    {
      schema: {
        tags,
        summary: 'One ticket of today',
        params: IdParams,
        response: { 200: TicketSchema, '4xx': ErrorSchema },
      },
    },
    async (request, reply) => {
      const state = hall.state()
      return answer(reply, { ticket: state.tickets.get(request.params.id) ?? null, refused: null, state })
    },
  )

  app.post<{ Params: Static<typeof IdParams> }>(
    '/api/tickets/:id/claim',
    {
      schema: {
        tags,
        summary: 'The visitor of a failed slip is here and knows the number',
        params: IdParams,
        response: { 200: TicketSchema, '4xx': ErrorSchema, 503: ErrorSchema },
      },
    },
    async (request, reply) =>
      answer(reply, await hall.execute({ type: 'ClaimTicket', ticket: request.params.id }, staff())),
  )

  app.post<{ Params: Static<typeof IdParams>; Body: Static<typeof ReprintBody> }>(
    '/api/tickets/:id/reprint',
    {
      schema: {
        tags,
        summary: 'Print the slip again; the copy says so',
        params: IdParams,
        body: ReprintBody,
        response: { 200: TicketSchema, '4xx': ErrorSchema, 503: ErrorSchema },
      },
    },
    async (request, reply) => {
      const earlier = hall.state().tickets.get(request.params.id)?.slip
      const printer =
        request.body.printer === undefined
          ? printerFor(devices, earlier?.station ?? '')
          : printerNamed(request.body.printer)
      if (!printer) return noSuchPrinter(reply)
      return answer(
        reply,
        await hall.execute({ type: 'ReprintSlip', ticket: request.params.id, ...printer }, staff()),
      )
    },
  )

  app.post<{ Params: Static<typeof IdParams>; Body: Static<typeof VoidBody> }>(
    '/api/tickets/:id/void',
    {
      schema: {
        tags,
        summary: 'Withdraw a waiting ticket',
        params: IdParams,
        body: VoidBody,
        response: { 200: TicketSchema, '4xx': ErrorSchema, 503: ErrorSchema },
      },
    },
    async (request, reply) => {
      const { reason } = request.body as { reason: 'visitor-left' | 'mistake' | 'slip-failed' }
      return answer(
        reply,
        await hall.execute({ type: 'VoidTicket', ticket: request.params.id, reason }, staff()),
      )
    },
  )
}
