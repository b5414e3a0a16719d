/** One opened serial port in memory, as serialport's own behaves; what hangs on it is given as functions. */
import { EventEmitter } from 'node:events'
import type { Clock } from '../../hardware/clock.ts'
import type { SerialTransport } from './wires.ts'

export type SimulatedPort = SerialTransport & { pull(): void }

export function simulatedPort({
  clock,
  delayMs,
  isStuck,
  receive,
  onClosed,
}: {
  clock: Clock
  /** How late bytes arrive at the device now. */
  delayMs: () => number
  /** Bytes are taken by nobody now. */
  isStuck: () => boolean
  receive: (bytes: Uint8Array) => void
  onClosed: (port: SimulatedPort) => void
}): SimulatedPort {
  const end = (...reason: unknown[]) => {
    if (!port.isOpen) return
    port.isOpen = false
    onClosed(port)
    queueMicrotask(() => port.emit('close', ...reason))
  }
  const port: SimulatedPort = Object.assign(new EventEmitter(), {
    isOpen: true,
    write(bytes: Uint8Array, done?: (error?: Error | null) => void) {
      if (!port.isOpen) {
        queueMicrotask(() => done?.(new Error('Port is not open')))
        return
      }
      if (isStuck()) return
      const arrive = () => {
        if (port.isOpen) receive(bytes)
        done?.()
      }
      const late = delayMs()
      if (late > 0) clock.after(late, arrive)
      else queueMicrotask(arrive)
    },
    close(done?: (error?: Error | null) => void) {
      end()
      queueMicrotask(() => done?.())
    },
    // serialport tells a lost device in this way.
    pull: () => end(Object.assign(new Error('device lost'), { disconnected: true })),
  })
  return port
}
