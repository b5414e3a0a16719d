/**
 * A journal as five years leave it, written straight into its tables in the stored form, chain and all. The
 * last day is today's and still open, so that a start has something to replay.
 */
import { join } from 'node:path'
import { type CallReason, type DomainEvent, eventVersions } from '../../controller/domain/events.ts'
import { dateOf, isoTime } from '../../controller/domain/local-time.ts'
import type { Rules } from '../../controller/domain/rules.ts'
import { createTables, journalFile, startJournalId } from '../../controller/journal/schema.ts'
import { openDatabase } from '../../controller/journal/sqlite.ts'
import { storageOf, writeMark } from '../../controller/journal/storage-mark.ts'
import { bodyOf, chainHash, chainStart } from '../../controller/journal/stored-event.ts'
import { rulesOfSite } from '../../controller/rules-of-site.ts'
import { readSite } from '../../hardware/read-site.ts'
import { siteFile } from './work-place.ts'

const ticketsADay = 1000
const dayMs = 86_400_000

/** Answers how many events it wrote. */
export async function writeYears(directory: string, tickets: number): Promise<number> {
  const read = await readSite(siteFile)
  if (!read.ok) throw new Error(`${siteFile} has mistakes`)
  const { site } = read
  const rules = rulesOfSite(site)
  const file = join(directory, journalFile)
  const database = openDatabase(file)
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  createTables(database, site.id)
  const now = Date.now()
  const first = isoTime(now, site.timeZone)
  const journalId = startJournalId(database, { firstSeq: 1, at: first, reason: 'created' })
  const insertEvent = database.prepare('INSERT INTO events (seq, type, body, hash) VALUES (?, ?, ?, ?)')
  const insertKind = database.prepare('INSERT INTO kinds (type, v) VALUES (?, ?)')
  const kinds = new Set<string>()
  let seq = 0
  let head = chainStart(journalId)

  function write({ type, data }: DomainEvent, at: string): void {
    const v = eventVersions[type]
    const clock = { synced: true, bootId: '5f0c7c4e-2f66-4a0e-9b1d-0c8a5e1f7a11', monotonicMs: seq * 1000 }
    const event = { type, v, at, clock, actor: { kind: 'visitor' as const }, cause: `press-${seq}`, data }
    const body = bodyOf(event, ++seq, journalId)
    const link = chainHash(head, body)
    head = link.toString('hex')
    insertEvent.run(seq, type, body, link)
    if (!kinds.has(type)) insertKind.run(type, v)
    kinds.add(type)
  }

  const days = Math.ceil(tickets / ticketsADay)
  const writeDay = database.transaction((day: number) => {
    const ago = days - 1 - day
    const time = now - ago * dayMs
    const at = isoTime(time, site.timeZone)
    if (day === 0) write({ type: 'SiteChanged', data: { rules, site } }, at)
    const date = dateOf(time, site.timeZone)
    for (const event of dayOf(rules, date, Math.min(ticketsADay, tickets - day * ticketsADay)))
      write(event, at)
    if (ago > 0) write({ type: 'DayClosed', data: { date } }, at)
  })
  for (let day = 0; day < days; day++) writeDay(day)
  // The dossier server has had everything: five years are not sent again.
  database.prepare('INSERT INTO bookmarks (name, seq) VALUES (?, ?)').run('outbox', seq)
  database.pragma('journal_mode = WAL')
  database.close()
  writeMark(directory, { storage: storageOf(file), journalId, seq, hash: head })
  return seq
}

function* dayOf(rules: Rules, date: string, tickets: number): Generator<DomainEvent> {
  yield { type: 'DayOpened', data: { date, rules } }
  for (const { id } of rules.counters) yield { type: 'CounterOpened', data: { counter: id } }
  const [service] = rules.services
  const series = rules.series.find(({ id }) => id === service?.series)
  const [counter] = rules.counters
  if (!service || !series || !counter) throw new Error('the site has no service')
  const why: CallReason = {
    by: 'rule',
    credit: 300,
    waitedMs: 300_000,
    overtakes: 0,
    passed: [],
    passedCount: 0,
  }
  for (let value = 1; value <= tickets; value++) {
    const of = {
      ticket: `${date}-${value}-3mk9`,
      number: `${series.prefix}${String(value).padStart(3, '0')}`,
    }
    const slip = { station: 'tram-lay-so', printer: 'may-in' }
    const here = { ...of, counter: counter.id }
    yield {
      type: 'TicketIssued',
      data: {
        ...of,
        service: service.id,
        source: 'button',
        class: 'ordinary',
        series: series.id,
        value,
        order: value,
        creditStart: 0,
        ahead: value % 7,
        estimate: null,
        booking: null,
        link: null,
        requestId: null,
        slip: value % 2 === 0 ? slip : null,
      },
    }
    // Half of the visitors take paper, which leaves two more events.
    if (value % 2 === 0) {
      yield { type: 'SlipStarted', data: { ...of, ...slip, copy: 0 } }
      yield { type: 'SlipPrinted', data: { ...of, ...slip, copy: 0 } }
    }
    yield { type: 'TicketCalled', data: { ...here, service: service.id, officer: null, why } }
    yield { type: 'ServiceStarted', data: { ...here, auto: false } }
    yield { type: 'ServiceFinished', data: { ...here, outcome: 'accepted', dossiers: [], auto: false } }
  }
}
