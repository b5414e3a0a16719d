import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { WireFault } from '../wire/bench.ts'
import { simulatedTextBoards } from '../wire/text-board.sim.ts'
import { textBoardContract, textFace } from './text-board.contract.ts'
import { openTextBoard } from './text-board.line.ts'

const test = suite('text board on RS-485')

textBoardContract(test, async () => {
  const clock = manualClock()
  const sim = simulatedTextBoards({ boards: [config], clock })
  return {
    config,
    wires: { serial: sim.wire },
    clock,
    pass: (ms) => clock.advance(ms),
    text: () => sim.view('t')?.text ?? '',
    losePower: () => sim.losePower('t'),
    plug: (on) =>
      assert.is(sim.act({ action: 'fault', device: 't', fault: on ? 'none' : 'unplugged' }), null),
  }
})

const config: DeviceOf<'text-board'> = {
  id: 't',
  kind: 'text-board',
  driver: 'line',
  port: '/dev/ttyUSB0',
  baud: 19200,
  address: 9,
}
const face = textFace

async function rig() {
  const clock = manualClock()
  const sim = simulatedTextBoards({ boards: [config], clock })
  const health: DeviceHealth[] = []
  const board = await openTextBoard({
    config,
    wires: { serial: sim.wire },
    clock,
    onHealth: (state) => health.push(state),
  })
  await clock.advance(0)
  const fault = (what: WireFault) => assert.is(sim.act({ action: 'fault', device: 't', fault: what }), null)
  const text = () => sim.view('t')?.text
  const close = async () => {
    const closing = board.close()
    await clock.advance(5000)
    await closing
  }
  return { clock, sim, board, health: () => health.at(-1), fault, text, close }
}

test('a call stands still, a notice runs, and at rest the last call stays', async () => {
  const { board, clock, sim, text, close } = await rig()
  board.show(face([], ['Nghỉ lễ 02/9'], 'A011 → Quầy 2'))
  await clock.advance(10)
  assert.is(text(), 'Nghỉ lễ 02/9')
  assert.ok(sim.view('t')?.runs)
  board.show(face(['A012 → Quầy 3'], ['Nghỉ lễ 02/9']))
  await clock.advance(10)
  assert.is(text(), 'A012 → Quầy 3')
  assert.not.ok(sim.view('t')?.runs)
  board.show(face([], [], 'A012 → Quầy 3'))
  await clock.advance(60_000)
  assert.is(text(), 'A012 → Quầy 3')
  await close()
  assert.is(text(), '')
})

test('several calls stand in turn', async () => {
  const { board, clock, text, close } = await rig()
  board.show(face(['B', 'A']))
  await clock.advance(10)
  assert.is(text(), 'B')
  await clock.advance(3000)
  assert.is(text(), 'A')
  await clock.advance(3000)
  assert.is(text(), 'B')
  await close()
})

test('a frame that is spoilt on its way is sent again, and nobody is alarmed', async () => {
  const { board, clock, sim, text, health, close } = await rig()
  sim.disturb('t', 2)
  board.show(face(['A012']))
  await clock.advance(2000)
  assert.is(text(), 'A012')
  assert.equal(health(), { state: 'ready' })
  await close()
})

test('a board that does not answer three times is down with what to look at, and comes back by itself', async () => {
  const { board, clock, text, fault, health, close } = await rig()
  fault('stuck')
  board.show(face(['A012']))
  await clock.advance(3000)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'no-answer')
  assert.match(down.detail, 'address 9 on /dev/ttyUSB0 does not answer: power, wiring A/B')
  fault('none')
  await clock.advance(31_000)
  assert.is(text(), 'A012')
  assert.is(health()?.state, 'ready')
  await close()
})

test('an adapter that is pulled out is told as unplugged, and plugged in again it goes on', async () => {
  const { board, clock, text, fault, health, close } = await rig()
  board.show(face(['A012']))
  await clock.advance(10)
  fault('unplugged')
  board.show(face(['A013']))
  await clock.advance(3000)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'unplugged')
  fault('none')
  await clock.advance(31_000)
  assert.is(text(), 'A013')
  await close()
})

test('a board that lost its power is noticed within five seconds, counted and told again', async () => {
  const { board, clock, sim, text, health, close } = await rig()
  board.show(face([], [], 'A012'))
  await clock.advance(10)
  sim.losePower('t')
  assert.is(text(), '')
  await clock.advance(5100)
  assert.is(text(), 'A012')
  assert.equal(health(), { state: 'ready', disagreements: 1 })
  await close()
})

test('a slow line is no failure, and brightness goes with the text', async () => {
  const { board, clock, sim, text, fault, health, close } = await rig()
  fault('slow')
  board.show({ ...face(['A012']), light: 40 })
  await clock.advance(2000)
  assert.is(text(), 'A012')
  assert.is(sim.view('t')?.light, 40)
  assert.is(health()?.state, 'ready')
  fault('none')
  await close()
})

test.run()
