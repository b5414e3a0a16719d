/**
 * What the driver of a MAX7219 hall board must do on any SPI wire whose chips can be looked at: the simulated one
 * in `hall-board.max7219.test.ts`, or a kernel's own bus with chips behind it.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth, HallFace, Slide } from '../messages.ts'
import type { Wires } from '../wire/wires.ts'
import { openMax7219Board } from './hall-board.max7219.ts'

export type SpiRig = {
  /** 32 × 16 dots; `contractBoard` when absent. */
  config?: DeviceOf<'hall-board'>
  wires: Pick<Wires, 'spi'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  /** The board's dots, a text for each row, # is lit; chips that are switched off are dark. */
  dots(): string[]
  /** The chips become what they are after power was away. */
  losePower(): void
}

/** Two rows of four matrices: 32 × 16. */
export const contractBoard: DeviceOf<'hall-board'> = {
  id: 'h',
  kind: 'hall-board',
  driver: 'max7219',
  spi: { bus: 0, chipSelect: 0 },
  rows: 16,
  columns: 32,
  brightness: 3,
}

/** A picture all dark but for one dot in every corner and one in the middle. */
export const marks = (width: number): Slide => {
  const stride = Math.ceil(width / 8)
  const bits = Buffer.alloc(stride * 16)
  const light = (x: number, y: number) => {
    const at = y * stride + (x >> 3)
    bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7))
  }
  for (const [x, y] of [
    [0, 0],
    [width - 1, 0],
    [0, 15],
    [width - 1, 15],
    [10, 5],
  ] as const)
    light(x, y)
  return { id: `marks ${width}`, text: 'A012', dots: { width, height: 16, bits: bits.toString('base64') } }
}
export const isMarks = (dots: string[]) =>
  dots.flatMap((row, y) => [...row].flatMap((dot, x) => (dot === '#' ? [`${x} ${y}`] : [])))
export const marked = ['0 0', '31 0', '10 5', '0 15', '31 15']

export const calling = (...slides: Slide[]): HallFace => ({ calls: slides, notices: [], rest: null })
export const running = (...slides: Slide[]): HallFace => ({ calls: [], notices: slides, rest: null })

export async function openHallBoardOn(rig: SpiRig, config = rig.config ?? contractBoard) {
  const health: DeviceHealth[] = []
  const board = await openMax7219Board({
    config,
    wires: rig.wires,
    clock: rig.clock,
    onHealth: (state) => health.push(state),
  })
  return { ...board, health: () => health.at(-1), all: health }
}

/** `test` registers one test: uvu's, or a check's where there is a kernel. */
export function hallBoardContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<SpiRig>,
) {
  test('a call stands on the board dot by dot as soon as it is told', async () => {
    const rig = await makeRig()
    const board = await openHallBoardOn(rig)
    await rig.pass(100)
    assert.equal(isMarks(rig.dots()), [])
    board.show(calling(marks(32)))
    await rig.pass(100)
    assert.equal(isMarks(rig.dots()), marked)
    assert.is(board.health()?.state, 'ready')
    await board.close()
  })

  test('a notice runs from right to left', async () => {
    const rig = await makeRig()
    const board = await openHallBoardOn(rig)
    board.show(running(marks(32)))
    const firstColumn = () => rig.dots()[0]?.indexOf('#') ?? -1
    await rig.pass(600)
    const early = firstColumn()
    await rig.pass(400)
    const later = firstColumn()
    assert.ok(early > 0 && later >= 0 && later < early, `column ${early}, then ${later}`)
    await board.close()
  })

  test('chips that lost their power show the same again within two seconds, though nothing can be read', async () => {
    const rig = await makeRig()
    const board = await openHallBoardOn(rig)
    board.show(calling(marks(32)))
    await rig.pass(100)
    rig.losePower()
    assert.equal(isMarks(rig.dots()), [])
    await rig.pass(2200)
    assert.equal(isMarks(rig.dots()), marked)
    await board.close()
  })

  test('it is dark after closing', async () => {
    const rig = await makeRig()
    const board = await openHallBoardOn(rig)
    board.show(calling(marks(32)))
    await rig.pass(100)
    await board.close()
    assert.equal(isMarks(rig.dots()), [])
  })
}
