/**
 * I2C buses with their chips on them, on the trunk or behind a multiplexer's channel. Transfers go through the
 * same queue and the same choice of channels as on the real wire and fail with what the kernel would say, so the
 * drivers above can't tell. A chip that was unplugged has lost its power: it comes back empty and dark.
 */
import { multiplexerId } from '../../hardware/chips.ts'
import type { Clock } from '../../hardware/clock.ts'
import { pinsOfChip } from '../../hardware/expander-pins.ts'
import type { DeviceOf, ExpanderConfig } from '../../hardware/site-description.ts'
import type { BenchAction, BenchBoard, BenchExpander, BenchMultiplexer, WireFault } from './bench.ts'
import type { ExpanderModel } from './expander-pins.sim.ts'
import { type Ht16k33, ht16k33 } from './ht16k33.sim.ts'
import { explainI2c } from './i2c.ts'
import { type MuxReach, muxReach } from './i2c-mux.ts'
import { mcp23017Model } from './mcp23017.sim.ts'
import { pcf8574Model } from './pcf8574.sim.ts'
import { type Tca9548a, tca9548a } from './tca9548a.sim.ts'
import { type TransferQueue, transferQueue } from './transfer-queue.ts'
import type { I2cMux, I2cWire } from './wires.ts'

const slowMs = 300
/** The Pi's adapter gives up on a held bus after one second. */
const kernelLimitMs = 1000

/** What any chip on the bus can do. */
type Chip = { write(bytes: Uint8Array): void; read(length: number): Uint8Array; reset(): void }
type Socket<C extends Chip = Chip> = {
  id: string
  bus: number
  mux: I2cMux | undefined
  address: number
  chip: C
  fault: WireFault
}

export type SimulatedI2c = {
  wire: I2cWire
  view(device: string): BenchBoard | undefined
  viewExpander(id: string): BenchExpander | undefined
  viewMultiplexers(): BenchMultiplexer[]
  /** The chip behind an expander's id. */
  expander(id: string): ExpanderModel
  /** What stands on an interrupt line that these expanders share. */
  interrupt(pin: number): 0 | 1
  act(action: BenchAction): string | null
  /** Transfers that reached a chip since the start: how a test sees that nothing was sent needlessly. */
  writes(device: string): number
  /** The chip of a board, for what the bench does not offer. */
  chip(device: string): Ht16k33 | undefined
  /** A multiplexer by its bus and address: a fault of it, or none. */
  faultOfMux(bus: number, address: string, fault: WireFault): void
}

