/** What an expander's buttons still do when its interrupt line does not, and what is said about it. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeviceHealth } from '../messages.ts'
import { chip1, type ExpanderRig, expanderRig } from './expander.test-kit.ts'
import { type InterruptLine, interruptTrust } from './interrupt-line.ts'

const test = suite('interrupt line')
const expander = { id: 'mr-1', kind: 'expander' } as const

async function watched(rig: ExpanderRig) {
  const edges: number[] = []
  const health: DeviceHealth[] = []
  const ofPin: DeviceHealth[] = []
  await rig.wires.watchChip(expander, (state) => health.push(state))
  await rig.wires.gpio.input('mr-1:A0', (level) => edges.push(level), {
    pull: 'up',
    onHealth: (state) => ofPin.push(state),
  })
  await rig.clock.advance(600)
  return {
    edges,
    last: () => health.at(-1),
    ofPin: () => ofPin.at(-1),
    /** How long a change took to be told. */
    async toldAfter(level: 0 | 1) {
      const before = edges.length
      rig.drive('mr-1:A0', level)
      for (let ms = 1; ms <= 600; ms++) {
        await rig.clock.advance(1)
        if (edges.length > before) return ms
      }
      return Number.POSITIVE_INFINITY
    },
    close: () => rig.wires.closeExpanders(),
  }
}
const detailOf = (health: DeviceHealth | undefined) =>
  health?.state === 'ready' && health.warning === 'no-interrupt' ? health.detail : undefined

test('a line that another program holds costs ten milliseconds, not the buttons, and is used once it is free', async () => {
  const rig = expanderRig()
  const other = await rig.gpio.wire.input(4, () => {})
  const { last, ofPin, toldAfter, close } = await watched(rig)
  assert.match(detailOf(last()) ?? '', /^no interrupt line: GPIO 4 is held by another program/)
  assert.equal(ofPin(), { state: 'ready' }, 'the warning is the chip’s alone')
  assert.ok((await toldAfter(0)) <= 11)
  await other.close()
  await rig.clock.advance(31_000)
  assert.equal(last(), { state: 'ready' })
  assert.ok((await toldAfter(1)) <= 1)
  const before = rig.writes()
  await rig.clock.advance(10_000)
  assert.ok(rig.writes() - before <= 21, 'it is asked twice a second again')
  await close()
})

test('a line that is not wired is found by presses it did not tell, and used again when it is mended', async () => {
  const rig = expanderRig()
  rig.fault('interrupt-lost')
  const { last, toldAfter, close } = await watched(rig)
  assert.equal(last(), { state: 'ready' })
  for (const level of [0, 1, 0] as const) await toldAfter(level)
  await rig.clock.advance(600)
  assert.match(detailOf(last()) ?? '', /interrupt line \(GPIO 4\) does not call: not wired, or another line/)
  assert.ok((await toldAfter(1)) <= 11)
  rig.fault('none')
  assert.ok((await toldAfter(0)) <= 11)
  await rig.clock.advance(600)
  assert.equal(last(), { state: 'ready' })
  assert.ok((await toldAfter(1)) <= 1)
  await close()
})

test('a line that stays low is told, and the buttons go on', async () => {
  const rig = expanderRig()
  const { last, toldAfter, close } = await watched(rig)
  rig.holdInterrupts(true)
  await rig.clock.advance(2500)
  assert.match(detailOf(last()) ?? '', /interrupt line \(GPIO 4\) stays low: a short circuit/)
  assert.ok((await toldAfter(0)) <= 11)
  assert.ok((await toldAfter(1)) <= 11)
  rig.holdInterrupts(false)
  await rig.clock.advance(600)
  assert.equal(last(), { state: 'ready' })
  await close()
})

test('a mended line is trusted again though a look always finds the change before its call', () => {
  const line: InterruptLine = {
    pin: 4,
    level: async () => 1,
    closedFor: () => undefined,
    join: () => {},
    close: async () => {},
  }
  const trust = interruptTrust(line)
  for (let n = 0; n < 3; n++) {
    trust.read({ called: false, changed: true })
    trust.looked(true, 1)
  }
  assert.match(trust.trouble() ?? '', /does not call/)
  trust.read({ called: true, changed: true })
  assert.is(trust.trouble(), undefined)

  for (let n = 0; n < 3; n++) trust.looked(true, 1)
  trust.read({ called: false, changed: false })
  trust.read({ called: true, changed: false })
  assert.match(trust.trouble() ?? '', /does not call/, 'a call for nothing proves nothing')
  trust.read({ called: false, changed: true })
  trust.read({ called: true, changed: false })
  assert.is(trust.trouble(), undefined)
})

test('presses by the hundred never make a good line doubtful', async () => {
  const rig = expanderRig()
  const { last, edges, close } = await watched(rig)
  for (let n = 0; n < 300; n++) {
    rig.drive('mr-1:A0', n % 2 === 0 ? 0 : 1)
    await rig.clock.advance(97)
  }
  assert.is(edges.length, 300)
  assert.equal(last(), { state: 'ready' })
  await close()
})

test('a chip that has gone is told as itself, with its place', async () => {
  const rig = expanderRig([{ ...chip1, mux: { address: '0x70', channel: 2 } }])
  const ofMux: DeviceHealth[] = []
  await rig.wires.watchChip({ id: 'mux-1-0x70', kind: 'multiplexer' }, (state) => ofMux.push(state))
  const { last, ofPin, close } = await watched(rig)
  assert.equal(ofMux.at(-1), { state: 'ready' })
  rig.fault('unplugged')
  await rig.clock.advance(600)
  const down = last()
  assert.match(down?.state === 'down' ? down.detail : '', /mr-1: nothing answers at 0x20 behind channel 2/)
  assert.equal(ofPin(), down)
  assert.equal(ofMux.at(-1), { state: 'ready' }, 'the multiplexer in front of it answers')
  rig.fault('none')
  await rig.clock.advance(6000)
  assert.equal(last(), { state: 'ready' })
  rig.fault('unplugged', 'mux-1-0x70')
  await rig.clock.advance(6000)
  const lost = ofMux.at(-1)
  assert.match(lost?.state === 'down' ? lost.detail : '', /multiplexer: nothing answers at 0x70 on I2C bus 1/)
  assert.is(last()?.state, 'down')
  rig.fault('none', 'mux-1-0x70')
  await rig.clock.advance(6000)
  assert.equal([ofMux.at(-1), last()], [{ state: 'ready' }, { state: 'ready' }])
  await close()
})

test.run()
