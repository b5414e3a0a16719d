/**
 * A device behind a USB serial adapter: the kernel's serial gadget. The computer sees it as the next /dev/ttyACM*; the
 * device's own end of the cable is a serial port like any other, which the kernel hangs up with the cable.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { openSerialWire } from '../../../firmware/wire/serial.ts'
import type { SerialTransport } from '../../../firmware/wire/wires.ts'
import { plugUsb, type UsbGadget, type UsbIdentity } from './usb-gadget.ts'
import { soon } from './wait.ts'

export type UsbSerial = UsbGadget & {
  /** Where the computer sees it. */
  path: string
  /** The device speaks; nobody hears it while the cable is out. */
  send(bytes: Uint8Array): void
}

const ports = () => readdirSync('/dev').filter((name) => name.startsWith('ttyACM'))

/**
 * `instance` names the gadget's function; `onBytes` gets what the computer writes; `onOpen` is called whenever the
 * device's end is up, at first and some moments after the cable is back.
 */
export async function plugUsbSerial({
  identity,
  instance,
  baud,
  onBytes,
  onOpen = () => {},
}: {
  identity: UsbIdentity
  instance: string
  baud: number
  onBytes: (bytes: Uint8Array) => void
  onOpen?: () => void
}): Promise<UsbSerial> {
  const before = new Set(ports())
  let own = ''
  const gadget = await plugUsb(identity, `acm.${instance}`, (directory) => {
    own = `/dev/ttyGS${readFileSync(`${directory}/port_num`, 'utf8').trim()}`
  })
  const name = await soon('the computer finds the adapter', () => ports().find((one) => !before.has(one)))
  let port: SerialTransport | undefined
  async function connect(): Promise<void> {
    const opened = await openSerialWire().open(own, baud)
    opened.on('data', onBytes)
    opened.on('close', () => {
      port = undefined
      // What is said while the cable is out would wait in the kernel and be heard when it is back.
      const again = () =>
        gadget.plugged() &&
        connect().then(
          () => true,
          () => false,
        )
      void soon('the end of the device is open again', again, { withinMs: 300_000, everyMs: 250 })
    })
    port = opened
    onOpen()
  }
  await connect()
  return {
    ...gadget,
    path: `/dev/${name}`,
    send: (bytes) => void port?.write(Buffer.from(bytes)),
  }
}