export function simulatedI2c({
  boards: configs,
  expanders: expanderConfigs = [],
  clock,
  changed = () => {},
}: {
  boards: DeviceOf<'counter-board'>[]
  expanders?: readonly ExpanderConfig[]
  clock: Clock
  changed?: () => void
}): SimulatedI2c {
  const boards = configs.map((config): Socket<Ht16k33> & { config: DeviceOf<'counter-board'> } => ({
    config,
    id: config.id,
    bus: config.bus,
    mux: config.mux,
    address: Number(config.address),
    chip: ht16k33(),
    fault: 'none',
  }))
  const muxes: Socket<Tca9548a>[] = []
  const expanders = expanderConfigs.map((config): Socket<ExpanderModel> & { config: ExpanderConfig } => ({
    config,
    id: config.id,
    bus: config.bus,
    mux: config.mux,
    address: Number(config.address),
    chip: (config.chip === 'mcp23017' ? mcp23017Model : pcf8574Model)({ changed: () => changed() }),
    fault: 'none',
  }))
  for (const { bus, mux } of [...boards, ...expanders])
    if (mux && !muxOf(bus, mux.address)) {
      const id = multiplexerId(bus, mux)
      muxes.push({ id, bus, mux: undefined, address: Number(mux.address), chip: tca9548a(), fault: 'none' })
    }
  function muxOf(bus: number, address: string): Socket<Tca9548a> | undefined {
    return muxes.find((one) => one.bus === bus && one.address === Number(address))
  }
  const sockets: Socket[] = [...boards, ...expanders, ...muxes]
  const counts = new Map<string, number>()
  const buses = new Map<number, { queue: TransferQueue; channels: MuxReach }>()
  const errno = (number: number) => Object.assign(new Error('Unknown system error'), { errno: -number })
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

  /** Chips that hear this address now: two behind open channels hear it both. */
  function listening(bus: number, address: number): Socket[] {
    return sockets.filter((one) => {
      if (one.bus !== bus || one.address !== address) return false
      if (!one.mux) return true
      const mux = muxOf(bus, one.mux.address)
      return mux !== undefined && mux.fault !== 'unplugged' && mux.chip.isOpen(one.mux.channel)
    })
  }

  async function one<T>(bus: number, address: number, mux: I2cMux | undefined, work: (all: Socket[]) => T) {
    const heard = listening(bus, address)
    if (heard.some(({ fault }) => fault === 'slow')) await pause(slowMs)
    if (heard.some(({ fault }) => fault === 'stuck')) {
      await pause(kernelLimitMs)
      throw explainI2c(bus, address, errno(110), mux)
    }
    const there = heard.filter(({ fault }) => fault !== 'unplugged')
    if (there.length === 0) throw explainI2c(bus, address, errno(121), mux)
    return work(there)
  }
  function told(there: Socket[], bytes: Uint8Array) {
    for (const { id, chip } of there) {
      chip.write(bytes)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    changed()
  }
  /** An open drain: where two chips answer at once, each 0 wins. */
  const answered = (there: Socket[], length: number) =>
    there.map(({ chip }) => chip.read(length)).reduce((a, b) => a.map((byte, i) => byte & (b[i] ?? 0)))
  const write = (bus: number, address: number, bytes: Uint8Array, mux?: I2cMux): Promise<void> =>
    one(bus, address, mux, (there) => told(there, bytes))
  const read = (bus: number, address: number, length: number, mux?: I2cMux): Promise<Uint8Array> =>
    one(bus, address, mux, (there) => answered(there, length))
  const readFrom = (bus: number, address: number, register: number, length: number, mux?: I2cMux) =>
    one(bus, address, mux, (there) => {
      told(there, Uint8Array.of(register))
      return answered(there, length)
    })

  function busOf(number: number) {
    const known = buses.get(number)
    if (known) return known
    const bus = {
      queue: transferQueue({ name: `I2C bus ${number}`, clock }),
      channels: muxReach({ clock, write: (address, bytes) => write(number, address, bytes) }),
    }
    buses.set(number, bus)
    return bus
  }
  function put(socket: Socket, fault: WireFault) {
    socket.fault = fault
    if (fault === 'unplugged') socket.chip.reset()
    changed()
  }

  return {
    wire: {
      async open(number, mux) {
        const { queue, channels } = busOf(number)
        channels.know(mux)
        return {
          write: (address, bytes) =>
            queue.run(() => channels.reach(mux, () => write(number, address, bytes, mux))),
          read: (address, length) =>
            queue.run(() => channels.reach(mux, () => read(number, address, length, mux))),
          readFrom: (address, register, length) =>
            queue.run(() => channels.reach(mux, () => readFrom(number, address, register, length, mux))),
          close: async () => {},
        }
      },
    },
    view(device) {
      const board = boards.find((one) => one.id === device)
      if (!board) return undefined
      const { config, chip, fault } = board
      return {
        kind: 'counter-board',
        id: config.id,
        address: config.address,
        ...(config.mux ? { mux: config.mux } : {}),
        ram: chip.ram(),
        on: chip.on(),
        blinkHz: chip.blinkHz(),
        brightness: chip.brightness(),
        fault,
      }
    },
    viewExpander(id) {
      const found = expanders.find((one) => one.id === id)
      if (!found) return undefined
      const { config, chip, fault } = found
      const is = (word: number, bit: number): 0 | 1 => ((word >> bit) & 1 ? 1 : 0)
      return {
        kind: 'expander',
        id,
        chip: config.chip,
        address: config.address,
        pins: pinsOfChip[config.chip].map((name, bit) => ({
          name,
          level: is(chip.levels(), bit),
          holds: is(chip.outputs(), bit) ? 'driven' : is(chip.pullUps(), bit) ? 'pull-up' : 'floating',
        })),
        interrupt: chip.interrupt(),
        fault,
      }
    },
    expander(id) {
      const found = expanders.find((one) => one.id === id)
      if (!found) throw new Error(`no expander ${id}`)
      return found.chip
    },
    interrupt(pin) {
      const tells = ({ config, fault }: (typeof expanders)[number]) =>
        config.interruptPin === pin && fault !== 'unplugged' && fault !== 'interrupt-lost'
      return expanders.some((one) => tells(one) && one.chip.interrupt() === 0) ? 0 : 1
    },
    viewMultiplexers: () =>
      muxes.map(({ id, bus, address, chip, fault }) => ({
        kind: 'multiplexer',
        id,
        bus,
        address: `0x${address.toString(16)}`,
        open: [0, 1, 2, 3, 4, 5, 6, 7].filter((channel) => fault !== 'unplugged' && chip.isOpen(channel)),
        fault,
      })),
    act(action) {
      const board = boards.find((one) => one.id === action.device)
      const expander = expanders.find((one) => one.id === action.device)
      const chip = board ?? expander ?? muxes.find((one) => one.id === action.device)
      if (!chip) return `there is no chip "${action.device}"`
      const what = board ? 'a board' : expander ? 'an expander' : 'a multiplexer'
      if (action.action !== 'fault') return `${what} can't be pressed`
      const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']
      if (!faults.concat(expander ? ['interrupt-lost'] : []).includes(action.fault))
        return `${what} has no fault "${action.fault}"`
      put(chip, action.fault)
      return null
    },
    chip: (device) => boards.find((one) => one.id === device)?.chip,
    writes: (device) => counts.get(device) ?? 0,
    faultOfMux(bus, address, fault) {
      const mux = muxOf(bus, address)
      if (!mux) throw new Error(`no multiplexer ${address} on bus ${bus}`)
      put(mux, fault)
    },
  }
}
