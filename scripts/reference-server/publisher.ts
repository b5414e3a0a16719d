/**
 * Brings the hall to know what the file says, by differences: what it has already is not sent again, what is gone
 * from the file is taken back, what changed replaces what was there. A few commands are under way at once; each is
 * on disk before it is sent, so that one that is repeated after a crash is the same command.
 */
import type { InboundData, InboundType } from '../../controller/dossier/contract/in-schemas.ts'
import type { Clock } from '../../hardware/clock.ts'
import type { Answer, Commands } from './commands.ts'
import type { Sent, SentStore } from './sent-store.ts'
import type { Wish } from './wishes.ts'

export type Publisher = {
  want(wishes: readonly Wish[]): void
  /** The journal in force, when the hall can hear; null: it cannot. */
  look(journalId: string | null): void
  state(): { wanted: number; done: number; refused: { key: string; code: string; en: string }[] }
  close(): void
}

const hourMs = 3_600_000
/** Long enough for a slow hall, short enough that what is meanwhile untrue is not shown. The hall allows 48 hours. */
const validMs: Partial<Record<InboundType, number>> = { ShowDossierFigures: hourMs }
const usualValidMs = 24 * hourMs
const underWayAtMost = 10
/** Refusals that say nothing against the thing itself. */
const passing = [
  'expired',
  'validity-too-long',
  'clock-behind',
  'too-many-commands',
  'figures-from-the-future',
]
const retryMs = 60_000

export function openPublisher(options: {
  store: SentStore
  commands: Pick<Commands, 'ask' | 'newId'>
  clock: Clock
  onChange(): void
}): Publisher {
  const { store, commands, clock, onChange } = options
  const sent = new Map(store.sent().map((one) => [one.key, one]))
  const underWay = new Set<string>()
  let toDo: Wish[] = []
  /** Something wanted had its turn while an earlier command about it was under way. */
  let again = false
  let wishes: readonly Wish[] | undefined
  let journal: string | null = null
  let cancelRetry: (() => void) | undefined
  let closed = false

  /** Everything there is to look at; what is at the hall already is passed over when its turn comes. */
  function plan(): void {
    toDo = journal !== null && wishes ? [...wishes, ...takenBack(wishes)] : []
    pump()
  }

  function pump(): void {
    while (!closed && journal !== null && underWay.size < underWayAtMost) {
      const wish = toDo.shift()
      if (!wish) return
      if (underWay.has(wish.key)) again = true
      else settle(wish, journal)
    }
  }

  /** Sends what is not there yet. */
  function settle({ key, type, data: fields, over }: Wish, journalId: string): void {
    const data = JSON.stringify(fields)
    const now = clock.now()
    const last = sent.get(key)
    const same = last?.type === type && last.data === data && last.journalId === journalId
    if (last && same && last.state !== 'asked' && !passing.includes(last.state)) return
    if (last && same && passing.includes(last.state) && cancelRetry) return
    const repeated = last && same && last.state === 'asked' && last.validUntil > now
    const validUntil = Math.min(now + (validMs[type] ?? usualValidMs), over ?? Number.POSITIVE_INFINITY)
    const asked: Sent = repeated
      ? last
      : { key, id: commands.newId(), type, data, validUntil, journalId, state: 'asked', en: null }
    keep(asked)
    void ask(asked)
  }

  async function ask(asked: Sent): Promise<void> {
    const { key, id, type, validUntil } = asked
    underWay.add(key)
    const data = JSON.parse(asked.data) as InboundData[typeof type]
    const answer = await commands.ask(type, data, { id, validUntil })
    if (closed) return
    underWay.delete(key)
    if (answer === 'unanswered') retryLater()
    else answered(asked, answer)
    // It may be wanted otherwise by now.
    if (again && underWay.size === 0) {
      again = false
      plan()
    } else pump()
    onChange()
  }

  function answered(asked: Sent, answer: Exclude<Answer, 'unanswered'>): void {
    const refused = 'refused' in answer
    if (refused && passing.includes(answer.refused)) retryLater()
    // Taken back, or not there: either way nothing is left of it.
    else if (asked.type === 'CancelAppointment' || asked.type === 'WithdrawNotice') {
      sent.delete(asked.key)
      store.forget(asked.key)
      return
    }
    keep({ ...asked, state: refused ? answer.refused : 'done', en: refused ? answer.en : null })
  }

  function keep(one: Sent): void {
    sent.set(one.key, one)
    store.saveSent(one)
  }

  /** Both an answer that did not come and a clock that is wrong are worth another try, not at once. */
  function retryLater(): void {
    cancelRetry ??= clock.after(retryMs, () => {
      cancelRetry = undefined
      plan()
    })
  }

  /** What stood in the file and does not any more; what is over goes by itself. */
  function takenBack(now: readonly Wish[]): Wish[] {
    const wanted = new Set(now.map(({ key }) => key))
    return [...sent.values()].flatMap((one): Wish[] => {
      if (wanted.has(one.key) || underWay.has(one.key)) return []
      const data = JSON.parse(one.data) as { code?: string; id?: string; at?: string; until?: string }
      const over = Date.parse(data.at ?? data.until ?? '')
      const { key } = one
      if (one.type === 'CancelAppointment' || one.type === 'WithdrawNotice')
        return [{ key, type: one.type, data, over: null }]
      // Refused or not: an earlier one of the same name may stand in the hall.
      if (over > clock.now()) {
        if (one.type === 'BookAppointment')
          return [{ key, type: 'CancelAppointment', data: { code: data.code }, over: null }]
        if (one.type === 'PostNotice')
          return [{ key, type: 'WithdrawNotice', data: { id: data.id }, over: null }]
      }
      sent.delete(key)
      store.forget(key)
      return []
    })
  }

  return {
    want(now) {
      wishes = now
      plan()
    },
    look(journalId) {
      if (journalId === journal) return
      journal = journalId
      plan()
    },
    state() {
      const wanted = (wishes ?? []).map(({ key }) => sent.get(key))
      const answered = wanted.flatMap((one) => (one && one.state !== 'asked' ? [one] : []))
      return {
        wanted: wanted.length,
        done: answered.filter(({ state }) => state === 'done').length,
        refused: answered
          .filter(({ state }) => state !== 'done')
          .map(({ key, state, en }) => ({ key, code: state, en: en ?? '' })),
      }
    },
    close() {
      closed = true
      cancelRetry?.()
    },
  }
}
