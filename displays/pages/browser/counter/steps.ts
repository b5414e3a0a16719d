/**
 * The officer's keys: which may be pressed now and why not, and one request at a time. What a press does to the
 * queue is the hall's to decide; here is only what the view already says.
 */
import type { CounterTicket, HallView } from '../../../../controller/api/views.ts'
import { get, post } from '../api.ts'
import type { Live } from '../live.ts'
import { type ReadonlySignal, signal } from '../preact.ts'

export type Step = 'next' | 'recall' | 'start' | 'finish' | 'no-show'
/** What is noted with the end of a visit. */
export type Ending = { outcome?: string; dossiers?: string[] }
export type Said = { tone: 'refused' | 'done'; text: string }
export type Counter = HallView['counters'][number]

/** A double click is one press, however fast the hall answered the first. */
const shortestMs = 700
/** From this many calls on the page offers "no-show"; it never presses it. */
export const offerNoShowFrom = 4

/** Null when the step may be taken, otherwise what stands in its way. */
export function hindrance(
  step: Step | 'call',
  view: HallView,
  counter: Counter,
  outcome: string | null,
): string | null {
  const ticket = counter.ticket
  if (counter.state === 'closed' && !ticket) return 'Quầy đang đóng'
  switch (step) {
    case 'next':
    case 'call':
      if (counter.state === 'paused') return 'Quầy đang tạm dừng'
      if (ticket?.state === 'called' && view.rules.nextWhileCalled === 'refuse')
        return `Số ${ticket.number} chưa bắt đầu`
      if (ticket?.state === 'serving' && view.rules.outcomeRequired) return 'Chọn kết quả và kết thúc trước'
      return step === 'next' && counter.waiting === 0 ? 'Chưa có ai chờ' : null
    case 'recall':
    case 'start':
    case 'no-show':
      if (!ticket) return 'Chưa gọi số nào'
      return ticket.state === 'called' ? null : 'Đang phục vụ'
    case 'finish':
      if (ticket?.state !== 'serving') return 'Chưa bắt đầu'
      return view.rules.outcomeRequired && !outcome ? 'Chọn kết quả trước' : null
  }
}

export type TicketCommand = 'claim' | 'reprint' | 'void' | 'return' | 'change'
export type Steps = {
  busy: ReadonlySignal<boolean>
  said: ReadonlySignal<Said | null>
  take(step: Step, ticket: CounterTicket | null, ending: Ending): Promise<boolean>
  /** Any other command of this counter. */
  act(command: string, body: Record<string, unknown>): Promise<boolean>
  settle(id: string, how: TicketCommand, body?: Record<string, unknown>): Promise<boolean>
  say(text: string): void
}

export function openSteps(counterId: string, live: Live): Steps {
  const busy = signal(false)
  const said = signal<Said | null>(null)

  /** A number that changed under the officer's hand is fetched at once, so that the next press means what it shows. */
  async function refresh() {
    const fresh = await get<HallView>('/api/hall')
    if (fresh.ok) live.take('hall', fresh.value)
  }
  async function send(path: string, body: unknown): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    said.value = null
    const pause = new Promise((done) => setTimeout(done, shortestMs))
    const answer = await post(path, body)
    if (!answer.ok) {
      said.value = { tone: 'refused', text: answer.error.message.vi }
      if (answer.error.refused === 'stale') await refresh()
    }
    await pause
    busy.value = false
    return answer.ok
  }
  const act = (command: string, body: Record<string, unknown>) =>
    send(`/api/counters/${encodeURIComponent(counterId)}/${command}`, body)
  return {
    busy,
    said,
    take: (step, ticket, ending) =>
      act(step, { ticket: ticket?.id ?? null, ...(step === 'finish' || step === 'next' ? ending : {}) }),
    act,
    settle: (id, how, body = {}) => send(`/api/tickets/${encodeURIComponent(id)}/${how}`, body),
    say(text) {
      said.value = { tone: 'refused', text }
    },
  }
}
