import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { WireFault } from '../wire/bench.ts'
import { simulatedSpi } from '../wire/spi.sim.ts'
import {
  calling,
  contractBoard,
  hallBoardContract,
  isMarks,
  marked,
  marks,
  openHallBoardOn,
  running,
} from './hall-board.contract.ts'

const test = suite('hall board of MAX7219 matrices')

function rig(config = contractBoard) {
  const clock = manualClock()
  const spi = simulatedSpi({ boards: [config], clock })
  const dots = () =>
    (spi.view('h')?.dots ?? []).map((row) =>
      [...row]
        .map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
        .join('')
        .replace(/1/g, '#')
        .replace(/0/g, '.'),
    )
  return {
    wires: { spi: spi.wire },
    clock,
    pass: (ms: number) => clock.advance(ms),
    dots,
    losePower: () => spi.chain('h')?.reset(),
    spi,
    fault: (fault: WireFault) => assert.is(spi.act({ action: 'fault', device: 'h', fault }), null),
  }
}

hallBoardContract(test, async () => rig())

test('every way of wiring shows the same picture', async () => {
  for (const firstModule of ['top-right', 'bottom-left'] as const)
    for (const secondRow of ['same-way', 'back', 'back-turned'] as const)
      for (const turn of [0, 90, 180, 270] as const) {
        const config = { ...contractBoard, firstModule, secondRow, turn, mirrored: turn === 90 }
        const one = rig(config)
        const board = await openHallBoardOn(one, config)
        board.show(calling(marks(32)))
        await one.pass(50)
        assert.equal(isMarks(one.dots()), marked, `${firstModule} ${secondRow} ${turn}`)
        await board.close()
      }
})

test('brightness is that of the site file, and a share of it in the evening', async () => {
  const one = rig()
  const board = await openHallBoardOn(one)
  await one.pass(50)
  assert.is(one.spi.view('h')?.brightness, 3)
  board.show({ ...calling(marks(32)), light: 34 })
  await one.pass(50)
  assert.is(one.spi.view('h')?.brightness, 1)
  await board.close()
})

test('a standing call costs a message every two seconds, a running notice 25 a second', async () => {
  const one = rig()
  const board = await openHallBoardOn(one)
  board.show(calling(marks(32)))
  await one.pass(100)
  const before = one.spi.sent('h')
  await one.pass(20_000)
  assert.ok(one.spi.sent('h') - before <= 11, `${one.spi.sent('h') - before} messages`)
  board.show(running(marks(200)))
  const from = one.spi.sent('h')
  await one.pass(2000)
  assert.ok(one.spi.sent('h') - from <= 52, `${one.spi.sent('h') - from} messages`)
  await board.close()
})

test('a bus that hangs is down as stuck, tried with growing pauses, and shows the newest call when it is back', async () => {
  const one = rig()
  const board = await openHallBoardOn(one)
  await one.pass(50)
  one.fault('stuck')
  board.show(calling({ ...marks(32), id: 'old' }))
  await one.pass(1500)
  const down = board.health()
  assert.ok(down?.state === 'down' && down.reason === 'stuck')
  for (let n = 0; n < 50; n++) board.show(calling({ ...marks(32), id: `call ${n}` }))
  await one.pass(20_000)
  assert.ok(board.all.filter(({ state }) => state === 'down').length <= 6)
  one.fault('none')
  await one.pass(31_000)
  assert.is(board.health()?.state, 'ready')
  assert.equal(isMarks(one.dots()), marked)
  await board.close()
})

test('on a slow bus a notice skips columns and a call still comes at once', async () => {
  const one = rig()
  const board = await openHallBoardOn(one)
  one.fault('slow')
  board.show(running(marks(200)))
  await one.pass(3000)
  board.show(calling(marks(32)))
  await one.pass(650)
  assert.equal(isMarks(one.dots()), marked)
  one.fault('none')
  await board.close()
})

test('an unplugged chain goes unnoticed, as it must, and is lit again when it is back', async () => {
  const one = rig()
  const board = await openHallBoardOn(one)
  board.show(calling(marks(32)))
  await one.pass(50)
  one.fault('unplugged')
  await one.pass(5000)
  assert.equal(isMarks(one.dots()), [])
  assert.is(board.health()?.state, 'ready')
  one.fault('none')
  await one.pass(2100)
  assert.equal(isMarks(one.dots()), marked)
  await board.close()
})

test('a board whose bus does not exist is not opened, and says what to switch on', async () => {
  const one = rig()
  const other = { ...contractBoard, spi: { bus: 0, chipSelect: 1 } }
  const said = await openHallBoardOn(one, other).then(
    () => 'opened',
    (error: Error) => error.message,
  )
  assert.is(said, 'there is no /dev/spidev0.1: switch SPI on with dtparam=spi=on')
})

test.run()
