/**
 * Tells the hall up to where its journal is stored here without a gap, at a bounded rate, and again whenever the
 * hall comes back: it may have forgotten. A PUBACK told only the broker.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Commands } from './commands.ts'
import type { JournalKnown } from './event-store.ts'

export type Received = { journalId: string; head: number }

/**
 * Up to where the hall can be told that everything is here: in words of the journal it writes, or, while a restored
 * copy has not written anything yet, of the one that it continues.
 */
export function receivedOf(journals: readonly JournalKnown[], journalId: string): Received | null {
  const current = journals.find((one) => one.journalId === journalId)
  if (current?.head == null || current.first === null) return null
  if (current.head >= current.first) return { journalId, head: current.head }
  const parent = journals.find((one) => one.journalId === current.parent)
  return parent?.head == null
    ? null
    : { journalId: parent.journalId, head: Math.min(parent.head, current.head) }
}

export type Receipts = {
  /** The journal in force and how far it is stored; null: nothing can be said now. */
  look(stored: Received | null): void
  /** The hall is there again: what is looked at next is said once more. */
  again(): void
  state(): { journalId: string; upTo: number } | null
  close(): void
}

const retryMs = 10_000

export function openReceipts(options: {
  commands: Pick<Commands, 'ask'>
  clock: Clock
  everyMs: number
  onChange(): void
}): Receipts {
  const { commands, clock, everyMs, onChange } = options
  let stored: Received | null = null
  let acknowledged: { journalId: string; upTo: number } | null = null
  let fresh = true
  let pause: (() => void) | undefined
  let busy = false
  let closed = false

  const isNews = () =>
    stored !== null &&
    stored.head > 0 &&
    (fresh || acknowledged?.journalId !== stored.journalId || acknowledged.upTo < stored.head)

  async function pump(): Promise<void> {
    if (busy || pause || closed || !stored || !isNews()) return
    busy = true
    fresh = false
    const said = { journalId: stored.journalId, upTo: stored.head }
    const answer = await commands.ask('EventsReceived', said)
    busy = false
    if (closed) return
    const taken = answer !== 'unanswered' && 'done' in answer
    if (taken) acknowledged = said
    else fresh = true
    pause = clock.after(taken ? everyMs : retryMs, () => {
      pause = undefined
      void pump()
    })
    onChange()
  }

  return {
    look(now) {
      stored = now
      void pump()
    },
    again() {
      fresh = true
      pause?.()
      pause = undefined
    },
    state: () => acknowledged && { ...acknowledged },
    close() {
      closed = true
      pause?.()
    },
  }
}
