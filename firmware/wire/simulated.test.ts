import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { StationConfig } from '../../hardware/site-description.ts'
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

test('no native package is loaded by a simulated run', () => {
  openSimulatedWires({ station, clock: manualClock() })
  const shared = process.report?.getReport() as { sharedObjects?: string[] } | undefined
  assert.not.ok(
    (shared?.sharedObjects ?? []).some((file) =>
      /(epoll|i2c|rpio|serialport|bindings-cpp|spi)[^/]*\.node$/.test(file),
    ),
  )
})

test.run()
