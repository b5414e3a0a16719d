/** Which events to ask the hall for next. Pure but for what it reads of the store. */
import type { EventStore, JournalKnown } from './event-store.ts'

/**
 * `unknown-start`: what lies below the lowest event known, of this journal or of one it is a copy of. `unknown-end`:
 * whatever there may be after the highest one, which nobody has told us of.
 */
export type Wanted = {
  of: string
  why: 'gap' | 'unknown-start' | 'unknown-end'
  from: number
  to: number | null
}

/** A beginning is looked for backwards in pieces of this size, so that years already here do not come again. */
const piece = 1000

/**
 * The hall reads from the journal it writes now; that also holds what came before a restore, so older journals are
 * completed from it as far as it goes. What lies beyond that was lost with the old card and is never asked for.
 */
export function wantedRange(
  store: Pick<EventStore, 'missing'>,
  journals: readonly JournalKnown[],
  /** `endKnown`: the hall has nothing after `seq` that was not sent to us. */
  hall: { journalId: string; seq: number; endKnown: boolean },
): Wanted | null {
  return wantedInside(store, journals, hall) ?? wantedAtEnd(journals, hall)
}

function wantedAtEnd(
  journals: readonly JournalKnown[],
  { journalId, endKnown }: { journalId: string; endKnown: boolean },
): Wanted | null {
  if (endKnown) return null
  const highest = journals.find((one) => one.journalId === journalId)?.highest ?? 0
  // From the highest one itself, which is there: so the answer tells the end, where it would be a refusal else.
  return { of: journalId, why: 'unknown-end', from: Math.max(1, highest), to: null }
}

function wantedInside(
  store: Pick<EventStore, 'missing'>,
  journals: readonly JournalKnown[],
  hall: { journalId: string; seq: number },
): Wanted | null {
  let of = hall.journalId
  let last = hall.seq
  for (;;) {
    const journal = journals.find(({ journalId }) => journalId === of)
    if (!journal)
      return last > 0 ? { of, why: 'unknown-start', from: Math.max(1, last - piece), to: last } : null
    if (journal.first === null) {
      // With the lowest one itself: a replay that passes from one journal to the next shows where the next begins.
      const { lowest } = journal
      return { of, why: 'unknown-start', from: Math.max(1, lowest - piece), to: lowest }
    }
    const top = of === hall.journalId ? Math.max(journal.highest, last) : last
    const head = journal.head ?? journal.first - 1
    if (head < top) {
      const [range] = store.missing(of, { from: head + 1, to: top }, 1)
      if (range) return { ...range, of, why: 'gap' }
    }
    // Each older journal ends before the next begins; anything else was made up. The present one may be empty yet.
    if (journal.parent === null || journal.first > (of === hall.journalId ? last + 1 : last)) return null
    last = journal.first - 1
    of = journal.parent
  }
}
