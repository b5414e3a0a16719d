/** The journal against killed processes, second starts, copies and tampering: real processes, real files. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Journal } from './envelope.ts'
import { someEvent, someEvents } from './event.sim.ts'
import { openJournal } from './journal.ts'
import { triggers } from './schema.ts'
import { openDatabase } from './sqlite.ts'
import { verifyChain } from './verify-chain.ts'

const test = suite('journal survival')
const base = mkdtempSync(join(tmpdir(), 'den-luot-survival-'))
let places = 0
const place = () => join(base, `${++places}`)
const children = new Set<ChildProcess>()
test.after(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(base, { recursive: true })
})

async function open(directory: string): Promise<Journal> {
  const journal = await openJournal({ directory, siteId: 'demo' })
  if ('refused' in journal) throw new Error(journal.message)
  return journal
}

const appender = fileURLToPath(new URL('./appender.sim.js', import.meta.url))
function start(directory: string, work: 'append' | 'hold') {
  const child = spawn(process.execPath, [appender, directory, work], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return { child, lines: createInterface({ input: child.stdout }), exited }
}
async function firstLine(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) return line
  return ''
}

test('a second process is told who holds the directory, and may have it when the first is killed', async () => {
  const directory = place()
  const holder = start(directory, 'hold')
  assert.is(await firstLine(holder.lines), 'open 0')
  const refused = await openJournal({ directory, siteId: 'demo' })
  assert.ok('refused' in refused)
  assert.is(refused.refused, 'locked')
  assert.ok('holder' in refused)
  assert.is(refused.holder.pid, holder.child.pid)
  assert.match(refused.message, new RegExp(`process ${holder.child.pid} on .+, started 20`))
  holder.child.kill('SIGKILL')
  await holder.exited
  const journal = await open(directory)
  assert.is((await journal.append([someEvent(1)]))[0]?.seq, 1)
  const late = start(directory, 'hold')
  assert.match(await firstLine(late.lines), new RegExp(`"refused":"locked".*"pid":${process.pid}`))
  await late.exited
  await journal.close()
})

test('two journals in one process do not share a directory either', async () => {
  const directory = place()
  const journal = await open(directory)
  const second = await openJournal({ directory, siteId: 'demo' })
  assert.ok('refused' in second)
  assert.is(second.refused, 'locked')
  // The refused attempt must not have dropped the lock of the first.
  const other = start(directory, 'hold')
  assert.match(await firstLine(other.lines), /"refused":"locked"/)
  await journal.close()
})

test('every acknowledged event is there after the writer is killed, again and again', async () => {
  const directory = place()
  let promised = 0
  for (let round = 1; round <= 6; round++) {
    const run = start(directory, 'append')
    let said = 0
    for await (const line of run.lines) {
      if (line.startsWith('open ')) {
        assert.ok(Number(line.slice(5)) >= promised, `${line} after ${promised} were promised`)
        continue
      }
      promised = Number(line)
      if (++said === 20 * round) run.child.kill('SIGKILL')
    }
    await run.exited
    const report = await verifyChain(directory)
    assert.is(report.broken, null)
    assert.ok(report.events >= promised, `${report.events} events, ${promised} were promised`)
  }
  const journal = await open(directory)
  assert.ok(journal.lastSeq() >= promised && promised > 400)
  assert.is(journal.read(0, 10_000).length, journal.lastSeq())
  await journal.close()
})

test('a copied directory goes on under a new journalId; what it held keeps its own', async () => {
  const directory = place()
  const journal = await open(directory)
  await journal.append(someEvents(1, 3))
  await journal.close()
  const copy = place()
  cpSync(directory, copy, { recursive: true })
  const restored = await open(copy)
  assert.is.not(restored.journalId, journal.journalId)
  await restored.append([someEvent(4)])
  assert.equal(
    restored.read(0, 9).map(({ seq, journalId }) => [seq, journalId]),
    [
      [1, journal.journalId],
      [2, journal.journalId],
      [3, journal.journalId],
      [4, restored.journalId],
    ],
  )
  await restored.close()
  const report = await verifyChain(copy)
  assert.is(report.broken, null)
  assert.equal(report.journalIds, [journal.journalId, restored.journalId])
  const original = await open(directory)
  assert.is(original.journalId, journal.journalId)
  await original.close()
})

test('an older state put back over the file is noticed, although the file is the same', async () => {
  const directory = place()
  const journal = await open(directory)
  await journal.append(someEvents(1, 3))
  await journal.close()
  const file = join(directory, 'journal.sqlite')
  const backup = join(base, 'backup.sqlite')
  cpSync(file, backup)
  const later = await open(directory)
  await later.append(someEvents(4, 3))
  await later.close()
  assert.is(later.journalId, journal.journalId)
  assert.is(spawnSync('cp', [backup, file]).status, 0)
  const restored = await open(directory)
  assert.is(restored.lastSeq(), 3)
  assert.is.not(restored.journalId, journal.journalId)
  await restored.append([someEvent(4)])
  await restored.close()
})

/** A journal of `count` events that someone with the file in hand has changed. */
async function tampered(count: number, sql: string): Promise<string> {
  const directory = place()
  const journal = await open(directory)
  await journal.append([someEvent(1, 'DayOpened'), ...someEvents(2, count - 1)])
  await journal.setBookmark('outbox', count)
  await journal.close()
  const database = openDatabase(join(directory, 'journal.sqlite'))
  const names = Object.keys(triggers)
  for (const name of names) database.exec(`DROP TRIGGER ${name}`)
  database.exec(sql)
  for (const trigger of Object.values(triggers)) database.exec(trigger)
  database.close()
  return directory
}

