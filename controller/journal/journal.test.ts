/** The journal on a real disk: what it promises about order, refusal, and going on after a failure. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { eventId, type Journal } from './envelope.ts'
import { someEvent, someEvents } from './event.sim.ts'
import { type JournalOptions, openJournal } from './journal.ts'
import { openDatabase } from './sqlite.ts'
import { verifyChain } from './verify-chain.ts'

const test = suite('journal')
const made: string[] = []
const opened: Journal[] = []
function place(): string {
  const directory = mkdtempSync(join(tmpdir(), 'den-luot-journal-'))
  made.push(directory)
  return directory
}
async function open(directory: string, more: Partial<JournalOptions> = {}): Promise<Journal> {
  const journal = await openJournal({ directory, siteId: 'demo', ...more })
  if ('refused' in journal) throw new Error(journal.message)
  opened.push(journal)
  return journal
}
test.after.each(async () => {
  for (const journal of opened.splice(0)) await journal.close()
})
test.after(() => {
  for (const directory of made) rmSync(directory, { recursive: true })
})
async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return (error as Error).message
  }
  return 'it was not refused'
}

test('events come back in order, exactly as they were answered, and after a restart', async () => {
  const directory = place()
  const journal = await open(directory)
  const answered = [
    ...(await journal.append(someEvents(1, 3))),
    ...(await journal.append([{ ...someEvent(4), data: { note: 'Xin mời số A012 \u0000 "\ud83d\ude00"' } }])),
  ]
  assert.equal(
    answered.map(({ seq }) => seq),
    [1, 2, 3, 4],
  )
  assert.equal(journal.read(0, 10), answered)
  assert.equal(journal.read(1, 2), answered.slice(1, 3))
  assert.is(journal.lastSeq(), 4)
  assert.is(journal.lastHash(), answered[3]?.hash)
  await journal.close()
  const again = await open(directory)
  assert.equal(again.read(0, 10), answered)
  assert.is(again.journalId, journal.journalId, 'a mere restart keeps the journalId')
  await again.append([someEvent(5)])
  assert.is((await verifyChain(directory)).broken, null)
})

test('what is appended at once without waiting is written in the order of the calls', async () => {
  const journal = await open(place())
  const batches = await Promise.all([1, 2, 3, 4, 5].map((count) => journal.append(someEvents(count, count))))
  assert.equal(
    batches.map((batch) => batch.map(({ seq }) => seq)),
    [[1], [2, 3], [4, 5, 6], [7, 8, 9, 10], [11, 12, 13, 14, 15]],
  )
})

test('what is kept in memory reads as what is on the disk, wherever the one ends and the other begins', async () => {
  const directory = place()
  const journal = await open(directory)
  for (let first = 1; first <= 301; first += 50) await journal.append(someEvents(first, 50))
  assert.is(journal.commits(), 7)
  const reads = [0, 90, 93, 94, 95, 340, 349, 350, 351].map(
    (after) => [after, journal.read(after, 7)] as const,
  )
  await journal.close()
  const again = await open(directory)
  for (const [after, events] of reads) assert.equal(again.read(after, 7), events, `after ${after}`)
})

test('the newest event of a type is found, indexed or not', async () => {
  const journal = await open(place())
  assert.is(journal.lastOfType('DayOpened'), 0)
  await journal.append([someEvent(1, 'DayOpened'), someEvent(2), someEvent(3, 'DayOpened'), someEvent(4)])
  assert.is(journal.lastOfType('DayOpened'), 3)
  assert.is(journal.lastOfType('DayOpened', 2), 1)
  assert.is(journal.lastOfType('TicketIssued'), 4)
  assert.is(journal.lastOfType('TicketIssued', 3), 2)
  assert.is(journal.lastOfType('SiteChanged'), 0)
})

test('looking up the day’s opening walks an index, not the years', async () => {
  const directory = place()
  await (await open(directory)).append([someEvent(1, 'DayOpened')])
  const database = openDatabase(join(directory, 'journal.sqlite'), { readonly: true })
  const plan = database
    .prepare<[], { detail: string }>(
      "EXPLAIN QUERY PLAN SELECT seq FROM events WHERE type = 'DayOpened' AND seq <= 9 ORDER BY seq DESC LIMIT 1",
    )
    .all()
  database.close()
  assert.match(plan[0]?.detail ?? '', /SEARCH events USING .*events_milestones/)
  assert.is(plan.length, 1, 'and needs no sorting')
})

test('the table refuses every statement that would change history', async () => {
  const directory = place()
  await (await open(directory)).append(someEvents(1, 3))
  const database = openDatabase(join(directory, 'journal.sqlite'))
  for (const sql of [
    "UPDATE events SET body = '{}' WHERE seq = 2",
    'UPDATE events SET seq = 9 WHERE seq = 3',
    'DELETE FROM events WHERE seq = 3',
    'DELETE FROM events',
    "INSERT OR REPLACE INTO events VALUES (2, 'x', '{}', x'00')",
    "REPLACE INTO events VALUES (3, 'x', '{}', x'00')",
    "INSERT OR IGNORE INTO events VALUES (5, 'x', '{}', x'00')",
    "INSERT INTO events (type, body, hash) VALUES ('x', '{}', x'00')",
    "INSERT INTO events VALUES (3, 'x', '{}', x'00') ON CONFLICT DO UPDATE SET body = '{}'",
    'UPDATE OR REPLACE events SET seq = 2 WHERE seq = 3',
    'DELETE FROM journals',
    "UPDATE journals SET journalId = 'other'",
  ]) {
    assert.throws(() => database.exec(sql), /append-only|only takes the next event/, sql)
  }
  database.close()
  assert.is((await verifyChain(directory)).events, 3)
})

test('a full disk refuses the batch whole, says so, and the journal goes on when there is room', async () => {
  const directory = place()
  const journal = await open(directory, { maxPages: 30 })
  let before = 0
  let message = ''
  while (message === '') {
    before = journal.lastSeq()
    message = await journal.append(someEvents(before + 1, 20)).then(
      () => '',
      (error: Error) => error.message,
    )
  }
  assert.match(message, /nothing was written to the journal: the disk is full \(SQLITE_FULL\)/)
  assert.is(journal.lastSeq(), before)
  assert.is(journal.read(before, 10).length, 0)
  assert.match(await rejection(journal.append(someEvents(before + 1, 20))), /full/)
  await journal.close()
  const roomier = await open(directory)
  assert.is(roomier.lastSeq(), before)
  const [next] = await roomier.append([someEvent(1)])
  assert.is(next?.seq, before + 1)
  assert.is((await verifyChain(directory)).broken, null)
})

test('an event that is no JSON is refused and leaves no trace', async () => {
  const journal = await open(place())
  const message = await rejection(journal.append([someEvent(1), { ...someEvent(2), data: { n: 1n } }]))
  assert.match(message, /BigInt/)
  assert.is(journal.lastSeq(), 0)
  assert.is((await journal.append([someEvent(1)]))[0]?.seq, 1)
})

test('a bookmark is at once where it was set, and on the disk with the next append', async () => {
  const directory = place()
  const journal = await open(directory, { clock: manualClock() })
  await journal.append(someEvents(1, 5))
  assert.is(journal.bookmark('outbox'), 0)
  await journal.setBookmark('outbox', 3)
  await journal.setBookmark('outbox', 4)
  assert.is(journal.bookmark('outbox'), 4)
  assert.is(bookmarkOnDisk(directory), undefined, 'alone it waits')
  await journal.append([someEvent(6)])
  assert.is(bookmarkOnDisk(directory), 4)
})

test('a bookmark that nothing follows is written after a moment, and on closing', async () => {
  const directory = place()
  const clock = manualClock()
  const journal = await open(directory, { clock })
  await journal.append(someEvents(1, 5))
  await journal.setBookmark('outbox', 2)
  await clock.advance(200)
  // Another thread writes it: each look at the file gives it time.
  while (bookmarkOnDisk(directory) !== 2) await new Promise((resolve) => setImmediate(resolve))
  await journal.setBookmark('outbox', 5)
  await journal.close()
  assert.is(bookmarkOnDisk(directory), 5)
  assert.is((await open(directory)).bookmark('outbox'), 5)
})

test('a journal of another site is refused', async () => {
  const directory = place()
  await (await open(directory)).close()
  const answer = await openJournal({ directory, siteId: 'other' })
  assert.ok('refused' in answer)
  assert.is(answer.refused, 'other-site')
  await open(directory)
})

test('a journal of a newer format is refused with both versions named', async () => {
  const directory = place()
  await (await open(directory)).close()
  const database = openDatabase(join(directory, 'journal.sqlite'))
  database.pragma('user_version = 7')
  database.close()
  const answer = await openJournal({ directory, siteId: 'demo' })
  assert.ok('refused' in answer)
  assert.is(answer.refused, 'too-new')
  assert.match(answer.message, /format 7, this one knows 1/)
})

test('a journal with events of a version that the program does not know is refused', async () => {
  const directory = place()
  const journal = await open(directory)
  await journal.append([someEvent(1), { ...someEvent(2), v: 2 }])
  await journal.close()
  const understands = (type: string, v: number) => type === 'TicketIssued' && v === 1
  const answer = await openJournal({ directory, siteId: 'demo', understands })
  assert.ok('refused' in answer)
  assert.match(answer.message, /"TicketIssued" of version 2/)
  await open(directory, { understands: () => true })
})

test('after closing nothing more is taken, and closing twice is harmless', async () => {
  const journal = await open(place())
  await journal.close()
  await journal.close()
  assert.match(await rejection(journal.append([someEvent(1)])), /closed/)
})

test('an event’s id names site, journal and sequence', async () => {
  const journal = await open(place())
  const [event] = await journal.append([someEvent(1)])
  assert.ok(event)
  assert.is(eventId('demo', event), `demo-${journal.journalId}-1`)
})

function bookmarkOnDisk(directory: string): number | undefined {
  const database = openDatabase(join(directory, 'journal.sqlite'), { readonly: true })
  const row = database.prepare<[], { seq: number }>("SELECT seq FROM bookmarks WHERE name = 'outbox'").get()
  database.close()
  return row?.seq
}

test.run()
