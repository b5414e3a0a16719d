/**
 * A backlog of ten days goes to a real Mosquitto: how quickly, and what an officer's call costs meanwhile,
 * beside the same calls with nothing to send. `mosquitto_pub -l` sends the same bytes in the same run.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { journalFile } from '../../controller/journal/schema.ts'
import { openDatabase } from '../../controller/journal/sqlite.ts'
import { mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { type Client, startHall } from './hall-process.ts'
import { measureReceipts } from './receipts.ts'
import { ms, type Result, type Spread, spread } from './table.ts'
import { inWorkPlace, siteFile } from './work-place.ts'
import { writeYears } from './years-of-journal.ts'

const tickets = 10_000
const calls = 150
const aimedRate = 1000
const aimedCallMs = 30

export function benchDrain(): Promise<Result> {
  return inWorkPlace(async (directory) => {
    const broker = await mosquitto()
    try {
      const { data, site, events, size } = await backlog(directory, broker.url)

      // The broker comes after the first calls, so that they are made with nothing to send to.
      const hall = await startHall(data, { site })
      try {
        const client = hall.client()
        await someCalls(client, 20)
        const idle = await someCalls(client, calls)
        const before = await pending(client)
        const start = performance.now()
        await broker.start()
        const during: Calls = { issued: [], called: [] }
        let [left, firstAt, first] = [before, 0, before]
        while (left > 50) {
          const { issued, called } = await someCalls(client, 5)
          during.issued.push(...issued)
          during.called.push(...called)
          left = await pending(client)
          if (firstAt === 0 && left < before) [firstAt, first] = [performance.now(), left]
        }
        const seconds = (performance.now() - (firstAt || start)) / 1000
        const rate = (first - left) / seconds
        const beside = await lineByLine(broker.url, Math.min(20_000, events), size)
        client.end()
        const receipts = await measureReceipts(broker.url, directory)
        const own = await toOwnBroker(directory)
        return {
          title: 'Dossier link',
          head: ['what', 'measured', 'n'],
          rows: [
            ['events a second, journal → broker acknowledged', rate.toFixed(0), String(first - left)],
            ['the same to the hall’s own broker, without calls', own.toFixed(0), ''],
            ['mosquitto_pub -l -q 1, lines of the same size', beside.toFixed(0), ''],
            row('issue a ticket, nothing to send', spread(idle.issued)),
            row('issue a ticket, while draining', spread(during.issued)),
            row('call the next, nothing to send', spread(idle.called)),
            row('call the next, while draining', spread(during.called)),
            row('an event from durable to PUBACK', receipts.broker),
            row('an event from durable to the dossier server’s receipt, told once a second', receipts.server),
          ],
          aims: [
            { text: `${rate.toFixed(0)} events a second ≥ ${aimedRate}`, met: rate >= aimedRate },
            {
              text: `a call while draining: p99 ${ms(spread(during.called).p99)} ≤ idle + ${aimedCallMs} ms`,
              met: spread(during.called).p99 <= spread(idle.called).p99 + aimedCallMs,
            },
          ],
          notes: [`${before.toLocaleString('en')} events waited, ten days of 1,000 tickets.`],
        }
      } finally {
        await hall.stop()
      }
    } finally {
      await broker.remove()
    }
  })
}

/** A data directory with ten days that nobody has been sent, and a site file that names the broker. */
async function backlog(directory: string, broker: string) {
  const place = mkdtempSync(join(directory, 'hall-'))
  const data = join(place, 'data')
  mkdirSync(data)
  const events = await writeYears(data, tickets)
  const journal = openDatabase(join(data, journalFile))
  journal.prepare("DELETE FROM bookmarks WHERE name = 'outbox'").run()
  const bytes = journal.prepare('SELECT avg(length(body)) AS mean FROM events').get() as { mean: number }
  journal.close()
  const site = join(place, 'site.json')
  const { $schema, logo, ...rest } = JSON.parse(readFileSync(siteFile, 'utf8'))
  writeFileSync(site, JSON.stringify({ ...rest, dossier: { broker } }))
  return { data, site, events, size: Math.round(bytes.mean) }
}

/** Events a second to the broker in the hall's own process, from when the hall first answers. */
async function toOwnBroker(directory: string): Promise<number> {
  const { data, site } = await backlog(directory, 'hall')
  const hall = await startHall(data, { site })
  try {
    const client = hall.client()
    const first = await pending(client)
    const start = performance.now()
    let left = first
    while (left > 50) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      left = await pending(client)
    }
    client.end()
    return (first - left) / ((performance.now() - start) / 1000)
  } finally {
    await hall.stop()
  }
}

type Calls = { issued: number[]; called: number[] }
const row = (what: string, { p50, p99, n }: Spread) => [
  `${what}: p50 / p99`,
  `${ms(p50)} / ${ms(p99)}`,
  String(n),
]

/** Each call of one counter, with a ticket issued before it, so that there is always one to call. */
async function someCalls(client: Client, many: number): Promise<Calls> {
  const taken: Calls = { issued: [], called: [] }
  for (let turn = 0; turn < many; turn++) {
    const issued = await client.send('POST', '/api/tickets', { service: 'dat-dai' })
    if (issued.status !== 201) throw new Error(`a ticket was answered ${issued.status}: ${issued.body}`)
    const called = await client.send('POST', '/api/counters/quay-1/next')
    if (called.status !== 200) throw new Error(`a call was answered ${called.status}: ${called.body}`)
    taken.issued.push(issued.ms)
    taken.called.push(called.ms)
  }
  return taken
}

async function pending(client: Client): Promise<number> {
  const { body } = await client.send('GET', '/api/manager')
  return JSON.parse(body).dossier.pending
}

async function lineByLine(url: string, lines: number, size: number): Promise<number> {
  const { hostname, port } = new URL(url)
  const start = performance.now()
  const child = spawn('mosquitto_pub', ['-h', hostname, '-p', port, '-q', '1', '-t', 'bench', '-l'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve())
  })
  child.stdin.end(`${'x'.repeat(size)}\n`.repeat(lines))
  await ended
  return lines / ((performance.now() - start) / 1000)
}
