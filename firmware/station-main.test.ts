import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../hardware/clock.sim.ts'
import { systemClock } from '../hardware/clock.ts'
import type { Site, StationConfig } from '../hardware/site-description.ts'
import { runStation } from './run-station.ts'
import { stationTopics } from './station-topics.ts'
import { type Mosquitto, mosquitto } from './wire/mosquitto.test-kit.ts'
import { connectMqtt, type MqttAttempt, type MqttConnection } from './wire/mqtt-client.ts'
import { openSimulatedWires } from './wire/simulated.ts'

const program = fileURLToPath(new URL('./station-main.js', import.meta.url))
const site: Site = {
  id: 'thu',
  timeZone: 'Asia/Ho_Chi_Minh',
  name: 'Trung tâm Phục vụ hành chính công xã Thử',
  zones: [{ id: 'sanh', name: 'Sảnh' }],
  series: [{ id: 'a', prefix: 'A', width: 3 }],
  services: [{ id: 'dat-dai', name: 'Đất đai', series: 'a', colour: '#aa5500', pictogram: 'land' }],
  counters: [{ id: 'quay-1', spoken: '1', zone: 'sanh', services: ['dat-dai'] }],
  stations: [
    {
      id: 'tram-1',
      name: 'Quầy 1',
      runs: 'own-process',
      wires: 'simulated',
      devices: [
        { id: 'bang', kind: 'counter-board', driver: 'ht16k33', counter: 'quay-1', bus: 1, address: '0x70' },
        { id: 'may-in', kind: 'ticket-printer', driver: 'escpos', connection: 'tcp://printer' },
      ],
    },
    { id: 'sanh', name: 'Sảnh', runs: 'controller', wires: 'simulated', devices: [] },
  ],
}
const topics = stationTopics('thu', 'tram-1')

const children: ChildProcess[] = []
const brokers: Mosquitto[] = []
const attempts: MqttAttempt[] = []
let directory = ''
let over = false
const test = suite('a station in a process of its own')
test.before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'station-'))
  await writeFile(join(directory, 'site.json'), JSON.stringify(site))
  await writeFile(join(directory, 'password'), 'secret\n', { mode: 0o600 })
})
test.after(async () => {
  over = true
  await Promise.all(attempts.map((attempt) => attempt.end()))
  for (const child of children) child.kill('SIGKILL')
  for (const broker of brokers) await broker.remove()
  await rm(directory, { recursive: true })
})

function start(command: string, args: string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, ended, output: () => output }
}

async function startBroker() {
  const broker = await mosquitto()
  brokers.push(broker)
  await broker.start()
  return broker
}

/** What is heard on the station's topics, and a promise for the first message that fits. */
async function listen(url: string) {
  const heard: { topic: string; message: Record<string, unknown> }[] = []
  const waiting = new Set<() => void>()
  const connection = await new Promise<MqttConnection>((resolve) => {
    const attempt = () =>
      attempts.push(
        connectMqtt({
          url,
          onConnect: resolve,
          onMessage(topic, payload) {
            heard.push({ topic, message: JSON.parse(payload.toString()) })
            for (const look of [...waiting]) look()
          },
          // The broker is still starting.
          onGone: () => {
            if (!over) systemClock.after(100, attempt)
          },
        }),
      )
    attempt()
  })
  await connection.subscribe([topics.up, topics.presence])
  const until = (fits: (topic: string, message: Record<string, unknown>) => boolean) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const look = () => {
        const found = heard.find(({ topic, message }) => fits(topic, message))
        if (!found) return
        waiting.delete(look)
        resolve(found.message)
      }
      waiting.add(look)
      look()
    })
  return { connection, until, heard }
}

