/**
 * Who was called while one ticket waited, and why: told by the same state and the same rule that called them, so
 * it is right for the three-hundredth who waits as for the first. Pure.
 */
import { compareTurn, isCallable } from './calling-rule.ts'
import type { EventData } from './events.ts'
import { isoTime } from './local-time.ts'
import type { Rules } from './rules.ts'
import { isUnclaimed, type State, serviceOf, type Ticket, type TicketId } from './state.ts'

export type WentBefore = {
  at: string
  ticket: TicketId
  number: string
  counter: string
  /** overtook: came later by the rule's own measure, and counts against the bound. */
  why:
    | 'came-earlier'
    | 'booked'
    | 'transferred'
    | 'returned'
    | 'overtook'
    | 'could-not-be-called'
    | 'elsewhere'
  /** Set where it overtook. */
  by: 'rule' | 'limit' | 'chosen' | null
  count: number | null
  text: string
}

/** What a call means to the one ticket; null when it does not matter to it. `after` is the state with the call. */
export function wentBefore(
  before: State,
  after: State,
  at: number,
  call: EventData['TicketCalled'],
  ticketId: TicketId,
): WentBefore | null {
  const { rules } = before
  const ticket = before.tickets.get(ticketId)
  const other = before.tickets.get(call.ticket)
  if (!rules || !other || ticket?.state !== 'waiting' || call.ticket === ticketId) return null
  const gives = before.counters.get(call.counter)?.services.includes(serviceOf(ticket)) ?? false
  if (!gives && serviceOf(other) !== serviceOf(ticket) && ticket.tiedTo !== call.counter) return null
  const overtakes = after.tickets.get(ticketId)?.overtakes ?? 0
  const [why, because] = reasonOf(before, rules, call, ticket, other, overtakes > ticket.overtakes)
  const overtook = why === 'overtook'
  const iso = isoTime(at, rules.timeZone)
  const bound = overtook ? ` (lần vượt thứ ${overtakes}, tối đa ${rules.maxOvertakes})` : ''
  return {
    at: iso,
    ticket: call.ticket,
    number: call.number,
    counter: call.counter,
    why,
    by: overtook ? call.why.by : null,
    count: overtook ? overtakes : null,
    text: `${clock(iso)}: số ${call.number} được gọi trước, đến quầy ${spoken(rules, call.counter)}, vì ${because}${bound}.`,
  }
}

function reasonOf(
  state: State,
  rules: Rules,
  call: EventData['TicketCalled'],
  ticket: Ticket,
  other: Ticket,
  overtaken: boolean,
): [WentBefore['why'], string] {
  if (overtaken) return ['overtook', whyOvertook(call.why.by, other)]
  const time = (at: number) => clock(isoTime(at, rules.timeZone))
  if (compareTurn(other, ticket) < 0) {
    if (
      other.issuedAt < ticket.issuedAt ||
      (other.issuedAt === ticket.issuedAt && other.order < ticket.order)
    )
      return ['came-earlier', `số đó lấy trước, lúc ${time(other.issuedAt)}`]
    if (other.returns > 0) return ['returned', 'người đó đã được gọi trước đây và quay lại đúng hạn']
    if (other.booking)
      return ['booked', `người đó đã đặt lịch hẹn lúc ${time(other.booking.bookedAt)}, chờ tính từ giờ hẹn`]
    if (ticket.legs.length > 1 || ticket.returns > 0)
      return ['came-earlier', 'thời gian chờ tính cho số này bắt đầu sau số đó']
    return ['transferred', 'số đó chờ từ trước, thời gian chờ được giữ nguyên']
  }
  if (isUnclaimed(ticket)) return ['could-not-be-called', 'phiếu của số này in lỗi và chưa được nhận lại']
  if (!isCallable(state, ticket))
    return ['could-not-be-called', 'người có số này đang ở một quầy khác (số ghép)']
  if (ticket.tiedTo !== null && ticket.tiedTo !== call.counter)
    return ['elsewhere', `số này chờ riêng quầy ${spoken(rules, ticket.tiedTo)}`]
  if (other.tiedTo === call.counter) return ['elsewhere', 'số đó được chuyển đến riêng quầy này']
  return ['elsewhere', 'quầy đó không phục vụ nội dung của số này']
}

function whyOvertook(by: 'rule' | 'limit' | 'chosen', other: Ticket): string {
  if (by === 'chosen') return 'cán bộ chọn gọi số đó'
  if (other.booking) return 'người đó đã đặt lịch hẹn và thời gian chờ được tính từ giờ hẹn'
  if (other.class === 'priority') return 'người đó thuộc diện ưu tiên'
  if (by === 'limit') return 'có người khác đã bị vượt đủ số lần nên được gọi trước'
  return 'quầy đó ưu tiên nội dung giao dịch này'
}

const spoken = (rules: Rules, id: string) => rules.counters.find((one) => one.id === id)?.spoken ?? id
const clock = (iso: string) => iso.slice(11, 16)
