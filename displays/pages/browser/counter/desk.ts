/**
 * What the parts of the officer's page share: the counter it stands at, what was chosen for the visit that is
 * there, which sheet lies open, and the requests. It decides nothing about the queue.
 */
import type { HallView, StaffView } from '../../../../controller/api/views.ts'
import { openLive } from '../live.ts'
import { signal } from '../preact.ts'
import { type Counter, type Ending, hindrance, openSteps, type Step } from './steps.ts'

export const counterId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
export const live = openLive(['hall', 'staff'])
export const steps = openSteps(counterId, live)

export const here = (): Counter | null =>
  live.hall.value?.counters.find((one) => one.id === counterId) ?? null

/** Chosen for a ticket: another starts without any, and one that was put aside finds its own again. */
type Notes = { ticket: string; outcome: string | null; dossiers: string[] }
const noted = signal<Notes[]>([])
const mostNoted = 50
const mostDossiers = 20
const notes = () => noted.value.find(({ ticket }) => ticket === here()?.ticket?.id)
export const outcome = (): string | null => notes()?.outcome ?? null
export const dossiers = (): string[] => notes()?.dossiers ?? []

function note(change: { outcome?: string | null; dossiers?: string[] }): void {
  const ticket = here()?.ticket
  if (ticket?.state !== 'serving') return
  const others = noted.value.filter((one) => one.ticket !== ticket.id).slice(0, mostNoted - 1)
  noted.value = [{ ticket: ticket.id, outcome: outcome(), dossiers: dossiers(), ...change }, ...others]
}
export function chooseOutcome(index: number): void {
  const code = live.hall.value?.outcomes[index]?.code
  if (code) note({ outcome: outcome() === code ? null : code })
}
export function addDossier(typed: string): void {
  const code = typed.trim()
  if (code === '' || dossiers().includes(code)) return
  if (dossiers().length >= mostDossiers) steps.say(`Tối đa ${mostDossiers} mã hồ sơ cho một lượt.`)
  else note({ dossiers: [...dossiers(), code] })
}
export const removeDossier = (code: string): void =>
  note({ dossiers: dossiers().filter((one) => one !== code) })

export const ending = (): Ending => ({
  ...(outcome() ? { outcome: outcome() ?? '' } : {}),
  ...(dossiers().length > 0 ? { dossiers: dossiers() } : {}),
})

/** The ticket whose "no-show" is being asked. */
export const asking = signal<string | null>(null)

export function press(wanted: Step | 'start-or-finish'): void {
  const view = live.hall.value
  const counter = here()
  if (!view || !counter || steps.busy.value) return
  const ticket = counter.ticket
  const step = wanted !== 'start-or-finish' ? wanted : ticket?.state === 'serving' ? 'finish' : 'start'
  const inTheWay = hindrance(step, view, counter, outcome())
  if (inTheWay) steps.say(inTheWay)
  else if (step === 'no-show') asking.value = ticket?.id ?? null
  else void steps.take(step, ticket, ending())
}
export function answer(yes: boolean): void {
  const ticket = here()?.ticket ?? null
  const asked = asking.value
  asking.value = null
  if (yes && ticket && ticket.id === asked) void steps.take('no-show', ticket, {})
}

/** What may be asked beside the three keys; a sheet then asks for the reason or the target. */
export type SheetKind =
  | 'hold'
  | 'transfer'
  | 'pause'
  | 'close'
  | 'officer'
  | 'services'
  | 'more'
  | 'void'
  | 'change'
export type OpenSheet = {
  kind: SheetKind
  /** The ticket it is about. */
  ticket: string | null
  /** The second of two tabs. */
  second: boolean
  /** Digits typed so far. */
  typed: string
  /** Services ticked, or the one reason chosen; null: what stood there. */
  picked: string[] | null
}
export const sheet = signal<OpenSheet | null>(null)

const needsService = (counter: Counter) =>
  counter.ticket?.state === 'serving'
    ? null
    : counter.ticket
      ? `Số ${counter.ticket.number} chưa bắt đầu`
      : 'Chưa có ai đang được phục vụ'

export function openSheet(kind: SheetKind, ticket: string | null = null): void {
  const counter = here()
  if (!counter || steps.busy.value) return
  const about = kind === 'hold' || kind === 'transfer'
  const inTheWay = about ? needsService(counter) : null
  if (inTheWay) steps.say(inTheWay)
  else {
    const of = about ? (counter.ticket?.id ?? null) : ticket
    sheet.value = { kind, ticket: of, second: false, typed: '', picked: null }
  }
}

export function undo(): void {
  const counter = here()
  if (counter?.undo) void steps.act('undo', {})
  else steps.say('Không còn thao tác để hoàn tác')
}
export function pauseOrContinue(): void {
  const state = here()?.state
  if (state === 'paused') void steps.act('continue', {})
  else if (state === 'open') openSheet('pause')
  else steps.say('Quầy đang đóng')
}
export function openOrClose(): void {
  if (here()?.state === 'closed') void steps.act('open', {})
  else openSheet('close')
}

export function callChosen(chosen: string): void {
  const view = live.hall.value
  const counter = here()
  if (!view || !counter) return
  const inTheWay = hindrance('call', view, counter, outcome())
  if (inTheWay) steps.say(inTheWay)
  else void steps.act('call', { ticket: counter.ticket?.id ?? null, ...ending(), chosen })
}
/** A held or a finished visit is taken up again; the counter must be free. */
export function takeUp(how: 'resume' | 'reopen', ticket: string): void {
  const counter = here()
  if (counter?.ticket) steps.say(`Số ${counter.ticket.number} còn ở quầy: kết thúc hoặc để chờ trước`)
  else void steps.act(how, how === 'resume' ? { held: ticket } : { finished: ticket })
}

export type Desk = { view: HallView; staff: StaffView | null; counter: Counter }