test('an untouched journal is whole', async () => {
  const report = await verifyChain(await tampered(2500, ''))
  assert.is(report.broken, null)
  assert.is(report.events, 2500)
  assert.is(report.days, 1)
})

for (const [what, sql, seq, told] of [
  [
    'changed content',
    "UPDATE events SET body = replace(body, 'dat-dai', 'ho-tich') WHERE seq = 4",
    4,
    /hash/,
  ],
  ['a changed hash', "UPDATE events SET hash = x'00' WHERE seq = 5", 5, /hash/],
  ['a changed type', "UPDATE events SET type = 'DayClosed' WHERE seq = 6", 6, /type/],
  ['a removed event', 'DELETE FROM events WHERE seq = 7', 7, /missing/],
  ['removed last events', 'DELETE FROM events WHERE seq > 8', 9, /missing: bookmark "outbox" was at 10/],
  ['a removed first event', 'DELETE FROM events WHERE seq = 1', 1, /missing/],
  ['a changed journalId', "UPDATE journals SET journalId = 'other'", 1, /hash/],
  [
    'two exchanged events',
    'UPDATE events SET seq = 99 WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 99',
    2,
    /hash/,
  ],
] as const) {
  test(`${what} is found at its event`, async () => {
    const { broken } = await verifyChain(await tampered(10, sql))
    assert.is(broken?.seq, seq)
    assert.match(broken?.what ?? '', told)
  })
}

test('a removed guard is found', async () => {
  const directory = place()
  await (await open(directory)).close()
  const database = openDatabase(join(directory, 'journal.sqlite'))
  database.exec('DROP TRIGGER events_never_deleted')
  database.close()
  assert.match((await verifyChain(directory)).broken?.what ?? '', /events_never_deleted/)
})

test('scripts/verify-journal counts events and days while the hall runs, and says where it breaks', async () => {
  const script = fileURLToPath(new URL('../../scripts/verify-journal.js', import.meta.url))
  const check = (directory: string) =>
    spawnSync(process.execPath, [script, '--data', directory], { encoding: 'utf8' })
  const directory = place()
  const journal = await open(directory)
  await journal.append([someEvent(1, 'DayOpened'), someEvent(2), someEvent(3, 'DayOpened')])
  const running = check(directory)
  assert.is(running.status, 0, running.stderr)
  assert.match(running.stdout, /events {4}3\ndays {6}2\n/)
  assert.match(running.stdout, journal.lastHash())
  assert.is((await journal.append([someEvent(4)]))[0]?.seq, 4, 'the check took nothing from the hall')
  await journal.close()
  assert.match(check(directory).stdout, /events {4}4\n/)
  const broken = check(await tampered(10, 'DELETE FROM events WHERE seq = 7'))
  assert.is(broken.status, 1)
  assert.match(broken.stderr, /BROKEN at event 7/)
  assert.is(check(place()).status, 2)
})

test('the mark beside the journal holds no secret and no person', async () => {
  const directory = place()
  const journal = await open(directory)
  await journal.append([someEvent(1)])
  await journal.close()
  const mark = JSON.parse(readFileSync(join(directory, 'journal.mark'), 'utf8'))
  assert.equal(Object.keys(mark).sort(), ['hash', 'journalId', 'seq', 'storage'])
})

test.run()
