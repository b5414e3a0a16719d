/**
 * Durable commands over HTTP, beside the two things they cannot be quicker than: a raw synced commit and a
 * request that does nothing. With one client the three take turns, so that a busy machine slows all alike, each when
 * boards, bus and pages have been told of the turn before: a request beside that work would take longer.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, type HallProcess, startHall } from './hall-process.ts'
import { openRawCommits } from './raw-commits.ts'
import { type Aim, ms, type Result, type Spread, spread, times } from './table.ts'
import { inWorkPlace, siteFile } from './work-place.ts'

const clients = 8
/** After a command, and after what eight clients did. */
const settleMs = 25
const calmMs = 3000
const services = [
  'dat-dai',
  'ho-tich',
  'thu-phi',
  'kinh-doanh',
  'xay-dung',
  'tra-ket-qua',
  'tu-phap',
  'lao-dong',
]
const counters = [1, 2, 3, 4, 5, 6, 7].map((number) => `quay-${number}`)

type Command = { name: string; run(client: Client, turn: number): Promise<number> }
const issue: Command = {
  name: 'issue a ticket',
  run: (client, turn) =>
    timed(client, '/api/tickets', 201, { service: services[turn % services.length] ?? '' }),
}
/** Each call also ends the visit before it: three events. */
const call: Command = {
  name: 'call the next',
  run: (client, turn) => timed(client, `/api/counters/${counters[turn % counters.length]}/next`, 200),
}

async function timed(client: Client, path: string, expected: number, body?: unknown): Promise<number> {
  const reply = await client.send('POST', path, body)
  if (reply.status !== expected) throw new Error(`${path} answered ${reply.status}: ${reply.body}`)
  return reply.ms
}

export function benchCommands({ slowedMs }: { slowedMs: number }): Promise<Result> {
  return inWorkPlace(async (directory) => {
    const site = join(directory, 'site.json')
    writeFileSync(site, everyCounterGivesEverything())
    const file = fileURLToPath(new URL('./slow-hall.js', import.meta.url))
    const hall = await startHall(
      directory,
      slowedMs > 0 ? { script: { file, args: [site, String(slowedMs)] } } : { site },
    )
    try {
      return await measure(hall, directory, slowedMs)
    } finally {
      await hall.stop()
    }
  })
}

/** The demo's site, but no counter can run out of visitors while others wait. */
function everyCounterGivesEverything(): string {
  const { $schema, logo, ...site } = JSON.parse(readFileSync(siteFile, 'utf8'))
  for (const counter of site.counters) counter.services = services
  return JSON.stringify(site)
}

async function measure(hall: HallProcess, directory: string, slowedMs: number): Promise<Result> {
  const scale = slowedMs > 0 ? 0.4 : 1
  const rows: string[][] = []
  const aims: Aim[] = []
  const row = (name: string, { p50, p99 }: Spread, ratio = '', syncs = '') =>
    rows.push([name, ms(p50), ms(p99), ratio, syncs])
  const lone = hall.client()
  const raw = openRawCommits(directory, slowedMs)
  for (let turn = 0; turn < 50; turn++) await noop(lone)
  for (const command of [issue, call]) {
    for (let turn = 0; turn < 30; turn++) await issue.run(lone, turn)
    await pause(calmMs)
    const taken = { raw: [] as number[], noop: [] as number[], command: [] as number[] }
    for (let turn = 0; turn < 350 * scale; turn++) {
      taken.raw.push(raw.commit())
      taken.noop.push(await noop(lone))
      taken.command.push(await command.run(lone, turn))
      await pause(settleMs)
    }
    const [commit, nothing, one] = [spread(taken.raw), spread(taken.noop), spread(taken.command)]
    const least = commit.p50 + nothing.p50
    row('raw synced commit', commit)
    row('request that does nothing', nothing)
    row(`**${command.name}**, 1 client`, one, times(one.p50 / least))
    aims.push({
      text: `${command.name}, 1 client: p50 ${ms(one.p50)} ≤ raw commit + no-op + 0.5 ms = ${ms(least + 0.5)}`,
      met: one.p50 <= least + 0.5,
    })

    const before = await commitsOf(lone)
    const start = performance.now()
    const many = await together(hall, Math.round(90 * scale), command)
    const seconds = (performance.now() - start) / 1000
    const syncs = ((await commitsOf(lone)) - before) / many.length
    const eight = spread(many)
    row(`**${command.name}**, ${clients} clients`, eight, times(eight.p50 / least), syncs.toFixed(2))
    aims.push({
      text: `${command.name}, ${clients} clients: ${syncs.toFixed(2)} ≤ 0.3 syncs a command (${Math.round(many.length / seconds)} commands a second)`,
      met: syncs <= 0.3,
    })
  }
  raw.close()
  lone.end()
  return {
    title: slowedMs > 0 ? `Durable commands, each sync slowed by ${slowedMs} ms` : 'Durable commands',
    head: ['over HTTP', 'p50', 'p99', 'of commit + no-op', 'syncs a command'],
    rows,
    aims,
  }
}

const pause = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))

async function noop(client: Client): Promise<number> {
  const { status, ms: taken } = await client.send('GET', '/nothing-here')
  if (status !== 404) throw new Error(`/nothing-here answered ${status}`)
  return taken
}

/** Each client sends its next command when it has the answer to the last. */
async function together(hall: HallProcess, each: number, command: Command): Promise<number[]> {
  const all = Array.from({ length: clients }, async (_, number) => {
    const client = hall.client()
    const taken: number[] = []
    for (let turn = 0; turn < each; turn++) taken.push(await command.run(client, number + turn * clients))
    client.end()
    return taken
  })
  return (await Promise.all(all)).flat()
}

async function commitsOf(client: Client): Promise<number> {
  return JSON.parse((await client.send('GET', '/health')).body).commits
}
