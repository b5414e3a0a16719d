/** How a number is got: a ticket, a check-in, and appointments. */
import type { Static, TSchema } from 'typebox'
import { codeAsBooked } from '../booking-code.ts'
import type { Request } from '../hall.ts'
import { kept } from '../presses.ts'
import { type ApiParts, originOf, type Reply, type Routes } from './parts.ts'
import { BookingBody, CheckInBody, CodeParams, ErrorSchema, IssueBody, TicketSchema } from './schemas.ts'
import { paperOfRequests, ticketAnswers } from './ticket-answers.ts'

type Paper = NonNullable<ReturnType<ReturnType<typeof paperOfRequests>['paperOf']>>

const errors = { '4xx': ErrorSchema, 503: ErrorSchema }

export function addIssueRoutes(app: Routes, parts: ApiParts): void {
  const { hall, estimates } = parts
  const tags = ['tickets']
  const visitor = () => originOf({ kind: 'visitor' })
  const staff = () => originOf({ kind: 'officer' })
  const { answer, done } = ticketAnswers(parts)
  const { noSuchPrinter, paperOf } = paperOfRequests(parts)

  const numberSchema = (summary: string, body: TSchema) => ({
    schema: { tags, summary, body, response: { 201: TicketSchema, ...errors } },
  })
  /** A number with the paper that was asked for, or what is wrong with that. */
  async function give(
    reply: Reply,
    asked: Parameters<typeof paperOf>[0],
    command: (paper: Paper) => Request,
  ) {
    const paper = paperOf(asked)
    if (!paper) return noSuchPrinter(reply, asked.station)
    return answer(reply, await hall.execute(command(paper), visitor()), 201)
  }

  app.post<{ Body: Static<typeof IssueBody> }>(
    '/api/tickets',
    numberSchema('Issue a ticket', IssueBody),
    ({ body }, reply) =>
      give(reply, body, (paper) => {
        const { service, class: ticketClass, source, link } = body
        const asked = { service, ...(ticketClass === undefined ? {} : { class: ticketClass }) }
        return {
          type: 'IssueTicket',
          ...paper,
          ...asked,
          source: source ?? 'touch-screen',
          ...(link === undefined ? {} : { link }),
          ...kept(estimates.forNew(asked)),
        }
      }),
  )

  app.post<{ Body: Static<typeof CheckInBody> }>(
    '/api/check-in',
    numberSchema('A booked visitor is here: the wait begins', CheckInBody),
    ({ body }, reply) =>
      give(reply, body, (paper) => {
        const { unverified, source } = body
        const code = codeAsBooked(hall.state(), body.code)
        const booked = hall.state().bookings.get(code)?.service ?? unverified?.service
        return {
          type: 'CheckIn',
          ...(booked === undefined ? {} : kept(estimates.forNew({ service: booked, class: 'booked' }))),
          ...paper,
          code,
          source: source ?? 'greeter',
          ...(unverified
            ? { unverified: { service: unverified.service, bookedAt: Date.parse(unverified.at) } }
            : {}),
        }
      }),
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
