/**
 * I2C buses with the counter boards' chips on them. Transfers go through the same queue as on the real wire
 * and fail with what the kernel would say, so the drivers above can't tell. A board that was unplugged has lost
 * its power: it comes back empty and dark.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchAction, BenchBoard, WireFault } from './bench.ts'
import { type Ht16k33, ht16k33 } from './ht16k33.sim.ts'
import { explainI2c } from './i2c.ts'
import { type TransferQueue, transferQueue } from './transfer-queue.ts'
import type { I2cWire } from './wires.ts'

const slowMs = 300
/** The Pi's adapter gives up on a held bus after one second. */
const kernelLimitMs = 1000

type Board = { config: DeviceOf<'counter-board'>; address: number; chip: Ht16k33; fault: WireFault }

export type SimulatedI2c = {
  wire: I2cWire
  view(device: string): BenchBoard | undefined
  act(action: BenchAction): string | null
  /** Transfers that reached a chip since the start: how a test sees that nothing was sent needlessly. */
  writes(device: string): number
}

export function simulatedI2c({
  boards: configs,
  clock,
  changed = () => {},
}: {
  boards: DeviceOf<'counter-board'>[]
  clock: Clock
  changed?: () => void
}): SimulatedI2c {
  const boards: Board[] = configs.map((config) => ({
    config,
    address: Number(config.address),
    chip: ht16k33(),
    fault: 'none',
  }))
  const counts = new Map<string, number>()
  const queues = new Map<number, TransferQueue>()
  const errno = (number: number) => Object.assign(new Error('Unknown system error'), { errno: -number })
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

  function transfer<T>(bus: number, address: number, work: (board: Board) => T): Promise<T> {
    const queue = queues.get(bus) ?? transferQueue({ name: `I2C bus ${bus}`, clock })
    queues.set(bus, queue)
    return queue.run(async () => {
      const board = boards.find((one) => one.config.bus === bus && one.address === address)
      if (board?.fault === 'slow') await pause(slowMs)
      if (board?.fault === 'stuck') {
        await pause(kernelLimitMs)
        throw explainI2c(bus, address, errno(110))
      }
      if (!board || board.fault === 'unplugged') throw explainI2c(bus, address, errno(121))
      return work(board)
    })
  }

  return {
    wire: {
      async open(bus) {
        return {
          write: (address, bytes) =>
            transfer(bus, address, (board) => {
              board.chip.write(bytes)
              counts.set(board.config.id, (counts.get(board.config.id) ?? 0) + 1)
              changed()
            }),
          read: (address, length) => transfer(bus, address, (board) => board.chip.read(length)),
          close: async () => {},
        }
      },
    },
    view(device) {
      const board = boards.find((one) => one.config.id === device)
      if (!board) return undefined
      const { config, chip, fault } = board
      return {
        kind: 'counter-board',
        id: config.id,
        address: config.address,
        ram: chip.ram(),
        on: chip.on(),
        blinkHz: chip.blinkHz(),
        brightness: chip.brightness(),
        fault,
      }
    },
    act(action) {
      const board = boards.find((one) => one.config.id === action.device)
      if (!board) return `there is no board "${action.device}"`
      if (action.action !== 'fault') return `a board can't be pressed`
      if (!['none', 'unplugged', 'slow', 'stuck'].includes(action.fault))
        return `a board has no fault "${action.fault}"`
      board.fault = action.fault
      if (action.fault === 'unplugged') board.chip.reset()
      changed()
      return null
    },
    writes: (device) => counts.get(device) ?? 0,
  }
}
