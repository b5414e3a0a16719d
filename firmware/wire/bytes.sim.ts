/**
 * Byte lines to printers that exist in memory only. What a driver sends is drawn; what it asks is answered.
 *
 * Faults: unplugged (no line opens, an open one breaks), slow (bytes trickle), stuck (nothing is taken and
 * nothing answered until the line is closed), paper-low (it says so and prints on), paper-out and cover-open (the
 * printer answers so and holds what it is sent), garbled (it prints, and its answers are no status).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { dotsAcross } from '../ticket-printer/ticket-printer.ts'
import type { BenchAction, BenchPrinter } from './bench.ts'
import { type SimulatedPrinter, simulatedPrinter } from './printer.sim.ts'
import { wireError } from './wire-error.ts'
import type { ByteLine, ByteWire } from './wires.ts'

const slowBytesPerMs = 20

export type SimulatedBytes = {
  wire: ByteWire
  view(device: string): BenchPrinter | undefined
  act(action: BenchAction): string | null
  media(device: string, id: string): { type: 'image/png'; bytes: Uint8Array } | undefined
  /** The printer itself, for what the bench does not offer. */
  printer(device: string): SimulatedPrinter | undefined
  /** The line breaks when so many more bytes have passed. */
  breakAfterBytes(device: string, bytes: number): void
}

type Part = {
  config: DeviceOf<'ticket-printer'>
  printer: SimulatedPrinter
  line: { breakOff(): void; hear(bytes: Uint8Array): void } | undefined
  bytesUntilBreak: number
}

export function simulatedBytes({
  printers,
  clock,
  mediaAddress,
  changed = () => {},
}: {
  printers: DeviceOf<'ticket-printer'>[]
  clock: Clock
  /** Where the pages find the picture of a slip. */
  mediaAddress: (device: string, id: string) => string
  changed?: () => void
}): SimulatedBytes {
  const run = clock.now().toString(36)
  const parts = printers.map((config): Part => {
    const part: Part = {
      config,
      printer: simulatedPrinter({
        dots: dotsAcross[config.paperMm ?? 80],
        run,
        // An answer comes back after the call that caused it has ended, as from a real line.
        answer: (bytes) => queueMicrotask(() => part.line?.hear(bytes)),
        changed: () => changed(),
      }),
      line: undefined,
      bytesUntilBreak: Number.POSITIVE_INFINITY,
    }
    return part
  })
  const part = (device: string) => parts.find((one) => one.config.id === device)

  function openLine(target: Part): ByteLine {
    const gone = () =>
      wireError('unplugged', `printer ${target.config.connection} broke the connection (simulated)`)
    const waiting = new Set<(error: Error) => void>()
    let listener: (bytes: Uint8Array) => void = () => {}
    let broken: Error | undefined
    let sent = 0
    const breakOff = () => {
      broken ??= gone()
      for (const reject of waiting) reject(broken)
      if (target.line === self) target.line = undefined
    }
    const self = { breakOff, hear: (bytes: Uint8Array) => listener(bytes) }
    target.line = self

    return {
      write: (bytes) =>
        new Promise((resolve, reject) => {
          const arrive = () => {
            waiting.delete(reject)
            if (broken) {
              reject(broken)
              return
            }
            const passed = Math.min(bytes.length, target.bytesUntilBreak)
            target.bytesUntilBreak -= passed
            sent += passed
            target.printer.receive(bytes.subarray(0, passed))
            if (passed < bytes.length) {
              target.bytesUntilBreak = Number.POSITIVE_INFINITY
              breakOff()
              reject(broken ?? gone())
            } else resolve()
          }
          const fault = target.printer.fault()
          if (broken) reject(broken)
          else if (fault === 'stuck') waiting.add(reject)
          else if (fault === 'slow') {
            waiting.add(reject)
            clock.after(bytes.length / slowBytesPerMs, arrive)
          } else arrive()
        }),
      onData(next) {
        listener = next
      },
      sent: () => sent,
      async close() {
        breakOff()
      },
    }
  }

  return {
    wire: {
      async open(connection) {
        const target = parts.find((one) => one.config.connection === connection)
        if (!target) throw new Error(`no simulated printer at ${connection}`)
        if (target.printer.fault() === 'unplugged')
          throw wireError(
            'unplugged',
            `printer ${connection} refused the connection: is it switched on, is its address right?`,
          )
        if (target.line) throw wireError('disagrees', `printer ${connection} is held by another program`)
        return openLine(target)
      },
    },
    view(device) {
      const target = part(device)
      if (!target) return undefined
      const { config, printer } = target
      return {
        kind: 'ticket-printer',
        id: config.id,
        paperMm: config.paperMm ?? 80,
        bytes: printer.bytes(),
        fault: printer.fault(),
        slips: printer
          .slips()
          .map(({ id, slip }) => ({ id, picture: mediaAddress(config.id, id), cut: slip.cut })),
      }
    },
    act(action) {
      const target = part(action.device)
      if (!target) return `there is no printer "${action.device}"`
      if (action.action !== 'fault') return `a printer can't be pressed`
      target.printer.setFault(action.fault)
      if (action.fault === 'unplugged') target.line?.breakOff()
      return null
    },
    media(device, id) {
      const bytes = part(device)?.printer.picture(id)
      return bytes && { type: 'image/png', bytes }
    },
    printer: (device) => part(device)?.printer,
    breakAfterBytes(device, bytes) {
      const target = part(device)
      if (target) target.bytesUntilBreak = bytes
    },
  }
}
