/** A byte line over a serial port, opened by the serial wire. */
import { wireError } from './wire-error.ts'
import type { ByteLine, SerialWire } from './wires.ts'

/** Small, so that a slip given up stops soon and `sent` stays near the truth. */
const blockBytes = 256

export async function openSerialLine({
  path,
  baud,
  serial,
}: {
  path: string
  baud: number
  serial: SerialWire
}): Promise<ByteLine> {
  const port = await serial.open(path, baud)
  let broken: Error | undefined
  let failWrite: (error: Error) => void = () => {}
  let sent = 0
  const breakOff = (error: Error) => {
    broken ??= error
    failWrite(broken)
  }
  port.on('close', () => breakOff(wireError('unplugged', `serial port ${path} is gone: is it plugged in?`)))
  port.on('error', (error: Error) =>
    breakOff(wireError('unplugged', `serial port ${path}: ${error.message}`)),
  )

  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += blockBytes) {
        if (broken) throw broken
        const block = bytes.subarray(at, at + blockBytes)
        await new Promise<void>((resolve, reject) => {
          failWrite = reject
          sent += block.length
          port.write(Buffer.from(block), (error) => {
            if (error) reject(wireError('unplugged', `serial port ${path}: ${error.message}`, error))
            else resolve()
          })
        })
      }
    },
    onData(listener) {
      port.on('data', listener)
    },
    sent: () => sent,
    close: () =>
      new Promise((resolve) => {
        breakOff(wireError('unplugged', `serial port ${path} is closed`))
        if (port.isOpen) port.close(() => resolve())
        else resolve()
      }),
  }
}
