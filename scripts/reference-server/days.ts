/**
 * The hall's daily sums: kept, checked as soon as everything they speak of is here, and asked for when the end of
 * a day is here but its sum never came.
 */
import { checkMessage } from '../../controller/dossier/contract/check-message.ts'
import type { Clock } from '../../hardware/clock.ts'
import { checkDay, type DaySum } from './check-day.ts'
import type { Commands } from './commands.ts'
import type { DayStore } from './day-store.ts'
import type { EventStore, JournalKnown, Range, StoredEvent } from './event-store.ts'

export type Days = {
  /** Why it is no sum, or null. It is durable when this returns. */
  take(value: Record<string, unknown>): string | null
  /** Events were stored, or the hall came or went. */
  look(speaks: boolean): void
  close(): void
}
/** A part of a day's events, in one journal: a day may begin in the one that was restored. */
type Part = Range & { journalId: string }

/** The hall sends a sum by itself soon after the day's end. */
const askAfterMs = 60_000
const daysAskedFor = 7

export function openDays(options: {
  store: Pick<EventStore, 'journals' | 'between'> & DayStore
  commands: Pick<Commands, 'ask'>
  clock: Clock
  onChange(): void
}): Days {
  const { store, commands, clock, onChange } = options
  const refused = new Set<string>()
  let unchecked = store.unchecked()
  let speaking = false
  let cancel: (() => void) | undefined

  function check(sum: DaySum): boolean {
    const journals = store.journals()
    const parts = partsOf(journals, sum)
    if (!parts) return false
    const before = hashBefore(journals, sum)
    const verdict = checkDay(sum, eventsOf(parts), before)
    store.judgeDay(sum, verdict)
    onChange()
    return true
  }

  function* eventsOf(parts: readonly Part[]): Iterable<StoredEvent> {
    for (const { journalId, from, to } of parts) yield* store.between(journalId, { from, to })
  }

  function hashBefore(journals: readonly JournalKnown[], { journalId, firstSeq }: DaySum): string | null {
    const seq = firstSeq - 1
    const [part] = partsOf(journals, { journalId, firstSeq: seq, lastSeq: seq }) ?? []
    if (!part || seq < 1) return null
    const [event] = store.between(part.journalId, { from: seq, to: seq })
    return event?.chainHash ?? null
  }

  async function askForMissing(): Promise<void> {
    cancel = undefined
    const date = store.daysWithoutSum(daysAskedFor).find((one) => !refused.has(one))
    if (!speaking || date === undefined) return
    const answer = await commands.ask('SendReconciliation', { date })
    // Whatever it is this time, it is not asked for twice in a run.
    if (answer !== 'unanswered') refused.add(date)
    later()
  }

  function later(): void {
    cancel ??= speaking ? clock.after(askAfterMs, () => void askForMissing()) : undefined
  }

  return {
    take(value) {
      const misfit = checkMessage('Reconciliation', value)
      if (misfit) return `${misfit.pointer} ${misfit.what}`
      const sum = value.data as DaySum
      store.saveDay(sum)
      if (!check(sum)) unchecked.push(sum)
      return null
    },
    look(speaks) {
      unchecked = unchecked.filter((sum) => !check(sum))
      speaking = speaks
      if (speaks) later()
    },
    close() {
      speaking = false
      cancel?.()
    },
  }
}

/** Where the events of a day lie; undefined when some of them are not here. */
function partsOf(
  journals: readonly JournalKnown[],
  { journalId, firstSeq, lastSeq }: Pick<DaySum, 'journalId' | 'firstSeq' | 'lastSeq'>,
): Part[] | undefined {
  const journal = journals.find((one) => one.journalId === journalId)
  if (!journal || journal.first === null || journal.head === null || journal.head < lastSeq) return undefined
  const here = { journalId, from: Math.max(journal.first, firstSeq), to: lastSeq }
  if (firstSeq >= journal.first) return [here]
  if (journal.parent === null || firstSeq < 1) return undefined
  const earlier = partsOf(journals, { journalId: journal.parent, firstSeq, lastSeq: journal.first - 1 })
  return earlier && (here.from > here.to ? earlier : [...earlier, here])
}
