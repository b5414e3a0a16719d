/**
 * Serial ports with text boards on them: each board reads the frames of `text-line.ts`, shows what it is told and
 * answers. A board without power forgets.
 *
 * Faults: unplugged (the adapter is pulled out), slow (bytes arrive late), stuck (the board has no power or hangs:
 * the port is there and nothing answers).
 */
import { EventEmitter } from 'node:events'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { frameReader, readRequest, replyFrame, standing } from '../hall-board/text-line.ts'
import type { BenchAction, BenchTextBoard, WireFault } from './bench.ts'
import { wireError } from './wire-error.ts'
import type { SerialTransport, SerialWire } from './wires.ts'

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
  text: string
  runs: boolean
  light: number
  disturbed: number
  port: (SerialTransport & { pull(): void }) | undefined
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
  const parts = boards.map(
    (config): Part => ({
      config,
      fault: 'none',
      text: '',
      runs: false,
      light: 100,
      disturbed: 0,
      port: undefined,
    }),
  )
  const find = (device: string) => parts.find(({ config }) => config.id === device)
  const at = (path: string) => parts.find(({ config }) => config.port === path)
  function forget(part: Part) {
    Object.assign(part, { text: '', runs: false, light: 100 })
  }

  /** What the board answers to bytes; nothing to what is not for it or not whole. */
  function board(part: Part): (bytes: Uint8Array) => Uint8Array[] {
    const read = frameReader('board')
    return (bytes) =>
      read(bytes).flatMap((frame) => {
        const request = readRequest(frame)
        if (!request || request.address !== (part.config.address ?? 1)) return []
        const { address, sequence, command, payload } = request
        if (command === 'F' || command === 'S') Object.assign(part, { text: payload, runs: command === 'S' })
        else if (command === 'L') part.light = Number(payload)
        const state = standing(part.runs ? 'S' : 'F', part.text)
        changed()
        return [replyFrame({ ok: true, address, sequence, payload: state })]
      })
  }

  function openPort(part: Part) {
    const answer = board(part)
    const end = (...reason: unknown[]) => {
      if (!port.isOpen) return
      port.isOpen = false
      if (part.port === port) part.port = undefined
      queueMicrotask(() => port.emit('close', ...reason))
    }
    const port = Object.assign(new EventEmitter(), {
      isOpen: true,
      write(bytes: Uint8Array, done?: (error?: Error | null) => void) {
        queueMicrotask(() => done?.(port.isOpen ? null : new Error('Port is not open')))
        if (!port.isOpen || part.fault === 'stuck') return
        const arriving = part.disturbed > 0 ? bytes.map((byte, i) => (i === 6 ? byte ^ 0x04 : byte)) : bytes
        part.disturbed = Math.max(0, part.disturbed - 1)
        const arrive = () => {
          if (port.isOpen) for (const reply of answer(arriving)) port.emit('data', Buffer.from(reply))
        }
        if (part.fault === 'slow') clock.after(slowMs, arrive)
        else queueMicrotask(arrive)
      },
      close(done?: (error?: Error | null) => void) {
        end()
        queueMicrotask(() => done?.())
      },
      pull: () => end(Object.assign(new Error('device lost'), { disconnected: true })),
    })
    return port
  }

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
      const { config, text, runs, light, fault } = part
      return { kind: 'text-board', id: config.id, address: config.address ?? 1, text, runs, light, fault }
    },
    act(action) {
      const part = find(action.device)
      if (!part) return `there is no text board "${action.device}"`
      if (action.action !== 'fault') return `a board can't be pressed`
      if (!faults.includes(action.fault)) return `a text board has no fault "${action.fault}"`
      part.fault = action.fault
      if (action.fault === 'unplugged') part.port?.pull()
      if (action.fault === 'unplugged' || action.fault === 'stuck') forget(part)
      changed()
      return null
    },
    disturb(device, frames) {
      const part = find(device)
      if (part) part.disturbed = frames
    },
    losePower(device) {
      const part = find(device)
      if (part) forget(part)
    },
  }
}
