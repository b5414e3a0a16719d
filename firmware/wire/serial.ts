/**
 * Serial ports through serialport: the only file that knows it. The package is native, so it is loaded when the
 * first port is opened and never in a simulated run.
 */
import { read } from 'node:fs'
import { promisify } from 'node:util'
import { loadPackage } from './load-package.ts'
import { codeOf, messageOf, type WireError, wireError } from './wire-error.ts'
import type { SerialTransport, SerialWire } from './wires.ts'

const readAsync = promisify(read)

function explain(path: string, error: unknown): WireError {
  const text = messageOf(error)
  if (/no such file|no such device|input\/output/i.test(text))
    return wireError('unplugged', `nothing is plugged in at ${path}`, error)
  if (/permission denied|not permitted/i.test(text))
    return wireError(
      'not-supported',
      `${path} may not be opened by this user: add it to the group dialout`,
      error,
    )
  if (/lock|busy|temporarily unavailable/i.test(text))
    return wireError('disagrees', `${path} is held by another program`, error)
  return wireError('no-answer', `serial port ${path}: ${text}`, error)
}

/** What serialport keeps of an open port on Linux. */
type OpenPort = {
  isOpen: boolean
  fd: number | null
  poller: { once(event: 'readable', then: (error: Error | null) => void): void }
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>
}

/**
 * The kernel answers a read with nothing once the cable is out. serialport's own reading asks again at once, for ever and
 * at full speed, unless it was told of the cable first; this one takes it as the end of the port.
 */
function readUntilGone(port: OpenPort) {
  port.read = async (buffer, offset, length) => {
    for (;;) {
      if (!port.isOpen || port.fd === null) throw Object.assign(new Error('closed'), { canceled: true })
      try {
        const { bytesRead } = await readAsync(port.fd, buffer, offset, length, null)
        if (bytesRead === 0) throw new Error('hung up')
        return { buffer, bytesRead }
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN' && codeOf(error) !== 'EINTR') throw error
        await new Promise<void>((resolve, reject) =>
          port.poller.once('readable', (failure) => (failure ? reject(failure) : resolve())),
        )
      }
    }
  }
}

export function openSerialWire(): SerialWire {
  return {
    async open(path, baud) {
      const { SerialPort } = await loadPackage('serialport', () => import('serialport'))
      const port = new SerialPort({ path, baudRate: baud, autoOpen: false })
      await new Promise<void>((resolve, reject) =>
        port.open((error) => (error ? reject(explain(path, error)) : resolve())),
      )
      readUntilGone(port.port as unknown as OpenPort)
      // An error without a listener would end the process; what follows from it is told by "close".
      port.on('error', () => {})
      return port satisfies SerialTransport
    },
  }
}
