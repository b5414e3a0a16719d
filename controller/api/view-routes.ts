/** Views: the hall, the manager's, one ticket on a phone, and their streams; health. */
import type { Static } from 'typebox'
import { aheadOf } from '../domain/calling-rule.ts'
import { isoTime } from '../domain/local-time.ts'
import { refusal } from '../domain/refusals.ts'
import { counterOf, hasEnded, type State, serviceOf, type Ticket } from '../domain/state.ts'
import { sendRefusal } from './answers.ts'
import { HallSchema } from './hall-schema.ts'
import { deviceViews } from './manager-view.ts'
import type { ApiParts, Routes } from './parts.ts'
import { ErrorSchema, HallQuery, StreamQuery, TokenParams } from './schemas.ts'
import type { PhoneView } from './views.ts'

export function addViewRoutes(app: Routes, parts: ApiParts): void {
  const { hall, journal, site, devices, live, views, phones, estimates } = parts

  app.get(
    '/health',
    { schema: { tags: ['views'], summary: 'Is the hall working' } },
    async (_request, reply) => {
      const failure = hall.failure()
      return reply.code(failure ? 503 : 200).send({
        status: failure ? 'failing' : 'ok',
        day: hall.state().day,
        seq: journal.lastSeq(),
        commits: journal.commits(),
        journalId: journal.journalId,
        ...(failure ? { failure } : {}),
      })
    },
  )
  app.get<{ Querystring: Static<typeof HallQuery> }>(
    '/api/hall',
    {
      schema: {
        tags: ['views'],
        summary: 'What everybody in the hall may see; for staff, with=devices adds how each device is',
        querystring: HallQuery,
        response: { 200: HallSchema },
      },
    },
    async ({ query }) =>
      query.with === 'devices'
        ? { ...views.hall(), devices: deviceViews(devices, site.timeZone) }
        : views.hall(),
  )
  app.get(
    '/api/manager',
    { schema: { tags: ['views'], summary: 'Waits and volumes of today, devices, the dossier link' } },
    async () => views.manager(),
  )
  app.get(
    '/api/estimates',
    {
      schema: {
        tags: ['views'],
        summary:
          'How wrong the estimates given today were, by service: median and p90 error in seconds, share inside the range',
      },
    },
    async () => estimates.errors(),
  )
  app.get(
    '/api/staff',
    {
      schema: { tags: ['views'], summary: 'Tickets by name for staff: waiting, held, returnable, finished' },
    },
    async () => views.staff(),
  )
  app.get<{ Querystring: Static<typeof StreamQuery> }>(
    '/api/hall/events',
    {
      schema: {
        tags: ['views'],
        summary: 'The views as server-sent events: hall, and those asked for',
        querystring: StreamQuery,
      },
    },
    (request, reply) => {
      const wanted = new Set(request.query.with?.split(',') ?? [])
      reply.hijack()
      live.subscribe(reply.raw, [
        { event: 'hall', view: views.hall },
        ...(wanted.has('staff') ? [{ event: 'staff' as const, view: views.staff }] : []),
        ...(wanted.has('manager') ? [{ event: 'manager' as const, view: views.manager }] : []),
        ...(wanted.has('bench') ? [{ event: 'bench' as const, view: views.bench }] : []),
      ])
    },
  )

  const find = (token: string): Ticket | undefined => {
    const state = hall.state()
    return state.tickets.get(phones.ticketOf(token, state) ?? '')
  }
  app.get<{ Params: Static<typeof TokenParams> }>(
    '/api/t/:token',
    {
      schema: {
        tags: ['views'],
        summary: 'One ticket, by the token on its slip',
        params: TokenParams,
        response: { '4xx': ErrorSchema },
      },
    },
    async (request, reply) => {
      const ticket = find(request.params.token)
      return ticket ? phoneView(parts, hall.state(), ticket) : sendRefusal(reply, refusal('unknown-ticket'))
    },
  )
  app.get<{ Params: Static<typeof TokenParams> }>(
    '/api/t/:token/events',
    {
      schema: { tags: ['views'], summary: 'The same as server-sent events named phone', params: TokenParams },
    },
    (request, reply) => {
      const ticket = find(request.params.token)
      if (!ticket) return sendRefusal(reply, refusal('unknown-ticket'))
      let last = phoneView(parts, hall.state(), ticket)
      reply.hijack()
      live.subscribe(reply.raw, [
        {
          event: 'phone',
          view: () => {
            // After the day's end the last view stays: the visitor sees how it ended.
            const present = hall.state().tickets.get(ticket.id)
            last = present ? phoneView(parts, hall.state(), present) : last
            return last
          },
        },
      ])
      return undefined
    },
  )
}

const noEstimate = { estimate: null, reason: 'not-waiting' } as const

function phoneView({ site, clock, estimates }: ApiParts, state: State, ticket: Ticket): PhoneView {
  const { estimate, reason } = ticket.state === 'waiting' ? estimates.forTicket(ticket.id) : noEstimate
  const service = site.services.find(({ id }) => id === serviceOf(ticket))
  const counter = hasEnded(ticket)
    ? undefined
    : site.counters.find(({ id }) => id === (counterOf(ticket) ?? ticket.tiedTo))
  return {
    site: { name: site.name, hotline: site.hotline ?? null },
    at: isoTime(clock.now(), site.timeZone),
    number: ticket.number,
    service: {
      name: service?.name ?? serviceOf(ticket),
      colour: service?.colour ?? '#1f4e79',
      pictogram: service?.pictogram ?? 'document',
    },
    state: ticket.state,
    ahead: aheadOf(state, ticket, clock.now()),
    estimate: estimate && { lowSeconds: estimate.low, highSeconds: estimate.high },
    noCounterOpen: reason === 'no-counter-open',
    issuedAt: isoTime(ticket.issuedAt, site.timeZone),
    counter: counter ? { spoken: counter.spoken, floor: counter.floor ?? null } : null,
  }
}
