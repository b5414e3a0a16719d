import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../hardware/clock.sim.ts'
import { systemClock } from '../hardware/clock.ts'
import type { DeviceConfig, StationConfig } from '../hardware/site-description.ts'
import type { DeviceHealth, Raster, Show, StationUp } from './messages.ts'
import { openStation } from './station.ts'
import { loadSlipEncoder } from './ticket-printer/escpos-job.ts'
import type { WireFault } from './wire/bench.ts'
import { openSimulatedWires } from './wire/simulated.ts'

const devices: DeviceConfig[] = [
  { id: 'land', kind: 'service-button', driver: 'onoff', service: 'land', pin: 17, ringPin: 27 },
  { id: 'board', kind: 'counter-board', driver: 'ht16k33', counter: 'c1', bus: 1, address: '0x70' },
  { id: 'printer', kind: 'ticket-printer', driver: 'escpos', connection: 'tcp://printer' },
  { id: 'lamp', kind: 'call-lamp', driver: 'onoff', counter: 'c1', pin: 5 },
]
const raster: Raster = { width: 576, height: 8, bits: Buffer.alloc(72 * 8, 0xaa).toString('base64') }

async function rig(
  config: DeviceConfig[] = devices,
  prepare: (sim: ReturnType<typeof openSimulatedWires>) => unknown = () => {},
) {
  const clock = manualClock()
  const station: StationConfig = {
    id: 'st',
    name: 'Sảnh',
    runs: 'controller',
    wires: 'simulated',
    devices: config,
  }
  const sim = openSimulatedWires({ station, clock })
  await prepare(sim)
  const up: StationUp[] = []
  const opened = await openStation({
    station,
    wires: sim.wires,
    clock,
    report: (message) => up.push(message),
  })
  await clock.advance(5000)
  const of = <T extends StationUp['type']>(type: T) =>
    up.filter((message): message is Extract<StationUp, { type: T }> => message.type === type)
  const health = (device: string): DeviceHealth[] =>
    of('health')
      .filter((message) => message.device === device)
      .map((message) => message.health)
  const view = (device: string) => sim.bench.view().devices.find((one) => one.id === device)
  const ram = () => {
    const board = view('board')
    return board?.kind === 'counter-board' ? board.ram : []
  }
  const fault = (device: string, what: WireFault) =>
    assert.is(sim.bench.act({ action: 'fault', device, fault: what }), null)
  const close = async () => {
    const closing = opened.close()
    await clock.advance(20_000)
    await closing
    await sim.wires.close()
  }
  return { clock, station: opened, sim, up, of, health, view, ram, fault, close }
}
const show = (faces: Partial<Show>): Show => ({ type: 'show', boards: {}, rings: {}, lamps: {}, ...faces })
const A012 = [0x77, 0, 0x3f, 0, 0, 0, 0x06, 0, 0x5b]

const test = suite('station')
// Its package takes real time to load, which a clock that is moved by hand would run away from.
test.before(async () => {
  await loadSlipEncoder()
})

test('every device is starting, then ready, and says so once', async () => {
  const { health, clock, close } = await rig()
  await clock.advance(120_000)
  for (const { id } of devices)
    assert.equal(
      health(id).map((one) => one.state),
      ['starting', 'ready'],
      id,
    )
  await close()
})

test('when devices last worked goes up in one message a minute, with those alone that did', async () => {
  const { sim, clock, of, fault, close } = await rig()
  await clock.advance(55_000)
  const [first] = of('seen')
  assert.equal(Object.keys(first?.devices ?? {}).sort(), devices.map(({ id }) => id).sort())
  await clock.advance(600_000)
  assert.ok(of('seen').length <= 11, `${of('seen').length} messages in eleven minutes`)
  assert.not.ok(of('seen').at(-1)?.devices.lamp, 'nothing happened at the lamp')
  assert.ok(
    (of('seen').at(-1)?.devices.printer?.agoMs ?? 1e9) <= 2000,
    'the printer answers every two seconds',
  )
  sim.bench.act({ action: 'press', device: 'land' })
  fault('printer', 'unplugged')
  await clock.advance(60_000)
  const last = of('seen').at(-1)?.devices
  assert.ok((last?.land?.agoMs ?? 0) > 10_000)
  assert.ok((last?.printer?.retries ?? 0) > 2)
  await close()
})

