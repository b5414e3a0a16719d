/**
 * SPI with the hall boards' chains on it. Nothing is read on this wire, so a chain that is unplugged takes
 * everything without a word, as a real one does, and comes back dark until it is set up again.
 * Where an LED stands is the driver's own reckoning here; module-layout.test.ts holds that to the real wirings.
 *
 * Faults: unplugged, slow (a transfer takes long), stuck (the bus driver gives up).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { modulesOf, placeOf, side } from '../hall-board/module-layout.ts'
import type { BenchAction, BenchHallBoard, WireFault } from './bench.ts'
import { type Max7219Chain, max7219Chain } from './max7219.sim.ts'
import { explainSpi } from './spi.ts'
import { transferQueue } from './transfer-queue.ts'
import type { SpiWire } from './wires.ts'

const slowMs = 300
const stuckMs = 1000
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export type SimulatedSpi = {
  wire: SpiWire
  view(device: string): BenchHallBoard | undefined
  act(action: BenchAction): string | null
  /** The chips themselves, for what the bench does not offer. */
  chain(device: string): Max7219Chain | undefined
  /** Messages that were sent so far. */
  sent(device: string): number
}

type Part = { config: DeviceOf<'hall-board'>; chain: Max7219Chain; fault: WireFault; sent: number }

export function simulatedSpi({
  boards,
  clock,
  changed = () => {},
}: {
  boards: DeviceOf<'hall-board'>[]
  clock: Clock
  changed?: () => void
}): SimulatedSpi {
  const parts = boards.map(
    (config): Part => ({ config, chain: max7219Chain(modulesOf(config)), fault: 'none', sent: 0 }),
  )
  const find = (device: string) => parts.find(({ config }) => config.id === device)
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

  /** The board's dots as rows of hexadecimal digits. */
  function dotsOf({ config, chain, fault }: Part): string[] {
    const rows = Array.from({ length: config.rows }, () => Array<number>(config.columns).fill(0))
    for (let module = 0; module < modulesOf(config); module++)
      for (let digit = 0; digit < side; digit++)
        for (let bit = 0; bit < side; bit++) {
          if (fault === 'unplugged' || !chain.isLit(module, digit, bit)) continue
          const { x, y } = placeOf(config, module, digit, bit)
          const row = rows[y]
          if (row) row[x] = 1
        }
    return rows.map((row) =>
      Array.from({ length: config.columns / 4 }, (_, i) =>
        Number.parseInt(row.slice(i * 4, i * 4 + 4).join(''), 2).toString(16),
      ).join(''),
    )
  }

  return {
    wire: {
      async open(bus, chipSelect) {
        const path = `/dev/spidev${bus}.${chipSelect}`
        const part = parts.find(
          ({ config }) => config.spi.bus === bus && config.spi.chipSelect === chipSelect,
        )
        if (!part) throw explainSpi(path, Object.assign(new Error('no such device'), { code: 'ENOENT' }))
        const queue = transferQueue({ name: path, clock, limitMs: stuckMs * 2 })
        return {
          send: (pieces) =>
            queue.run(async () => {
              if (part.fault === 'slow') await pause(slowMs)
              if (part.fault === 'stuck') {
                await pause(stuckMs)
                throw explainSpi(path, Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }))
              }
              part.sent++
              if (part.fault === 'unplugged') return
              for (const piece of pieces) part.chain.receive(piece)
              changed()
            }),
          close: () => queue.close(),
        }
      },
    },
    view(device) {
      const part = find(device)
      if (!part) return undefined
      const { config, chain, fault } = part
      return {
        kind: 'hall-board',
        id: config.id,
        rows: config.rows,
        columns: config.columns,
        dots: dotsOf(part),
        brightness: chain.brightness(),
        fault,
      }
    },
    act(action) {
      const part = find(action.device)
      if (!part) return `there is no hall board "${action.device}"`
      if (action.action !== 'fault') return `a board can't be pressed`
      if (!faults.includes(action.fault)) return `a hall board has no fault "${action.fault}"`
      part.fault = action.fault
      if (action.fault === 'unplugged') part.chain.reset()
      changed()
      return null
    },
    chain: (device) => find(device)?.chain,
    sent: (device) => find(device)?.sent ?? 0,
  }
}
