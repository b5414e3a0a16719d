/** What a hall can still give of each journal, after cards were restored and swapped. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { JournalKnown } from './event-store.ts'
import { withinReach } from './within-reach.ts'

const test = suite('within reach')
const journal = (journalId: string, first: number | null, parent: string | null = null): JournalKnown => ({
  ...{ journalId, first, parent, head: null },
  ...{ lowest: first ?? 5, highest: 100, stored: 1 },
})
const reach = (present: string, ...journals: JournalKnown[]) => {
  const of = withinReach(journals, present)
  return journals.map(({ journalId }) => of(journalId))
}

test('a copy of a copy has of each older journal what the copy held', () => {
  const copies = [journal('a', 1), journal('b', 9, 'a'), journal('c', 20, 'b')]
  assert.equal(reach('c', ...copies), [8, 19, Number.POSITIVE_INFINITY])
})

test('of a journal that it does not continue the hall has nothing', () => {
  assert.equal(reach('b', journal('a', 1), journal('b', 1)), [0, Number.POSITIVE_INFINITY])
})

test('an older card that is back is within reach again, and what was written since is not', () => {
  assert.equal(reach('a', journal('a', 1), journal('b', 9, 'a')), [Number.POSITIVE_INFINITY, 0])
})

test('nothing counts as lost while it is not known what the hall continues', () => {
  assert.equal(reach('', journal('a', 1)), [null])
  assert.equal(reach('b', journal('a', 1)), [null])
  assert.equal(reach('b', journal('a', 1), journal('b', null)), [null, Number.POSITIVE_INFINITY])
})

test('journals that claim to continue each other are followed once', () => {
  const made = [journal('a', 5, 'b'), journal('b', 5, 'a')]
  assert.equal(reach('a', ...made), [Number.POSITIVE_INFINITY, 4])
})

test.run()
