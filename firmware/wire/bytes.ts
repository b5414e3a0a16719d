/**
 * Byte lines to printers: over the network (port 9100), the kernel's USB printer device, or a serial port. Each
 * transport has its own file; none knows what the bytes mean.
 */
import type { Clock } from '../../hardware/clock.ts'
import { openDeviceFileLine } from './bytes-device-file.ts'
import { openSerialLine } from './bytes-serial.ts'
import { openTcpLine } from './bytes-tcp.ts'
import { findUsbPrinter } from './usb-printers.ts'
import type { ByteWire, SerialWire } from './wires.ts'

export function openByteWire({ clock, serial }: { clock: Clock; serial: SerialWire }): ByteWire {
  return {
    async open(connection) {
      const tcp = /^tcp:\/\/([^/:\s]+)(?::(\d+))?$/.exec(connection)
      if (tcp?.[1]) return openTcpLine({ host: tcp[1], port: Number(tcp[2] ?? 9100), clock })
      const usb = /^usb:(\/dev\/\S+)$/.exec(connection)
      if (usb?.[1]) return openDeviceFileLine({ path: usb[1], clock })
      const fixed = /^usb:((?:serial|socket)=\S+)$/.exec(connection)
      if (fixed?.[1]) return openDeviceFileLine({ path: await findUsbPrinter(fixed[1]), clock })
      const port = /^serial:(\/dev\/[^?\s]+)(?:\?baud=(\d+))?$/.exec(connection)
      if (port?.[1]) return openSerialLine({ path: port[1], baud: Number(port[2] ?? 9600), serial })
      throw new Error(`"${connection}" is no connection: tcp://HOST, usb:/dev/usb/lp0 or serial:/dev/ttyUSB0`)
    },
  }
}
