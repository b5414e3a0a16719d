/**
 * A ticket's day in plain Vietnamese: what happened to it, and who was called before it and why. The answer to
 * "they called someone before me". Pure; from the events alone, so it is told the same way years later.
 */
import type { TimedEvent } from './events.ts'
import { isoTime } from './local-time.ts'
import type { Rules, TicketClass } from './rules.ts'
import type { TicketId } from './state.ts'

export type StoryLine = { at: string; type: TimedEvent['type']; text: string }
export type Overtaking = {
  at: string
  number: string
  counter: string
  by: 'rule' | 'limit' | 'chosen'
  count: number
  text: string
}
export type Story = {
  ticket: TicketId
  number: string
  lines: StoryLine[]
  /** Calls of later tickets while this one could have been called: each with its reason. */
  overtakenBy: Overtaking[]
  maxOvertakes: number
}

/** The story of a ticket among the events of its day, in order; undefined when it is not among them. */
export function storyOf(events: readonly TimedEvent[], ticket: TicketId): Story | undefined {
  let rules: Rules | undefined
  let number: string | undefined
  const classes = new Map<TicketId, TicketClass>()
  const booked = new Set<TicketId>()
  const lines: StoryLine[] = []
  const overtakenBy: Overtaking[] = []
  for (const event of events) {
    const { type, data } = event
    if (type === 'SiteChanged' || type === 'DayOpened') rules = data.rules
    if (type === 'TicketIssued') {
      classes.set(data.ticket, data.class)
      if (data.booking) booked.add(data.ticket)
    }
    if (type === 'TicketChanged') classes.set(data.ticket, data.class)
    if (!rules) continue
    const at = isoTime(event.at, rules.timeZone)
    if ('ticket' in data && data.ticket === ticket) {
      number ??= data.number
      const text = lineOf(event, rules)
      if (text) lines.push({ at, type, text })
    }
    if (type !== 'TicketCalled') continue
    const passed = data.why.passed.find((one) => one.ticket === ticket)
    if (!passed) continue
    const who = reasonOf(data.why.by, classes.get(data.ticket) ?? 'ordinary', booked.has(data.ticket))
    overtakenBy.push({
      at,
      number: data.number,
      counter: data.counter,
      by: data.why.by,
      count: passed.overtakes,
      text: `${clock(at)}: số ${data.number} được gọi trước, đến quầy ${spoken(rules, data.counter)}, vì ${who} (lần vượt thứ ${passed.overtakes}, tối đa ${rules.maxOvertakes}).`,
    })
  }
  return number === undefined || !rules
    ? undefined
    : { ticket, number, lines, overtakenBy, maxOvertakes: rules.maxOvertakes }
}

function reasonOf(by: Overtaking['by'], ticketClass: TicketClass, isBooked: boolean): string {
  if (by === 'chosen') return 'cán bộ chọn gọi số này'
  if (isBooked) return 'người đó đã đặt lịch hẹn và thời gian chờ được tính từ giờ hẹn'
  if (ticketClass === 'priority') return 'người đó thuộc diện ưu tiên'
  return 'quầy đó ưu tiên nội dung giao dịch này'
}

