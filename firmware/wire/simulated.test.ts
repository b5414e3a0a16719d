import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { StationConfig } from '../../hardware/site-description.ts'
import { openStation } from '../station.ts'
import { openSimulatedWires } from './simulated.ts'

const station: StationConfig = {
  id: 'st',
  name: 'Quầy 1',
  runs: 'own-process',
  wires: 'simulated',
  devices: [
    { id: 'loa', kind: 'loudspeaker', driver: 'alsa', zone: 'z' },
    { id: 'board', kind: 'counter-board', driver: 'ht16k33', counter: 'c1', bus: 1, address: '0x70' },
    { id: 'land', kind: 'service-button', driver: 'onoff', service: 'land', pin: 17 },
    { id: 'printer', kind: 'ticket-printer', driver: 'escpos', connection: 'tcp://printer' },
    {
      id: 'keys',
      kind: 'counter-keypad',
      driver: 'firmata',
      counter: 'c1',
      port: '/dev/ttyACM0',
      pins: { next: 2, recall: 3, start: 4 },
    },
    { id: 'lamp', kind: 'call-lamp', driver: 'onoff', counter: 'c1', pin: 5 },
  ],
}
const test = suite('simulated wires of a station')

test('the bench shows every device of the station, in the order of the site file', () => {
  const { bench } = openSimulatedWires({ station, clock: manualClock() })
  const view = bench.view()
  assert.is(view.id, 'st')
  assert.is(view.name, 'Quầy 1')
  assert.equal(
    view.devices.map(({ kind, id }) => ({ kind, id })),
    station.devices.map(({ kind, id }) => ({ kind, id })),
  )
})

test('an action reaches its device, is told to listeners, and one that can’t be done says why', () => {
  const { bench } = openSimulatedWires({ station, clock: manualClock() })
  let changes = 0
  bench.onChange(() => changes++)
  for (const device of station.devices) {
    changes = 0
    assert.is(bench.act({ action: 'fault', device: device.id, fault: 'unplugged' }), null, device.id)
    assert.ok(changes > 0, device.id)
    assert.is(bench.view().devices.find((one) => one.id === device.id)?.fault, 'unplugged')
  }
  assert.match(bench.act({ action: 'press', device: 'x' }) ?? '', 'station st has no device "x"')
  assert.type(bench.act({ action: 'press', device: 'board' }), 'string')
  assert.is(bench.media('board', '1'), undefined)
  assert.is(bench.media('x', '1'), undefined)
})

test('a multiplexer is on the bench beside the devices behind it, with its open channel and faults', async () => {
  const clock = manualClock()
  const far: StationConfig = {
    ...station,
    devices: [
      {
        id: 'board',
        kind: 'counter-board',
        driver: 'ht16k33',
        counter: 'c1',
        bus: 1,
        address: '0x70',
        mux: { address: '0x77', channel: 5 },
      },
    ],
  }
  const { bench, wires } = openSimulatedWires({ station: far, clock })
  const mux = () => bench.view().devices.find(({ kind }) => kind === 'multiplexer')
  const { fault, ...is } = { ...mux(), fault: mux()?.fault }
  assert.is(fault, 'none')
  assert.equal(is, { kind: 'multiplexer', id: 'mux-1-0x77', bus: 1, address: '0x77', open: [] })
  const bus = await wires.i2c.open(1, { address: '0x77', channel: 5 })
  await bus.write(0x70, Uint8Array.of(0x21))
  assert.equal((mux() as { open: number[] }).open, [5])
  assert.is(bench.act({ action: 'fault', device: 'mux-1-0x77', fault: 'unplugged' }), null)
  assert.equal((mux() as { open: number[] }).open, [])
  assert.match(bench.act({ action: 'press', device: 'mux-1-0x77' }) ?? '', `a multiplexer can't be pressed`)
  assert.match(bench.act({ action: 'fault', device: 'mux-1-0x77', fault: 'paper-out' }) ?? '', 'no fault')
})

