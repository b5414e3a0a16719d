/**
 * A USB device made by the kernel itself (configfs gadget on a dummy host controller), plugged into the computer
 * that it runs on. It is unplugged as a person does it: what holds it open notices.
 */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { soon } from './wait.ts'

export type UsbGadget = {
  plugged(): boolean
  plug(on: boolean): void
}

/** Without a serial number it gets one of its own. */
export type UsbIdentity = {
  vendor: number
  product: number
  manufacturer: string
  name: string
  serial?: string
}

let free = 0
const gadgets = '/sys/kernel/config/usb_gadget'
const onBus = '/sys/bus/usb/devices'

/** `configure` gets the function's directory. Resolves when the computer has found the device. */
export async function plugUsb(
  { vendor, product, manufacturer, name, serial: ownSerial }: UsbIdentity,
  usbFunction: string,
  configure: (directory: string) => void = () => {},
): Promise<UsbGadget> {
  const controller = free++
  const serial = ownSerial ?? `DL${controller}`
  const gadget = `${gadgets}/device${controller}`
  const put = (path: string, text: string) => writeFileSync(`${gadget}/${path}`, text)
  for (const directory of ['strings/0x409', 'configs/c.1', `functions/${usbFunction}`])
    mkdirSync(`${gadget}/${directory}`, { recursive: true })
  put('idVendor', `0x${vendor.toString(16)}`)
  put('idProduct', `0x${product.toString(16)}`)
  put('strings/0x409/manufacturer', manufacturer)
  put('strings/0x409/product', name)
  put('strings/0x409/serialnumber', serial)
  configure(`${gadget}/functions/${usbFunction}`)
  symlinkSync(`${gadget}/functions/${usbFunction}`, `${gadget}/configs/c.1/f`)
  put('UDC', `dummy_udc.${controller}`)

  const isOurs = (device: string) => {
    try {
      return readFileSync(`${onBus}/${device}/serial`, 'utf8').trim() === serial
    } catch {
      return false
    }
  }
  const device = await soon(`the computer finds USB device ${serial} (${name})`, () =>
    readdirSync(onBus).find(isOurs),
  )
  // Unbinding the gadget while its device file is open is an oops of the kernel; this is what a hub does.
  const authorized = `${onBus}/${device}/authorized`
  return {
    plugged: () => readFileSync(authorized, 'utf8').trim() === '1',
    plug: (on) => writeFileSync(authorized, on ? '1' : '0'),
  }
}