test('a hall’s face reaches matrices and text boards, also one that came late', async () => {
  const { sim, station, clock, view, fault, close } = await rig([
    {
      id: 'hall',
      kind: 'hall-board',
      driver: 'max7219',
      spi: { bus: 0, chipSelect: 0 },
      rows: 8,
      columns: 16,
    },
    { id: 'text', kind: 'text-board', driver: 'line', port: '/dev/ttyUSB0' },
  ])
  fault('text', 'unplugged')
  const dots = { width: 16, height: 8, bits: Buffer.alloc(16, 0xf0).toString('base64') }
  const slide = { id: 'a', text: 'A012 → Quầy 3', dots }
  const face = { calls: [slide], notices: [], rest: null }
  station.receive(show({ halls: { hall: face, text: face } }))
  await clock.advance(100)
  const matrix = view('hall')
  assert.equal(matrix?.kind === 'hall-board' && matrix.dots, Array(8).fill('f0f0'))
  sim.bench.act({ action: 'fault', device: 'text', fault: 'none' })
  await clock.advance(35_000)
  const text = view('text')
  assert.is(text?.kind === 'text-board' && text.text, 'A012 → Quầy 3')
  await close()
})

test('a press goes up as soon as the contact is quiet, each with an id of its own', async () => {
  const { sim, clock, of, close } = await rig()
  sim.bench.act({ action: 'press', device: 'land' })
  await clock.advance(20)
  assert.is(of('press').length, 1)
  await clock.advance(2000)
  sim.bench.act({ action: 'press', device: 'land' })
  await clock.advance(20)
  const [first, second] = of('press')
  assert.is(first?.device, 'land')
  assert.match(first?.id ?? '', /^[0-9a-f-]{36}$/)
  assert.is.not(first?.id, second?.id)
  await close()
})

test('faces reach board, ring and lamp; a face for a device that is not here harms nothing', async () => {
  const { station, clock, ram, view, close } = await rig()
  station.receive(
    show({
      boards: { board: { text: 'A012', blink: true }, elsewhere: { text: '1', blink: false } },
      rings: { land: 'ready', board: 'closed' },
      lamps: { lamp: true },
    }),
  )
  await clock.advance(10)
  assert.equal(ram().slice(0, 9), A012)
  const button = view('land')
  assert.ok(button?.kind === 'service-button' && button.ring)
  const lamp = view('lamp')
  assert.ok(lamp?.kind === 'call-lamp' && lamp.on)
  await close()
})

test('a slip is printed and answered; the same job again prints nothing and gets the same answer', async () => {
  const { station, clock, of, view, close } = await rig()
  const bytes = () => {
    const printer = view('printer')
    return printer?.kind === 'ticket-printer' ? printer.slips.length : 0
  }
  station.receive({ type: 'print', job: 'j1', printer: 'printer', raster })
  await clock.advance(10_000)
  assert.is(of('printed').length, 1)
  const { tookMs, ...told } = of('printed')[0] ?? {}
  assert.equal(told, { type: 'printed', job: 'j1', printer: 'printer', outcome: 'printed' })
  assert.type(tookMs, 'number')
  assert.is(bytes(), 1)
  station.receive({ type: 'print', job: 'j1', printer: 'printer', raster })
  await clock.advance(10_000)
  assert.is(bytes(), 1)
  assert.equal(of('printed')[1], of('printed')[0])
  await close()
})