test('a station’s buttons, keypads and pads on expanders work over the simulated chips and their interrupt line', async () => {
  const clock = manualClock()
  const pins = (port: string) => [0, 1, 2, 3].map((n) => `mr-2:${port}${n}`)
  const withExpanders: StationConfig = {
    ...station,
    wires: 'simulated',
    expanders: [
      { id: 'mr-1', chip: 'mcp23017', bus: 1, address: '0x20', interruptPin: 4 },
      { id: 'mr-2', chip: 'mcp23017', bus: 1, address: '0x21', interruptPin: 4 },
    ],
    devices: [
      {
        id: 'nut',
        kind: 'service-button',
        driver: 'expander',
        service: 's',
        pin: 'mr-1:A0',
        ringPin: 'mr-1:B0',
      },
      {
        id: 'cao',
        kind: 'service-button',
        driver: 'expander',
        service: 's',
        pin: 'mr-1:A1',
        activeLow: false,
      },
      {
        id: 'so',
        kind: 'digit-keypad',
        driver: 'expander',
        counter: 'c',
        rows: pins('A'),
        columns: pins('B'),
      },
      {
        id: 'pad',
        kind: 'rating-pad',
        driver: 'onoff',
        counter: 'c',
        buttons: [{ pin: 17, lightPin: 'mr-1:B1' }, { pin: 'mr-1:A2' }],
      },
      { id: 'quet', kind: 'code-scanner', driver: 'evdev', device: '/dev/input/by-id/q' },
    ],
  }
  const { wires, bench } = openSimulatedWires({ station: withExpanders, clock })
  const ups: string[] = []
  const opened = await openStation({
    station: withExpanders,
    wires,
    clock,
    report(up) {
      if (up.type === 'press') ups.push(up.device)
      if (up.type === 'key') ups.push(`${up.key} ${up.digits ?? ''}`.trim())
      if (up.type === 'scan') ups.push(`scan ${up.code}`)
      if (up.type === 'rate') ups.push(`rate ${up.value}`)
      if (up.type === 'health' && up.health.state === 'down') ups.push(`${up.device} ${up.health.detail}`)
    },
  })
  await clock.advance(100)
  opened.receive({ type: 'show', boards: {}, rings: { nut: 'ready' }, lamps: {}, pads: { pad: true } })
  const act = async (device: string, key?: string) => {
    assert.is(bench.act({ action: 'press', device, ...(key ? { key } : {}) }), null)
    await clock.advance(400)
  }
  await act('nut')
  await act('cao')
  await act('so', '7')
  await act('so', 'call')
  await act('pad', '1')
  await act('pad', '2')
  assert.is(bench.act({ action: 'scan', device: 'quet', code: 'HEN-1' }), null)
  assert.match(bench.act({ action: 'scan', device: 'pad', code: 'HEN-1' }) ?? '', 'reads no codes')
  assert.match(bench.act({ action: 'scan', device: 'quet', code: 'hẹn' }) ?? '', 'US keyboard only')
  assert.match(bench.act({ action: 'press', device: 'quet' }) ?? '', 'scan a code')
  assert.match(bench.act({ action: 'fault', device: 'quet', fault: 'stuck' }) ?? '', 'no fault "stuck"')
  await clock.advance(400)
  assert.equal(ups, ['nut', 'cao', 'call 7', 'rate 1', 'rate 2', 'scan HEN-1'])
  await clock.advance(3000)
  const seen = (id: string) => bench.view().devices.find((one) => one.id === id)
  const nut = seen('nut')
  assert.ok(nut?.kind === 'service-button' && nut.ring === true)
  const pad = seen('pad')
  assert.ok(pad?.kind === 'rating-pad')
  assert.equal(
    pad.buttons.map(({ lit }) => lit),
    [true, null],
  )
  assert.is(seen('mr-1')?.kind, 'expander')
  assert.is(bench.act({ action: 'fault', device: 'mr-1', fault: 'unplugged' }), null)
  await clock.advance(1000)
  assert.ok(ups.some((up) => up.startsWith('nut expander mr-1: nothing answers')))
  bench.act({ action: 'fault', device: 'mr-1', fault: 'none' })
  await clock.advance(6000)
  await opened.close()
})

test('no native package is loaded by a simulated run', () => {
  openSimulatedWires({ station, clock: manualClock() })
  const shared = process.report?.getReport() as { sharedObjects?: string[] } | undefined
  assert.not.ok(
    (shared?.sharedObjects ?? []).some((file) =>
      /(epoll|ioctl|i2c|rpio|serialport|bindings-cpp|spi)[^/]*\.node$/.test(file),
    ),
  )
})

test.run()
