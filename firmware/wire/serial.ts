/**
 * Serial ports through serialport: the only file that knows it. The package is native, so it is loaded when the
 * first port is opened and never in a simulated run.
 */
import { loadPackage } from './load-package.ts'
import { messageOf, type WireError, wireError } from './wire-error.ts'
import type { SerialTransport, SerialWire } from './wires.ts'

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

export function openSerialWire(): SerialWire {
  return {
    async open(path, baud) {
      const { SerialPort } = await loadPackage('serialport', () => import('serialport'))
      const port = new SerialPort({ path, baudRate: baud, autoOpen: false })
      await new Promise<void>((resolve, reject) =>
        port.open((error) => (error ? reject(explain(path, error)) : resolve())),
      )
      // An error without a listener would end the process; what follows from it is told by "close".
      port.on('error', () => {})
      return port satisfies SerialTransport
    },
  }
}
