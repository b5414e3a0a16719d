/**
 * The contracts of counter boards and of the hall's LED matrices on the kernel's own buses: I2C bus 3, with a
 * multiplexer, and SPI.
 */
import {
  type BoardUnderTest,
  counterBoardContract,
} from '../../../firmware/counter-board/counter-board.contract.ts'
import { contractBoard, hallBoardContract } from '../../../firmware/hall-board/hall-board.contract.ts'
import { modulesOf, placeOf, side } from '../../../firmware/hall-board/module-layout.ts'
import { ht16k33 } from '../../../firmware/wire/ht16k33.sim.ts'
import { max7219Chain } from '../../../firmware/wire/max7219.sim.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { tca9548a } from '../../../firmware/wire/tca9548a.sim.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { pause } from '../world/wait.ts'
import type { World } from '../world/world.ts'

const bus = 3
const nearAddress = 0x71
const farAddress = 0x72
const muxAddress = 0x77

/** A board, and whether it can be reached now. */
function board(id: string, address: number, channel?: number) {
  const chip = ht16k33()
  let plugged = true
  const config: BoardUnderTest['config'] = {
    id,
    kind: 'counter-board',
    driver: 'ht16k33',
    counter: 'quay-1',
    bus,
    address: `0x${address.toString(16)}`,
    ...(channel === undefined ? {} : { mux: { address: `0x${muxAddress.toString(16)}`, channel } }),
  }
  const underTest: BoardUnderTest = {
    config,
    digits: () => [0, 2, 6, 8].map((at) => chip.ram()[at] ?? 0),
    on: () => plugged && chip.on(),
    disturb: () => chip.write(Uint8Array.of(0x00, (chip.ram()[0] ?? 0) ^ 1)),
    losePower: () => chip.reset(),
    unplug() {
      plugged = false
      chip.reset()
    },
    plug() {
      plugged = true
    },
  }
  return { chip, underTest, plugged: () => plugged }
}

/** The boards of one test, in place of those of the last. */
function plugBoards({ i2c }: World) {
  const mux = tca9548a()
  const near = board('gan', nearAddress)
  const far = [board('xa-0', farAddress, 0), board('xa-5', farAddress, 5)] as const
  const reached = () => far.find(({ plugged }, i) => plugged() && mux.isOpen(i === 0 ? 0 : 5))
  i2c(bus).plug(muxAddress, mux)
  i2c(bus).plug(nearAddress, {
    write: (bytes) => (near.plugged() ? near.chip.write(bytes) : false),
    read: (length) => near.chip.read(length),
  })
  i2c(bus).plug(farAddress, {
    write: (bytes) => (reached() ? reached()?.chip.write(bytes) : false),
    read: (length) => reached()?.chip.read(length) ?? new Uint8Array(length).fill(0xff),
  })
  return {
    near: near.underTest,
    far: [far[0].underTest, far[1].underTest] as [BoardUnderTest, BoardUnderTest],
    muxLosesPower: () => mux.reset(),
  }
}

function plugMatrices({ spi }: World) {
  const modules = modulesOf(contractBoard)
  const chain = max7219Chain(modules)
  let piece: number[] = []
  spi().plug(0, {
    clock(bytes, ends) {
      piece.push(...bytes)
      // Chips take over what they hold when chip select rises.
      if (ends) chain.receive(Uint8Array.from(piece))
      if (ends) piece = []
      return undefined
    },
  })
  const dots = () => {
    const rows = Array.from({ length: contractBoard.rows }, () =>
      Array<string>(contractBoard.columns).fill('.'),
    )
    for (let module = 0; module < modules; module++)
      for (let digit = 0; digit < side; digit++)
        for (let bit = 0; bit < side; bit++) {
          const { x, y } = placeOf(contractBoard, module, digit, bit)
          const row = rows[y]
          if (row && chain.isLit(module, digit, bit)) row[x] = '#'
        }
    return rows.map((row) => row.join(''))
  }
  return { dots, losePower: () => chain.reset() }
}

export const checks: CheckFile = {
  order: -5,
  add(check, world) {
    const rig = { wires: openRealWires(), clock: systemClock, pass: pause }
    counterBoardContract(
      (name, run) => check(`counter board: ${name}`, run),
      async () => ({ ...rig, ...plugBoards(world) }),
    )
    hallBoardContract(
      (name, run) => check(`hall board: ${name}`, run),
      async () => ({ ...rig, ...plugMatrices(world) }),
    )
  },
}
