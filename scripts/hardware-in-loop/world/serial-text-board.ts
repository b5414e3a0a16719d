/**
 * A text board behind a USB serial adapter: the same controller of a board that simulated ports have
 * (`firmware/wire/text-board-peer.sim.ts`).
 */
import { type TextBoardPeer, textBoardPeer } from '../../../firmware/wire/text-board-peer.sim.ts'
import { plugUsbSerial, type UsbSerial } from './usb-serial.ts'

export type SerialTextBoard = UsbSerial & { board: TextBoardPeer }

export async function plugSerialTextBoard({
  address,
  baud,
}: {
  address: number
  baud: number
}): Promise<SerialTextBoard> {
  const board = textBoardPeer({ address, send: (bytes) => serial.send(bytes) })
  const serial = await plugUsbSerial({
    identity: { vendor: 0x0403, product: 0x6001, manufacturer: 'FTDI', name: 'RS-485' },
    instance: 'text',
    baud,
    onBytes: board.receive,
  })
  return { ...serial, board }
}