test('joins the hall, tells its devices, does a job, and leaves in good order', async () => {
  const { url } = await startBroker()
  const hall = await listen(url)

  const station = start(process.execPath, [
    program,
    ...['--site', join(directory, 'site.json'), '--station', 'tram-1'],
    ...['--broker', url, '--password-file', join(directory, 'password')],
  ])
  await hall.until((topic, message) => topic === topics.presence && message.state === 'online')
  for (const device of ['bang', 'may-in'])
    await hall.until(
      (_, { type, device: of, health }) =>
        type === 'health' && of === device && (health as { state: string }).state === 'ready',
    )
  const bits = Buffer.alloc(72 * 8, 0xaa).toString('base64')
  const raster = { width: 576, height: 8, bits }
  hall.connection.publish(
    topics.down,
    JSON.stringify({ type: 'print', job: 'j1', printer: 'may-in', raster }),
  )
  const { tookMs: _, ...printed } = await hall.until((_, { type }) => type === 'printed')
  assert.equal(printed, { type: 'printed', job: 'j1', printer: 'may-in', outcome: 'printed' })

  station.child.kill('SIGTERM')
  assert.is(await station.ended, 0, station.output())
  await hall.until((topic, message) => topic === topics.presence && message.state === 'offline')
  assert.match(station.output(), 'station tram-1 of thu runs with simulated wires')
  assert.match(station.output(), 'joined the hall at')
})

test('buttons look closed when the hall has been away for ten seconds', async () => {
  const broker = await startBroker()
  const { url } = broker
  const { connection } = await listen(url)
  const show = { type: 'show', boards: {}, rings: { nut: 'ready' }, lamps: {} }
  connection.publish(topics.show, JSON.stringify(show), { retain: true })

  const clock = manualClock()
  const station: StationConfig = {
    id: 'tram-1',
    name: 'Sảnh',
    runs: 'own-process',
    wires: 'simulated',
    devices: [
      { id: 'nut', kind: 'service-button', driver: 'onoff', service: 'dat-dai', pin: 17, ringPin: 27 },
    ],
  }
  const { wires, bench } = openSimulatedWires({ station, clock })
  const ring = () => {
    const [button] = bench.view().devices
    return button?.kind === 'service-button' && button.ring
  }
  const lit = new Promise<void>((resolve) => bench.onChange(() => ring() && resolve()))
  let gone = (_: string) => {}
  const away = new Promise<string>((resolve) => {
    gone = resolve
  })
  const running = await runStation({
    site: 'thu',
    station,
    broker: url,
    password: 'secret',
    wires,
    clock,
    say(line) {
      if (line.startsWith('not joined')) gone(line)
    },
  })
  await lit
  void broker.stop('SIGKILL')
  assert.match(await away, url)
  await clock.advance(9000)
  assert.ok(ring())
  await clock.advance(1100)
  assert.not.ok(ring())
  await running.close()
})

test('says what is missing or wrong, and ends with 2', async () => {
  const good = {
    '--site': join(directory, 'site.json'),
    '--station': 'tram-1',
    '--broker': 'mqtt://127.0.0.1',
    '--password-file': join(directory, 'password'),
  }
  const trial = async (change: Record<string, string>) => {
    const { ended, output } = start(process.execPath, [
      program,
      ...Object.entries({ ...good, ...change }).flat(),
    ])
    return { code: await ended, said: output() }
  }
  const trials = [
    [{ '--station': 'tram-9' }, 'has no station "tram-9"; it has tram-1, sanh'],
    [{ '--station': 'sanh' }, 'station "sanh" runs in the controller'],
    [{ '--site': join(directory, 'none.json') }, 'there is no such file'],
    [{ '--broker': 'hall' }, '--broker is "hall"'],
    [{ '--password-file': join(directory, 'none') }, '--password-file: '],
    [{ '--colour': 'red' }, '--colour'],
  ] as const
  await Promise.all(
    trials.map(async ([change, words]) => {
      const { code, said } = await trial(change)
      assert.is(code, 2, said)
      assert.match(said, words)
    }),
  )
  const nothing = start(process.execPath, [program])
  assert.is(await nothing.ended, 2)
  assert.match(nothing.output(), '--site is missing')
})

test.run()
