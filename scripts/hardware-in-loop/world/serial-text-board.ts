/**
 * A text board behind a USB serial adapter: the kernel's serial gadget, behind it the same controller of a board that
 * simulated ports have (`firmware/wire/text-board-peer.sim.ts`).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { openSerialWire } from '../../../firmware/wire/serial.ts'
import { type TextBoardPeer, textBoardPeer } from '../../../firmware/wire/text-board-peer.sim.ts'
import type { SerialTransport } from '../../../firmware/wire/wires.ts'
import { plugUsb, type UsbGadget } from './usb-gadget.ts'
import { soon } from './wait.ts'

export type SerialTextBoard = UsbGadget & {
  board: TextBoardPeer
  /** Where the computer sees it. */
  path: string
}

const ports = () => readdirSync('/dev').filter((name) => name.startsWith('ttyACM'))

export async function plugSerialTextBoard({
  address,
  baud,
}: {
  address: number
  baud: number
}): Promise<SerialTextBoard> {
  const before = new Set(ports())
  let own = ''
  const gadget = await plugUsb(
    { vendor: 0x0403, product: 0x6001, manufacturer: 'FTDI', name: 'RS-485' },
    'acm.text',
    (directory) => {
      own = `/dev/ttyGS${readFileSync(`${directory}/port_num`, 'utf8').trim()}`
    },
  )
  const name = await soon('the computer finds the adapter', () => ports().find((one) => !before.has(one)))
  let port: SerialTransport | undefined
  const board = textBoardPeer({ address, send: (bytes) => port?.write(bytes) })
  /** The board's end of the cable. The kernel hangs it up with the USB cable; the board itself stays as it is. */
  async function connect(): Promise<void> {
    const opened = await openSerialWire().open(own, baud)
    opened.on('data', (bytes: Uint8Array) => board.receive(bytes))
    opened.on('close', () => {
      port = undefined
      void soon(
        'the end of the board is open again',
        () =>
          connect().then(
            () => true,
            () => false,
          ),
        {
          withinMs: 60_000,
          everyMs: 250,
        },
      )
    })
    port = opened
  }
  await connect()
  return { ...gadget, board, path: `/dev/${name}` }
}
