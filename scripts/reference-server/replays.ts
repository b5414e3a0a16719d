/**
 * Asks the hall for what is missing: one range at a time, only after it has stayed missing for a while (a backlog
 * may be on its way), and again with longer pauses when it was refused or the replay broke off.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Commands } from './commands.ts'
import type { Wanted } from './wanted-range.ts'

export type Replays = {
  /** What is wanted may have changed; null: nothing, or the hall is away. */
  look(wanted: Wanted | null, journalId: string): void
  /** An event came by a replay and is stored. */
  heard(replayOf: string, seq: number): void
  /** The hall is there again: what it was asked before it has forgotten. */
  again(): void
  state(): { under: Wanted | null; tries: number; refused: string | null }
  close(): void
}

/** The hall may learn a little later than we that a replay is at its end. */
const endMs = 500

export function openReplays(options: {
  commands: Pick<Commands, 'ask' | 'newId'>
  clock: Clock
  /** What the hall said of its last event: `to`, or nothing after what was asked from. */
  onEnd(to: number | null): void
  pauses: { patienceMs: number; longestMs: number }
  onChange(): void
}): Replays {
  const { commands, clock, pauses, onEnd, onChange } = options
  let wanted: Wanted | null = null
  let journal = ''
  let since = clock.monotonicMs()
  let under: (Wanted & { id: string; answered: boolean; heardAt: number; heard: number }) | null = null
  /** A replay came to its end: what is missing now cannot be on its way. */
  let eager = false
  let tries = 0
  let refused: string | null = null
  let cancel: (() => void) | undefined
  let closed = false

  function schedule(): void {
    cancel?.()
    cancel = undefined
    // While there is no answer yet, that one is waited for.
    if (closed || !wanted || (under && !under.answered)) return
    const pause = Math.min(pauses.longestMs, pauses.patienceMs * 2 ** Math.min(tries, 20))
    const due = under
      ? under.heardAt + pauses.patienceMs
      : since + (eager ? Math.min(endMs, pauses.patienceMs) : pause)
    cancel = clock.after(Math.max(0, due - clock.monotonicMs()), () => {
      cancel = undefined
      if (under) brokeOff()
      else void ask()
    })
  }

  function brokeOff(): void {
    under = null
    tries++
    since = clock.monotonicMs()
    onChange()
    schedule()
  }

  async function ask(): Promise<void> {
    if (!wanted || under || closed) return
    const mine = { ...wanted, id: commands.newId(), answered: false, heardAt: 0, heard: 0 }
    under = mine
    eager = false
    onChange()
    const { id, from, to } = mine
    const range = to === null ? { from } : { from, to }
    const answer = await commands.ask('ReplayEvents', { journalId: journal, ...range }, { id })
    if (closed || under !== mine) return
    if (answer !== 'unanswered' && 'done' in answer) return begun(mine, answer.done)
    if (answer !== 'unanswered' && answer.refused === 'nothing-to-replay' && to === null) {
      under = null
      return onEnd(null)
    }
    // Its events may overtake the answer.
    if (mine.answered) return
    refused = answer === 'unanswered' ? 'no-answer' : answer.refused
    brokeOff()
  }

  function begun(mine: NonNullable<typeof under>, { replay }: Record<string, unknown>): void {
    const to = Number((replay as { to?: unknown } | undefined)?.to)
    const endAsked = mine.to === null
    if (Number.isSafeInteger(to)) mine.to = to
    if (endAsked && mine.to !== null) onEnd(mine.to)
    if (under === mine) goesOn(mine)
  }

  function goesOn(replay: NonNullable<typeof under>): void {
    replay.answered = true
    replay.heardAt = clock.monotonicMs()
    if (replay.to !== null && replay.heard >= replay.to) {
      under = null
      eager = true
      since = clock.monotonicMs()
    }
    schedule()
  }

  return {
    look(now, journalId) {
      const moved = now?.of !== wanted?.of || now?.from !== wanted?.from || now?.why !== wanted?.why
      wanted = now
      journal = journalId
      if (!wanted) {
        tries = 0
        refused = null
        eager = false
      }
      if (moved) since = clock.monotonicMs()
      if (moved || !cancel) schedule()
    },
    heard(replayOf, seq) {
      if (under?.id !== replayOf) return
      tries = 0
      refused = null
      under.heard = Math.max(under.heard, seq)
      goesOn(under)
    },
    again() {
      under = null
      tries = 0
      since = clock.monotonicMs()
      schedule()
    },
    state: () => ({
      under: under && { of: under.of, why: under.why, from: under.from, to: under.to },
      tries,
      refused,
    }),
    close() {
      closed = true
      cancel?.()
    },
  }
}
