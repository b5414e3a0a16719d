/** What must hold of the store in whatever order events come, however often, from however many journals. */
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later, temporaryDirectory } from '../../controller/bus/bus.test-kit.ts'
import { openDatabase } from '../../controller/journal/sqlite.ts'
import type { Arrival } from './read-event.ts'
import { openStore } from './store.ts'

const test = suite('event store')
test.after.each(closeAll)

const event = (journalId: string, seq: number, replayOf: string | null = null): Arrival => ({
  ...{
    id: `test-${journalId}-${seq}`,
    journalId,
    seq,
    type: 'TicketIssued',
    time: '2026-11-23T08:00:00+07:00',
  },
  ...{ chainHash: `${journalId}-${seq}`, body: JSON.stringify({ journalId, seq }), replayOf },
})

function open(directory = temporaryDirectory()) {
  const store = openStore(directory, 'test')
  later(store.close)
  return { ...store, directory }
}

/** Head and missing ranges by looking at every number. */
function naive(seqs: ReadonlySet<number>, first: number, top: number) {
  let head = first - 1
  while (seqs.has(head + 1)) head++
  const missing: { from: number; to: number }[] = []
  for (let seq = head + 1; seq <= top; seq++) {
    const last = missing.at(-1)
    if (seqs.has(seq)) continue
    if (last?.to === seq - 1) last.to = seq
    else missing.push({ from: seq, to: seq })
  }
  return { head: seqs.has(1) || first > 1 ? head : null, missing }
}

test('in any order, in any batches, however often, from two journals: once each, and the head is right', () => {
  const arrival = fc.record({ journal: fc.constantFrom('old', 'new'), seq: fc.integer({ min: 1, max: 25 }) })
  const batches = fc.array(fc.array(arrival, { maxLength: 12 }), { maxLength: 12 })
  fc.assert(
    fc.property(batches, fc.nat(12), (given, restartAt) => {
      let store = open()
      const { directory } = store
      const sent = { old: new Set<number>(), new: new Set<number>() }
      given.forEach((batch, index) => {
        if (index === restartAt) {
          store.close()
          store = open(directory)
        }
        const before = sent.old.size + sent.new.size
        for (const { journal, seq } of batch) sent[journal].add(seq)
        const taken = store.take(batch.map(({ journal, seq }) => event(journal, seq)))
        const added = sent.old.size + sent.new.size - before
        assert.equal(taken, { stored: added, duplicates: batch.length - added, conflicts: 0 })
      })
      for (const journalId of ['old', 'new'] as const) {
        const seqs = sent[journalId]
        const here = store.journals().find((one) => one.journalId === journalId)
        const rows = [...store.between(journalId, { from: 1, to: 100 })]
        assert.equal(
          rows.map(({ seq }) => seq),
          [...seqs].sort((a, b) => a - b),
        )
        assert.ok(rows.every((row) => row.body === JSON.stringify({ journalId, seq: row.seq })))
        if (!here) continue
        const { head, missing } = naive(seqs, 1, 30)
        assert.equal([here.head, here.stored, here.highest], [head, seqs.size, Math.max(...seqs)])
        if (head !== null) assert.equal(store.missing(journalId, { from: head + 1, to: 30 }, 100), missing)
      }
      store.close()
    }),
    { numRuns: 60 },
  )
})

test('a journal that goes on from a copy begins where a replay passes from one to the other', () => {
  const store = open()
  const find = (id: string) => store.journals().find(({ journalId }) => journalId === id)
  store.take([event('new', 9), event('new', 10)])
  assert.equal([find('new')?.first, find('new')?.head], [null, null])
  // Two events that merely follow each other prove nothing: others of the new journal may have been lost between.
  store.take([event('old', 8), event('new', 9)])
  assert.is(find('new')?.first, null)
  store.take([event('old', 7, 'r1'), event('old', 8, 'r1'), event('new', 9, 'r2')])
  assert.is(find('new')?.first, null)
  store.take([event('old', 8, 'r3')])
  store.take([event('new', 9, 'r3')])
  assert.equal([find('new')?.first, find('new')?.parent, find('new')?.head], [9, 'old', 10])
  store.close()
  const again = open(store.directory)
  assert.equal([again.journals().find(({ journalId }) => journalId === 'new')?.head], [10])
})

test('a known id with other content, and a known place with another id, are counted and change nothing', () => {
  const store = open()
  store.take([event('old', 1), event('old', 2)])
  const taken = store.take([
    { ...event('old', 1), chainHash: 'another' },
    { ...event('old', 2), id: 'another' },
    { ...event('old', 1), seq: 7 },
    event('old', 3),
  ])
  assert.equal(taken, { stored: 1, duplicates: 0, conflicts: 3 })
  assert.equal(
    [...store.between('old', { from: 1, to: 100 })].map(({ chainHash }) => chainHash),
    ['old-1', 'old-2', 'old-3'],
  )
})

test('when the disk refuses, all of a batch is undone and nothing is counted', () => {
  const store = open()
  store.take([event('old', 1)])
  const file = join(store.directory, 'test.sqlite')
  const other = openDatabase(file)
  later(() => other.close())
  other.exec(`CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.seq = 3
              BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`)
  const before = store.journals()
  assert.throws(() => store.take([event('old', 2), event('old', 3), event('new', 1)]), 'the disk is full')
  assert.equal(store.journals(), before)
  other.exec('DROP TRIGGER full')
  assert.is(store.take([event('old', 2), event('old', 3), event('new', 1)]).stored, 3)
  assert.is(store.journals()[0]?.head, 3)
})

test.run()
