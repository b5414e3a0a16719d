/**
 * Byte lines to printers: over the network (port 9100), the kernel's USB printer device, or a serial port. Each
 * transport has its own file; none knows what the bytes mean.
 */
import { realpath } from 'node:fs/promises'
import type { Clock } from '../../hardware/clock.ts'
import { openDeviceFileLine } from './bytes-device-file.ts'
import { openSerialLine } from './bytes-serial.ts'
import { openTcpLine } from './bytes-tcp.ts'
import { type HeldPorts, heldPorts } from './held-ports.ts'
import { findUsbPrinter } from './usb-printers.ts'
import type { ByteLine, ByteWire, SerialWire } from './wires.ts'

type Way = { port: string; open(): Promise<ByteLine> }

export function openByteWire({
  clock,
  serial,
  held = heldPorts(),
}: {
  clock: Clock
  serial: SerialWire
  held?: HeldPorts
}): ByteWire {
  async function wayOf(connection: string): Promise<Way> {
    const tcp = /^tcp:\/\/([^/:\s]+)(?::(\d+))?$/.exec(connection)
    if (tcp?.[1]) {
      const [host, port] = [tcp[1], Number(tcp[2] ?? 9100)]
      return { port: `${host.toLowerCase()}:${port}`, open: () => openTcpLine({ host, port, clock }) }
    }
    const usb = /^usb:(?:(\/dev\/\S+)|((?:serial|socket)=\S+))$/.exec(connection)
    const named = usb?.[1] ?? (usb?.[2] ? await findUsbPrinter(usb[2]) : undefined)
    if (named !== undefined)
      return { port: await fileOf(named), open: () => openDeviceFileLine({ path: named, clock }) }
    const port = /^serial:(\/dev\/[^?\s]+)(?:\?baud=(\d+))?$/.exec(connection)
    if (port?.[1]) {
      const [path, baud] = [port[1], Number(port[2] ?? 9600)]
      return { port: await fileOf(path), open: () => openSerialLine({ path, baud, serial }) }
    }
    throw new Error(`"${connection}" is no connection: tcp://HOST, usb:/dev/usb/lp0 or serial:/dev/ttyUSB0`)
  }

  return {
    async open(connection, owner = connection) {
      const { port, open } = await wayOf(connection)
      const release = held.take(port, owner, connection)
      try {
        const line = await open()
        return { ...line, close: () => line.close().finally(release) }
      } catch (error) {
        release()
        throw error
      }
    },
  }
}

/** What a link such as those under /dev/serial/by-id/ leads to. One that is not there is told when it is opened. */
const fileOf = (path: string) => realpath(path).catch(() => path)
