/** One ticket on its visitor's phone, by the token on the slip: its view, the stream of it, and the visitor's rating. */
import type { Static } from 'typebox'
import { aheadOf } from '../domain/calling-rule.ts'
import { isoTime } from '../domain/local-time.ts'
import { ratableByPhone } from '../domain/rating.ts'
import { refusal } from '../domain/refusals.ts'
import { counterOf, hasEnded, type State, serviceOf, type Ticket } from '../domain/state.ts'
import { sendRefusal } from './answers.ts'
import { type ApiParts, originOf, type Routes } from './parts.ts'
import { ErrorSchema, RatingBody, TokenParams } from './schemas.ts'
import type { PhoneView } from './views.ts'

type Token = { Params: Static<typeof TokenParams> }

export function addPhoneRoutes(app: Routes, parts: ApiParts): void {
  const { hall, live, phones } = parts
  const tags = ['views']
  const find = (token: string): Ticket | undefined => {
    const state = hall.state()
    return state.tickets.get(phones.ticketOf(token, state) ?? '')
  }

  app.get<Token>(
    '/api/t/:token',
    {
      schema: {
        tags,
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
  app.get<Token>(
    '/api/t/:token/events',
    { schema: { tags, summary: 'The same as server-sent events named phone', params: TokenParams } },
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
            last = present ? phoneView(parts, hall.state(), present) : { ...last, rating: null }
            return last
          },
        },
      ])
      return undefined
    },
  )
  app.post<Token & { Body: Static<typeof RatingBody> }>(
    '/api/t/:token/rating',
    {
      schema: {
        tags: ['tickets'],
        summary: 'The visitor rates the finished visit, once',
        params: TokenParams,
        body: RatingBody,
        response: { '4xx': ErrorSchema, 503: ErrorSchema },
      },
    },
    async (request, reply) => {
      const { refused } = await hall.execute(
        { type: 'RateVisit', ticket: find(request.params.token)?.id ?? '', value: request.body.value },
        originOf({ kind: 'visitor' }),
      )
      return refused ? sendRefusal(reply, refused) : reply.code(204).send()
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
    rating: ratingOf(state, ticket, site.rating.words),
  }
}

function ratingOf(state: State, ticket: Ticket, words: string[]): PhoneView['rating'] {
  const found = ratableByPhone(state, ticket.id)
  if (found === 'already-rated') return { words, given: true }
  return typeof found === 'string' ? null : { words, given: false }
}
