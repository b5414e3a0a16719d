/** Up to where each journal can still be had from the hall. Pure: it asks for nothing. */
import type { JournalKnown } from './event-store.ts'

/**
 * A hall that was restored from a copy has of the older journal what the copy held, and of a journal that it does not
 * continue nothing: what is missing beyond that stood on a card that is gone. Null where it is not known yet whether a
 * journal is one of those that the hall continues; then it counts as within reach.
 */
export function withinReach(
  journals: readonly JournalKnown[],
  present: string,
): (journalId: string) => number | null {
  const known = new Map<string, number>()
  let of: string | null = present
  let last = Number.POSITIVE_INFINITY
  while (of !== null) {
    const journal = journals.find(({ journalId }) => journalId === of)
    known.set(of, last)
    // What lies before it cannot be told apart yet; a journal that continues itself was made up.
    if (!journal || journal.first === null || (journal.parent !== null && known.has(journal.parent)))
      return (journalId) => known.get(journalId) ?? null
    last = journal.first - 1
    of = journal.parent
  }
  return (journalId) => known.get(journalId) ?? 0
}