test('a job for a device that is not here fails at once and says so', async () => {
  const { station, clock, of, close } = await rig()
  station.receive({ type: 'print', job: 'j1', printer: 'nowhere', raster })
  station.receive({ type: 'print', job: 'j2', printer: 'board', raster })
  station.receive({ type: 'speak', job: 'j3', speaker: 'nowhere', pack: 'vi-espeak', clips: ['chime'] })
  station.receive({ type: 'hush', job: 'j4' })
  station.receive({ type: 'signal', device: 'nowhere', signal: 'refused' })
  await clock.advance(0)
  assert.equal(
    of('printed').map((one) => [one.job, one.outcome, one.detail]),
    [
      ['j1', 'failed', 'station st has no ticket-printer "nowhere"'],
      ['j2', 'failed', 'station st has no ticket-printer "board"'],
    ],
  )
  assert.is(of('spoken')[0]?.outcome, 'failed')
  assert.is(of('spoken')[0]?.detail, 'station st has no loudspeaker "nowhere"')
  await close()
})

test('a stuck printer delays no light and no press', async () => {
  const { station, clock, sim, of, ram, view, fault, close } = await rig()
  fault('printer', 'stuck')
  for (let i = 0; i < 5; i++) station.receive({ type: 'print', job: `j${i}`, printer: 'printer', raster })
  station.receive(show({ boards: { board: { text: 'A012', blink: false } }, lamps: { lamp: true } }))
  await clock.advance(1)
  assert.equal(ram().slice(0, 9), A012)
  const lamp = view('lamp')
  assert.ok(lamp?.kind === 'call-lamp' && lamp.on)
  sim.bench.act({ action: 'press', device: 'land' })
  await clock.advance(20)
  assert.is(of('press').length, 1)
  await clock.advance(120_000)
  assert.is(of('printed').length, 5)
  assert.ok(of('printed').every((one) => one.outcome !== 'printed'))
  await close()
})

test('a repaired printer prints no backlog', async () => {
  const { station, clock, of, view, fault, close } = await rig()
  fault('printer', 'paper-out')
  station.receive({ type: 'print', job: 'j1', printer: 'printer', raster })
  await clock.advance(20_000)
  assert.is(of('printed')[0]?.outcome, 'failed')
  fault('printer', 'none')
  await clock.advance(60_000)
  const printer = view('printer')
  assert.ok(printer?.kind === 'ticket-printer' && printer.slips.length === 0)
  await close()
})

test('more slips than a lane holds fail at once instead of waiting', async () => {
  const { station, clock, of, fault, close } = await rig()
  fault('printer', 'stuck')
  for (let i = 0; i < 25; i++) station.receive({ type: 'print', job: `j${i}`, printer: 'printer', raster })
  await clock.advance(0)
  assert.equal(
    of('printed').map((one) => one.job),
    ['j20', 'j21', 'j22', 'j23', 'j24'],
  )
  assert.match(of('printed')[0]?.detail ?? '', '20 slips are waiting already')
  fault('printer', 'none')
  await close()
})

test('a device whose line is taken is down with the reason, the others work, and it comes when the line is free', async () => {
  let held: { close(): Promise<void> } | undefined
  const { station, clock, health, ram, view, close } = await rig(devices, async ({ wires }) => {
    held = await wires.gpio.output(5, 0)
  })
  const down = health('lamp').at(-1)
  assert.ok(down?.state === 'down' && down.reason === 'disagrees')
  assert.match(down.detail, 'GPIO 5 is held by another program')
  station.receive(show({ boards: { board: { text: 'A012', blink: false } }, lamps: { lamp: true } }))
  await clock.advance(10)
  assert.equal(ram().slice(0, 9), A012)
  await held?.close()
  await clock.advance(30_000)
  assert.is(health('lamp').at(-1)?.state, 'ready')
  assert.equal(
    health('lamp').map((one) => one.state),
    ['starting', 'down', 'ready'],
  )
  const lamp = view('lamp')
  assert.ok(lamp?.kind === 'call-lamp' && lamp.on)
  await close()
})

