/**
 * What the driver of an HT16K33 counter board must do on any I2C bus whose chips can be looked at: the simulated one
 * in `counter-board.ht16k33.test.ts`, or a kernel's own bus with chips behind it.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Wires } from '../wire/wires.ts'
import { openHt16k33Board } from './counter-board.ht16k33.ts'

/** One chip of the rig, wherever it hangs. */
export type BoardUnderTest = {
  config: DeviceOf<'counter-board'>
  /** The four digits' segments and whether anything is lit at all. */
  digits(): number[]
  on(): boolean
  /** Turns a segment in the chip's memory, as interference does. */
  disturb(): void
  losePower(): void
  unplug(): void
  plug(): void
}
export type I2cRig = {
  wires: Pick<Wires, 'i2c'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  /** A board on the bus itself. */
  near: BoardUnderTest
  /** Two boards with one address, behind two channels of a multiplexer. */
  far: [BoardUnderTest, BoardUnderTest]
  /** The multiplexer's power is away for a moment. */
  muxLosesPower(): void
}

const A012 = [0x77, 0x3f, 0x06, 0x5b]
const C405 = [0x39, 0x66, 0x3f, 0x6d]

export async function openBoardOn(rig: I2cRig, { config }: BoardUnderTest) {
  const health: DeviceHealth[] = []
  const board = await openHt16k33Board({
    config,
    wires: rig.wires,
    clock: rig.clock,
    onHealth: (state) => health.push(state),
  })
  return { ...board, health: () => health.at(-1) }
}

/** `test` registers one test: uvu's, or a check's where there is a kernel. */
export function counterBoardContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<I2cRig>,
) {
  test('a number stands on the digits segment by segment, and nothing after closing', async () => {
    const rig = await makeRig()
    const board = await openBoardOn(rig, rig.near)
    board.show({ text: 'A012', blink: false })
    await rig.pass(100)
    assert.equal(rig.near.digits(), A012)
    assert.ok(rig.near.on())
    assert.is(board.health()?.state, 'ready')
    await board.close()
    assert.equal(rig.near.digits(), [0, 0, 0, 0])
  })

  test('a board that shows something else is set right and counted', async () => {
    const rig = await makeRig()
    const board = await openBoardOn(rig, rig.near)
    board.show({ text: 'A012', blink: false })
    await rig.pass(100)
    rig.near.disturb()
    assert.not.equal(rig.near.digits(), A012)
    await rig.pass(5500)
    assert.equal(rig.near.digits(), A012)
    assert.equal(board.health(), { state: 'ready', disagreements: 1 })
    await board.close()
  })

  test('a board that lost its power is lit again with its number', async () => {
    const rig = await makeRig()
    const board = await openBoardOn(rig, rig.near)
    board.show({ text: 'A012', blink: false })
    await rig.pass(100)
    rig.near.losePower()
    assert.not.ok(rig.near.on())
    await rig.pass(5500)
    assert.equal(rig.near.digits(), A012)
    assert.ok(rig.near.on())
    await board.close()
  })

  test('an unplugged board is told as unplugged and shows the newest number when it is back', async () => {
    const rig = await makeRig()
    const board = await openBoardOn(rig, rig.near)
    rig.near.unplug()
    board.show({ text: 'A012', blink: false })
    await rig.pass(500)
    const down = board.health()
    assert.ok(down?.state === 'down' && down.reason === 'unplugged')
    board.show({ text: 'C405', blink: false })
    rig.near.plug()
    await rig.pass(3500)
    assert.equal(rig.near.digits(), C405)
    assert.ok(rig.near.on())
    assert.is(board.health()?.state, 'ready')
    await board.close()
  })

  test('two boards with one address behind two channels each show their own number', async () => {
    const rig = await makeRig()
    const boards = [await openBoardOn(rig, rig.far[0]), await openBoardOn(rig, rig.far[1])]
    boards[0]?.show({ text: 'A012', blink: false })
    boards[1]?.show({ text: 'C405', blink: false })
    await rig.pass(300)
    assert.equal(rig.far[0].digits(), A012)
    assert.equal(rig.far[1].digits(), C405)
    rig.muxLosesPower()
    boards[0]?.show({ text: 'C405', blink: false })
    await rig.pass(300)
    assert.equal(rig.far[0].digits(), C405)
    assert.equal(rig.far[1].digits(), C405)
    for (const board of boards) assert.is(board.health()?.state, 'ready')
    for (const board of boards) await board.close()
  })
}
