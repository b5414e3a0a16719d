/** How a number is got: a ticket, a check-in, and appointments. */
import type { Static } from 'typebox'
import { codeAsBooked } from '../booking-code.ts'
import type { Request } from '../hall.ts'
import { kept } from '../presses.ts'
import { type ApiParts, originOf, type Routes } from './parts.ts'
import { BookingBody, CheckInBody, CodeParams, ErrorSchema, IssueBody, TicketSchema } from './schemas.ts'
import { paperOfRequests, ticketAnswers } from './ticket-answers.ts'

const errors = { '4xx': ErrorSchema, 503: ErrorSchema }

export function addIssueRoutes(app: Routes, parts: ApiParts): void {
  const { hall, estimates } = parts
  const tags = ['tickets']
  const visitor = () => originOf({ kind: 'visitor' })
  const staff = () => originOf({ kind: 'officer' })
  const { answer, done } = ticketAnswers(parts)
  const { noSuchPrinter, paperOf } = paperOfRequests(parts)

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
}
