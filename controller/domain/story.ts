/**
 * A ticket's day in plain Vietnamese: what happened to it, and who was called before it and why. The answer to
 * "they called someone before me". Pure; from the events alone, so it is told the same way years later.
 */
import type { TimedEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { isoTime } from './local-time.ts'
import type { Rules } from './rules.ts'
import { initialState, type State, type TicketId } from './state.ts'
import { type WentBefore, wentBefore } from './went-before.ts'

export type StoryLine = { at: string; type: TimedEvent['type']; text: string }
export type Story = {
  ticket: TicketId
  number: string
  lines: StoryLine[]
  /** Everybody who was called while it waited, in order, each with the reason. */
  before: WentBefore[]
  /** Of those, the later tickets while this one could have been called: what the bound counts. */
  overtakenBy: (WentBefore & { by: 'rule' | 'limit' | 'chosen'; count: number })[]
  maxOvertakes: number
}

/** Takes the events of the ticket's day in order, from `DayOpened` on, in pieces of any size. */
export function openStory(ticket: TicketId) {
  let state: State = initialState()
  let number: string | undefined
  const lines: StoryLine[] = []
  const before: WentBefore[] = []
  return {
    take(events: readonly TimedEvent[]): void {
      for (const event of events) {
        const earlier = state
        state = evolve(state, event)
        const { type, data } = event
        const { rules } = state
        if (!rules) continue
        if ('ticket' in data && data.ticket === ticket) {
          number ??= data.number
          const text = lineOf(event, rules)
          if (text) lines.push({ at: isoTime(event.at, rules.timeZone), type, text })
        }
        if (type !== 'TicketCalled') continue
        const one = wentBefore(earlier, state, event.at, data, ticket)
        if (one) before.push(one)
      }
    },
    /** Undefined when the ticket was not among the events. */
    told(): Story | undefined {
      const { rules } = state
      if (number === undefined || !rules) return undefined
      const overtakenBy = before.flatMap((one) =>
        one.by === null || one.count === null ? [] : { ...one, by: one.by, count: one.count },
      )
      return { ticket, number, lines, before, overtakenBy, maxOvertakes: rules.maxOvertakes }
    },
  }
}

export function storyOf(events: readonly TimedEvent[], ticket: TicketId): Story | undefined {
  const story = openStory(ticket)
  story.take(events)
  return story.told()
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
  'code-scanner': 'nhận số ở máy quét mã',
} as const

const spoken = (rules: Rules, id: string) => rules.counters.find((one) => one.id === id)?.spoken ?? id
const clock = (iso: string) => iso.slice(11, 16)
const minutes = (ms: number) => (ms < 60_000 ? 'chưa đến 1 phút' : `${Math.round(ms / 60_000)} phút`)
