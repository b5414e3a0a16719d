/** Printers that are not on USB's printer port: the same printer behind a serial adapter and behind a network socket. */
import { createServer, type Socket } from 'node:net'
import { type SimulatedPrinter, simulatedPrinter } from '../../../firmware/wire/printer.sim.ts'
import { plugUsbSerial } from './usb-serial.ts'

export type OtherPrinter = {
  printer: SimulatedPrinter
  /** As a site file has it. */
  connection: string
  plug(on: boolean): void
}

const realTime = [
  ...[1, 2, 3, 4].map((n) => Buffer.of(0x10, 0x04, n)),
  Buffer.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08),
]

/** A stream knows no blocks: a printer hears its real-time commands wherever they stand in it. */
function inBlocks(receive: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
  return (bytes) => {
    let rest = Buffer.from(bytes)
    while (rest.length > 0) {
      const next = realTime
        .map((command) => ({ command, at: rest.indexOf(command) }))
        .filter(({ at }) => at >= 0)
        .sort((a, b) => a.at - b.at)[0]
      const end = next ? next.at || next.command.length : rest.length
      receive(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
}

export async function plugSerialPrinter({ baud }: { baud: 115_200 }): Promise<OtherPrinter> {
  const printer = simulatedPrinter({
    dots: 576,
    run: 'serial',
    answer: (bytes) => serial.send(bytes),
    changed: () => {},
  })
  const serial = await plugUsbSerial({
    identity: { vendor: 0x067b, product: 0x2303, manufacturer: 'Prolific', name: 'RS-232' },
    instance: 'printer',
    baud,
    onBytes: inBlocks(printer.receive),
  })
  return { printer, connection: `serial:${serial.path}?baud=${baud}`, plug: serial.plug }
}

/** On the guest's own network; unplugged, it takes no connection and has broken the one there was. */
export async function plugNetworkPrinter(): Promise<OtherPrinter> {
  let connected: Socket | undefined
  const printer = simulatedPrinter({
    dots: 576,
    run: 'network',
    answer: (bytes) => void connected?.write(bytes),
    changed: () => {},
  })
  const server = createServer((socket) => {
    connected = socket
    socket.on('data', inBlocks(printer.receive))
    socket.on('error', () => {})
  })
  const port = 9100
  const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen()
  return {
    printer,
    connection: `tcp://127.0.0.1:${port}`,
    plug(on) {
      if (on) void listen()
      else {
        server.close()
        connected?.destroy()
      }
    },
  }
}
