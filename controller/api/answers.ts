/** What every answer has in common: tickets as JSON, refusals as 409, mistakes in the input named by field. */
import type { FastifyError, FastifyReply } from 'fastify'
import { aheadOf } from '../domain/calling-rule.ts'
import { isoTime } from '../domain/local-time.ts'
import type { Refusal } from '../domain/refusals.ts'
import { legOf, type State, type Ticket } from '../domain/state.ts'
import type { ApiError } from './views.ts'

export function ticketJson(ticket: Ticket, state: State, timeZone: string, now: number) {
  const iso = (at: number | null) => (at === null ? null : isoTime(at, timeZone))
  const leg = legOf(ticket)
  return {
    id: ticket.id,
    number: ticket.number,
    service: leg.service,
    class: ticket.class,
    source: ticket.source,
    state: ticket.state,
    ahead: aheadOf(state, ticket, now),
    issuedAt: isoTime(ticket.issuedAt, timeZone),
    bookedAt: iso(ticket.booking?.bookedAt ?? null),
    counter: leg.counter ?? ticket.tiedTo,
    calls: leg.calls,
    calledAt: iso(leg.lastCalledAt),
    startedAt: iso(leg.startedAt),
    endedAt: iso(leg.endedAt),
    outcome: leg.outcome,
    estimate: ticket.estimate && {
      lowSeconds: Math.round(ticket.estimate.low),
      highSeconds: Math.round(ticket.estimate.high),
    },
    dossiers: [...ticket.dossiers],
    slip: ticket.slip && {
      state: ticket.slip.state,
      copy: ticket.slip.copy,
      printer: `${ticket.slip.station}/${ticket.slip.printer}`,
    },
  }
}

const statusOf: Partial<Record<Refusal['code'], number>> = {
  'unknown-counter': 404,
  'unknown-ticket': 404,
  'unknown-service': 404,
  'unknown-outcome': 400,
  'unknown-reason': 400,
  'unknown-class': 400,
  'unknown-rating': 400,
  'bad-dossier-code': 400,
  'bad-officer-code': 400,
  'bad-booking-code': 400,
  'unknown-booking': 404,
  'not-recorded': 503,
}
const fieldOf: Partial<Record<Refusal['code'], string>> = {
  'unknown-service': 'service',
  'unknown-outcome': 'outcome',
  'unknown-reason': 'reason',
  'unknown-class': 'class',
  'unknown-rating': 'value',
  'bad-dossier-code': 'dossiers',
  'bad-officer-code': 'officer',
  'bad-booking-code': 'code',
}

export function sendRefusal(reply: FastifyReply, { code, vi, en }: Refusal) {
  const field = fieldOf[code]
  return sendError(reply, statusOf[code] ?? 409, {
    refused: code,
    message: { vi, en },
    ...(field ? { field } : {}),
  })
}

export function sendError(reply: FastifyReply, status: number, error: ApiError) {
  return reply.code(status).send(error)
}

/** Fastify's own errors (schema, JSON, size, media type) in the one form. */
export function inputError(error: FastifyError): { status: number; error: ApiError } {
  const [first] = error.validation ?? []
  if (first) {
    const inside = first.instancePath.split('/').slice(1)
    const named = first.params.missingProperty ?? first.params.additionalProperty
    const field =
      [...inside, ...(typeof named === 'string' ? [named] : [])].join('.') || (error.validationContext ?? '')
    const allowed = Array.isArray(first.params.allowedValues)
      ? `: ${first.params.allowedValues.join(', ')}`
      : ''
    return {
      status: 400,
      error: {
        refused: 'malformed',
        field,
        message: {
          vi: `Dữ liệu không hợp lệ ở “${field}”.`,
          en: `${field}: ${first.message ?? 'is not valid'}${allowed}.`,
        },
      },
    }
  }
  const status =
    error.statusCode && error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500
  return {
    status,
    error: {
      refused: status === 500 ? 'internal' : 'malformed',
      ...(status === 500 ? {} : { field: 'body' }),
      message:
        status === 500
          ? { vi: 'Lỗi của hệ thống, xin thử lại.', en: 'Something went wrong inside; please try again.' }
          : { vi: 'Yêu cầu không đúng định dạng.', en: error.message },
    },
  }
}
