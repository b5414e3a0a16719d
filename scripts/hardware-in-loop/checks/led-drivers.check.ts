/**
 * LED boards on the kernel's own buses without a hall: the drivers' contracts. Counter boards and a multiplexer on
 * I2C bus 3, matrices on SPI bus 0, a text board on a USB serial adapter.
 */
import {
  type BoardUnderTest,
  counterBoardContract,
} from '../../../firmware/counter-board/counter-board.contract.ts'
import { contractBoard, hallBoardContract } from '../../../firmware/hall-board/hall-board.contract.ts'
import { textBoardContract } from '../../../firmware/hall-board/text-board.contract.ts'
import { type Ht16k33, ht16k33 } from '../../../firmware/wire/ht16k33.sim.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { plugMultiplexer } from '../world/i2c-multiplexer.ts'
import { plugMatrices } from '../world/matrix-chain.ts'
import type { ModelledI2c } from '../world/modelled-i2c.ts'
import { plugSerialTextBoard, type SerialTextBoard } from '../world/serial-text-board.ts'
import { pause } from '../world/wait.ts'

const bus = 3
const nearAddress = 0x71
const farAddress = 0x70
const muxAddress = 0x77
/** The hall's own board has chip select 0. */
const matrices = { ...contractBoard, spi: { bus: 0, chipSelect: 1 } }
const line = { address: 9, baud: 19_200 as const }

const hex = (address: number) => `0x${address.toString(16)}`

function boardOn(i2c: ModelledI2c, chip: Ht16k33, address: number, channel?: number): BoardUnderTest {
  return {
    config: {
      id: `board-${channel ?? 'near'}`,
      kind: 'counter-board',
      driver: 'ht16k33',
      counter: 'quay-1',
      bus,
      address: hex(address),
      ...(channel === undefined ? {} : { mux: { address: hex(muxAddress), channel } }),
    },
    digits: () => [0, 2, 6, 8].map((at) => chip.ram()[at] ?? -1),
    on: () => chip.on(),
    disturb: () => chip.write(Uint8Array.of(0x02, 0x7f)),
    losePower: () => chip.reset(),
    unplug() {
      chip.reset()
      i2c.unplug(address)
    },
    plug: () => i2c.plug(address, chip),
  }
}

export const checks: CheckFile = {
  order: -9,
  add(check, world) {
    const wires = openRealWires()
    const shared = { wires, clock: systemClock, pass: pause }

    const i2c = world.i2c(bus)
    const chips = { near: ht16k33(), first: ht16k33(), last: ht16k33() }
    i2c.plug(nearAddress, chips.near)
    const mux = plugMultiplexer(i2c, muxAddress)
    mux.plug(0, farAddress, chips.first)
    mux.plug(7, farAddress, chips.last)
    counterBoardContract(
      (name, run) => check(`HT16K33: ${name}`, run),
      async () => ({
        ...shared,
        near: boardOn(i2c, chips.near, nearAddress),
        far: [boardOn(i2c, chips.first, farAddress, 0), boardOn(i2c, chips.last, farAddress, 7)],
        muxLosesPower: () => mux.losePower(),
      }),
    )

    const chain = plugMatrices(world.spi(), matrices)
    hallBoardContract(
      (name, run) => check(`MAX7219: ${name}`, run),
      async () => ({ ...shared, config: matrices, ...chain }),
    )

    let adapter: Promise<SerialTextBoard> | undefined
    textBoardContract(
      (name, run) => check(`text board: ${name}`, run),
      async () => {
        adapter ??= plugSerialTextBoard(line)
        const { board, plug, path } = await adapter
        return {
          ...shared,
          config: { id: 'text', kind: 'text-board', driver: 'line', port: path, ...line },
          text: board.text,
          losePower: board.reset,
          plug,
        }
      },
    )
  },
}