function lineOf(event: TimedEvent, rules: Rules): string | null {
  const { type, data } = event
  const time = clock(isoTime(event.at, rules.timeZone))
  const say = (text: string) => `${time}: ${text}`
  const counter = 'counter' in data ? `quầy ${spoken(rules, data.counter)}` : ''
  const service = (id: string) => rules.services.find((one) => one.id === id)?.name ?? id
  const reason = (list: 'holdReasons' | 'changeReasons' | 'voidReasons' | 'outcomes', code: string | null) =>
    rules[list].find((one) => one.code === code)?.vi ?? code ?? ''
  switch (type) {
    case 'TicketIssued': {
      const ahead = data.ahead === 0 ? 'không có người chờ trước' : `số người chờ trước: ${data.ahead}`
      const by = data.booking
        ? `nhận số theo lịch hẹn ${clock(isoTime(data.booking.bookedAt, rules.timeZone))}`
        : sources[data.source]
      return say(`${by}, số ${data.number}, ${service(data.service)}, ${ahead}.`)
    }
    case 'NumberReserved':
      return say(`giữ trước số ${data.number}, ${service(data.service)}; chờ tính từ khi có mặt.`)
    case 'ReservationEnded':
      return say(
        data.reason === 'day-ended'
          ? 'hết ngày làm việc mà chưa có mặt, số bị hủy.'
          : 'số giữ trước được hủy.',
      )
    case 'SlipPrinted':
      return say(data.copy === 0 ? 'phiếu đã in.' : `phiếu đã in lại lần ${data.copy}.`)
    case 'SlipFailed':
      return say('phiếu in lỗi, số được giữ chờ nhận lại.')
    case 'SlipUnknown':
      return say('không rõ phiếu đã in hay chưa; số vẫn được gọi.')
    case 'TicketClaimed':
      return say('người dân đã nhận lại số sau khi phiếu in lỗi.')
    case 'TicketChanged':
      return say(
        `đổi sang ${service(data.service)}${data.class === 'priority' ? ', diện ưu tiên' : ''} (${reason('changeReasons', data.reason)}).`,
      )
    case 'TicketCalled':
      return say(`được gọi đến ${counter}, sau ${minutes(data.why.waitedMs)} chờ.`)
    case 'TicketRecalled':
      return say(`được gọi lại đến ${counter}, lần ${data.calls}.`)
    case 'ServiceStarted':
      return say(`bắt đầu giao dịch tại ${counter}${data.auto ? ' (hệ thống ghi)' : ''}.`)
    case 'ServiceFinished': {
      const outcome = data.outcome ? `, ${reason('outcomes', data.outcome)}` : ''
      return say(`kết thúc giao dịch tại ${counter}${outcome}${data.auto ? ' (hệ thống ghi)' : ''}.`)
    }
    case 'TicketHeld':
      return say(`để chờ tại ${counter} (${reason('holdReasons', data.reason)}).`)
    case 'ServiceResumed':
      return say(`tiếp tục tại ${counter}, không phải chờ lại.`)
    case 'TicketTransferred':
      return say(
        data.tiedTo
          ? `chuyển đến quầy ${spoken(rules, data.tiedTo)}.`
          : `chuyển tiếp sang ${service(data.service)}.`,
      )
    case 'TicketUntied':
      return say('quầy được chuyển đến không làm việc; số trở lại hàng chờ, đúng chỗ cũ.')
    case 'TicketNoShow':
      return say(data.auto ? 'hết ngày mà chưa đến quầy, ghi vắng mặt.' : `vắng mặt khi ${counter} gọi.`)
    case 'TicketReturned':
      return say(`đã quay lại, chờ sau ${rules.returnBehind} người kế tiếp.`)
    case 'CallUndone':
      return say('lượt gọi được hoàn tác, số trở lại đúng chỗ cũ.')
    case 'NoShowUndone':
      return say('việc ghi vắng mặt được hoàn tác.')
    case 'TransferUndone':
      return say('việc chuyển được hoàn tác.')
    case 'FinishUndone':
      return say('việc kết thúc được hoàn tác.')
    case 'TicketReopened':
      return say(`mở lại tại ${counter}.`)
    case 'VisitRated':
      return say(`người dân đã đánh giá giao dịch tại ${counter}.`)
    case 'TicketVoided':
      return say(
        data.reason === 'day-ended'
          ? 'hết ngày làm việc, số bị hủy.'
          : `bị hủy (${reason('voidReasons', data.reason)}).`,
      )
    default:
      return null
  }
}

const sources = {
  button: 'lấy số bằng nút bấm',
  'touch-screen': 'lấy số trên màn hình chạm',
  greeter: 'cán bộ hướng dẫn lấy số',
  'dossier-server': 'lấy số qua phần mềm một cửa',
} as const

const spoken = (rules: Rules, id: string) => rules.counters.find((one) => one.id === id)?.spoken ?? id
const clock = (iso: string) => iso.slice(11, 16)
const minutes = (ms: number) => (ms < 60_000 ? 'chưa đến 1 phút' : `${Math.round(ms / 60_000)} phút`)
