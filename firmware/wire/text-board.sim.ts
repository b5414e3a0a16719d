/**
 * Serial ports with text boards on them (`text-board-peer.sim.ts`), in memory only. A board without power forgets.
 *
 * Faults: unplugged (the adapter is pulled out), slow (bytes arrive late), stuck (the board has no power or hangs:
 * the port is there and nothing answers).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchAction, BenchTextBoard, WireFault } from './bench.ts'
import { type SimulatedPort, simulatedPort } from './serial-port.sim.ts'
import { type TextBoardPeer, textBoardPeer } from './text-board-peer.sim.ts'
import { wireError } from './wire-error.ts'
import type { SerialWire } from './wires.ts'

const slowMs = 200
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export type SimulatedTextBoards = {
  wire: SerialWire
  /** Whether a board hangs on this port. */
  has(path: string): boolean
  view(device: string): BenchTextBoard | undefined
  act(action: BenchAction): string | null
  /** Turns bits of the next bytes to the board, as interference does. */
  disturb(device: string, frames: number): void
  /** The board's power was away for a moment. */
  losePower(device: string): void
}

type Part = {
  config: DeviceOf<'text-board'>
  fault: WireFault
  peer: TextBoardPeer
  disturbed: number
  port: SimulatedPort | undefined
}

export function simulatedTextBoards({
  boards,
  clock,
  changed = () => {},
}: {
  boards: DeviceOf<'text-board'>[]
  clock: Clock
  changed?: () => void
}): SimulatedTextBoards {
  const parts = boards.map((config): Part => {
    const part: Part = {
      config,
      fault: 'none',
      peer: textBoardPeer({
        address: config.address ?? 1,
        send: (bytes) => part.port?.emit('data', Buffer.from(bytes)),
        changed: () => changed(),
      }),
      disturbed: 0,
      port: undefined,
    }
    return part
  })
  const find = (device: string) => parts.find(({ config }) => config.id === device)
  const at = (path: string) => parts.find(({ config }) => config.port === path)
  const openPort = (part: Part): SimulatedPort =>
    simulatedPort({
      clock,
      delayMs: () => (part.fault === 'slow' ? slowMs : 0),
      isStuck: () => part.fault === 'stuck',
      receive(bytes) {
        part.peer.receive(part.disturbed > 0 ? bytes.map((byte, i) => (i === 6 ? byte ^ 0x04 : byte)) : bytes)
        part.disturbed = Math.max(0, part.disturbed - 1)
      },
      onClosed(port) {
        if (part.port === port) part.port = undefined
      },
    })

  return {
    wire: {
      async open(path) {
        const part = at(path)
        if (!part || part.fault === 'unplugged')
          throw wireError('unplugged', `nothing is plugged in at ${path} (simulated)`)
        if (part.port) throw wireError('disagrees', `${path} is held by another program`)
        part.port = openPort(part)
        return part.port
      },
    },
    has: (path) => at(path) !== undefined,
    view(device) {
      const part = find(device)
      if (!part) return undefined
      const { config, peer, fault } = part
      return {
        kind: 'text-board',
        id: config.id,
        address: config.address ?? 1,
        text: peer.text(),
        runs: peer.runs(),
        light: peer.light(),
        fault,
      }
    },
    act(action) {
      const part = find(action.device)
      if (!part) return `there is no text board "${action.device}"`
      if (action.action !== 'fault') return `a board can't be pressed`
      if (!faults.includes(action.fault)) return `a text board has no fault "${action.fault}"`
      part.fault = action.fault
      if (action.fault === 'unplugged') part.port?.pull()
      if (action.fault === 'unplugged' || action.fault === 'stuck') part.peer.reset()
      changed()
      return null
    },
    disturb(device, frames) {
      const part = find(device)
      if (part) part.disturbed = frames
    },
    losePower(device) {
      find(device)?.peer.reset()
    },
  }
}