test('rpio over simulated wires is not loaded: the lamp is down and says what to set', async () => {
  const { health, close } = await rig([
    { id: 'lamp', kind: 'call-lamp', driver: 'rpio', counter: 'c1', pin: 5 },
  ])
  const down = health('lamp').at(-1)
  assert.ok(down?.state === 'down' && down.reason === 'not-supported')
  assert.match(down.detail, 'set driver to onoff')
  await close()
})

test('a refused press is answered in the ring', async () => {
  const { station, clock, view, close } = await rig()
  station.receive(show({ rings: { land: 'ready' } }))
  await clock.advance(10)
  station.receive({ type: 'signal', device: 'land', signal: 'refused' })
  await clock.advance(50)
  const button = view('land')
  assert.ok(button?.kind === 'service-button' && button.ring === false)
  await close()
})

test('keys go up with an id of their own, and a call that cannot be spoken is answered', async () => {
  const station: StationConfig = {
    id: 'st',
    name: 'Quầy 1',
    runs: 'controller',
    wires: 'simulated',
    devices: [
      {
        id: 'keys',
        kind: 'counter-keypad',
        driver: 'firmata',
        counter: 'c1',
        port: '/dev/ttyACM0',
        pins: { next: 2, recall: 3, start: 4 },
      },
      { id: 'loa', kind: 'loudspeaker', driver: 'alsa', zone: 'z' },
    ],
  }
  // The keypad's package keeps its own time, so here the time is real and every step is an event.
  const sim = openSimulatedWires({ station, clock: systemClock })
  const up: StationUp[] = []
  const looks = new Set<() => void>()
  const until = <T>(find: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const look = () => {
        const found = find()
        if (found === undefined) return
        looks.delete(look)
        resolve(found)
      }
      looks.add(look)
      look()
    })
  const opened = await openStation({
    station,
    wires: sim.wires,
    clock: systemClock,
    report(message) {
      up.push(message)
      for (const look of [...looks]) look()
    },
  })
  for (const device of ['keys', 'loa'])
    await until(() =>
      up.find((one) => one.type === 'health' && one.device === device && one.health.state === 'ready'),
    )
  assert.is(sim.bench.act({ action: 'press', device: 'keys', key: 'next' }), null)
  const key = await until(() => up.find((one) => one.type === 'key'))
  assert.equal({ ...key, id: '' }, { type: 'key', id: '', device: 'keys', key: 'next', long: false })
  assert.match(key.type === 'key' ? key.id : '', /^[0-9a-f-]{36}$/)

  opened.receive({ type: 'speak', job: 'j1', speaker: 'loa', pack: 'no-such-pack', clips: ['chime'] })
  const spoken = await until(() => up.find((one) => one.type === 'spoken'))
  assert.ok(spoken.type === 'spoken' && spoken.outcome === 'failed')
  assert.match(spoken.detail ?? '', 'no-such-pack')
  await opened.close()
})

test('closing darkens what is lit, and nothing is reported after it', async () => {
  const { station, clock, sim, up, ram, view, close } = await rig()
  station.receive(
    show({
      boards: { board: { text: 'A012', blink: false } },
      rings: { land: 'ready' },
      lamps: { lamp: true },
    }),
  )
  await clock.advance(10)
  await close()
  assert.ok(ram().every((byte) => byte === 0))
  const button = view('land')
  assert.ok(button?.kind === 'service-button' && !button.ring)
  const lamp = view('lamp')
  assert.ok(lamp?.kind === 'call-lamp' && !lamp.on)
  const before = up.length
  sim.bench.act({ action: 'press', device: 'land' })
  await clock.advance(60_000)
  assert.is(up.length, before)
})

test('closing does not wait for ever for a device that hangs', async () => {
  const { station, clock, fault } = await rig()
  fault('board', 'stuck')
  fault('printer', 'stuck')
  station.receive(show({ boards: { board: { text: 'A012', blink: false } } }))
  await clock.advance(1)
  let closed = false
  void station.close().then(() => {
    closed = true
  })
  await clock.advance(5000)
  assert.ok(closed)
})

test.run()
