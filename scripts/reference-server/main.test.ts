/** The program itself beside a hall: killed with kill -9 while it works, started again, and what it prints. */

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later, temporaryDirectory } from '../../controller/bus/bus.test-kit.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import { issue } from '../../controller/hall.test-kit.ts'
import { startBroker, startHall } from './reference-server.test-kit.ts'
import type { SiteState } from './site-state.ts'
import { openStore } from './store.ts'

const test = suite('scripts/dossier-server')
test.after.each(closeAll)
const main = fileURLToPath(new URL('main.js', import.meta.url))

function run(args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  later(() => child.kill('SIGKILL'))
  let [out, err] = ['', '']
  let onOutput = () => {}
  child.stdout?.on('data', (data) => {
    out += data
    onOutput()
  })
  child.stderr?.on('data', (data) => {
    err += data
  })
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    gone,
    out: () => out,
    err: () => err,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    states: () =>
      out
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as SiteState),
    until: (is: () => boolean) =>
      new Promise<void>((resolve) => {
        onOutput = () => is() && resolve()
        onOutput()
      }),
  }
}

test('killed with kill -9 while events come in, it ends with the journal’s own set', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  linkHall(hall, broker)
  const data = temporaryDirectory()
  const args = ['--site', 'test', '--broker', broker.url, '--data', data, '--json']
  for (let round = 0; round < 2; round++) {
    const server = run(args)
    const before = hall.journal.lastSeq()
    await server.until(() => server.states().some(({ broker: { connected } }) => connected))
    for (let one = 0; one < 15; one++) await hall.ask(issue())
    await server.until(() => server.states().some(({ journals: [one] }) => (one?.highest ?? 0) > before))
    server.kill('SIGKILL')
    await server.gone
  }
  const last = run([...args, '--once'])
  assert.is(await last.gone, 0)
  const final = last.states().at(-1)
  assert.equal([final?.caughtUp, final?.acknowledged?.upTo], [true, hall.journal.lastSeq()])
  const store = openStore(data, 'test')
  later(store.close)
  const there = hall.journal.read(0, 1e6)
  const here = [...store.between(hall.journal.journalId, { from: 1, to: 1e9 })]
  assert.equal(
    here.map(({ seq, chainHash }) => [seq, chainHash]),
    there.map(({ seq, hash }) => [seq, hash]),
  )
})

test('the screen says in words how it stands, and an interrupt ends it in order', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  linkHall(hall, broker)
  await hall.ask(issue())
  const server = run(['--site', 'test', '--broker', broker.url, '--data', temporaryDirectory()])
  const last = hall.journal.lastSeq()
  // Not merely acknowledged: what the hall answered to its commands is there as well.
  const caughtUp = new RegExp(`^test\\n(.+\\n)*.*acknowledged {2}up to ${last}\\n`, 'm')
  await server.until(() => caughtUp.test(server.out()))
  server.kill('SIGINT')
  assert.is(await server.gone, 0)
  const block = server.out().trimEnd().split('\n\n').at(-1) ?? ''
  assert.ok(block.startsWith('test\n'), block)
  assert.match(block, new RegExp(`complete up to ${last}; last TicketIssued at `))
  assert.match(block, /missing {7}nothing/)
  assert.match(block, /refused {7}(none|\d+) of \d+ commands/)
})

test('without a broker, or without a hall, once gives up with what is missing', async () => {
  const broker = await startBroker()
  const once = ['--site', 'test', '--once', '--patience', '5', '--json', '--data']
  const alone = run([...once, temporaryDirectory(), '--broker', 'mqtt://127.0.0.1:9'])
  const unheard = run([...once, temporaryDirectory(), '--broker', broker.url])
  assert.is(await alone.gone, 4)
  assert.match(
    alone.err(),
    /^test: gave up after 5 s without anything new: the broker mqtt:\/\/127\.0\.0\.1:9 cannot be reached: .*ECONNREFUSED/,
  )
  assert.is(await unheard.gone, 4)
  assert.is(unheard.err(), 'test: gave up after 5 s without anything new: the hall is not at this broker\n')
})

test('a mistake on the command line ends it with a sentence; a second one on the same data is refused', async () => {
  const wrong = run(['--broker', 'nonsense', '--site', 'test'])
  assert.is(await wrong.gone, 2)
  assert.ok(wrong.err().startsWith('--broker nonsense: '))
  const data = temporaryDirectory()
  const args = ['--site', 'test', '--broker', 'mqtt://127.0.0.1:9', '--data', data]
  const first = run(args)
  await first.until(() => first.out().includes('ECONNREFUSED'))
  const second = run(args)
  assert.is(await second.gone, 3)
  assert.ok(second.err().startsWith(`--data ${data}: process `))
  first.kill('SIGTERM')
  assert.is(await first.gone, 0)
})

test.run()
