/**
 * A thermal printer on USB: the kernel's printer gadget, behind it the same printer that simulated wires have
 * (`firmware/wire/printer.sim.ts`). The computer sees it as /dev/usb/lp0, the next one as lp1.
 */
import { existsSync } from 'node:fs'
import { type SimulatedPrinter, simulatedPrinter } from '../../../firmware/wire/printer.sim.ts'
import { plugUsb, type UsbGadget } from './usb-gadget.ts'
import { pause, soon } from './wait.ts'
import { watchDevice } from './watch-device.sim.ts'

const bytesAtOnce = 4096

export type UsbPrinter = SimulatedPrinter &
  UsbGadget & {
    /** Takes nothing and answers nothing, as a printer does whose firmware hangs. */
    stick(on: boolean): void
    /** Takes a block only every so many milliseconds; 0: as quickly as it can. */
    slow(msPerBlock: number): void
    /** When the last slip was cut, on `performance.now()`. */
    lastCutAt(): number
    /** When the last byte came. */
    lastByteAt(): number
    /** Called with each block, before the printer gets it; the hall's questions about its state are among them. */
    onBlock(listener: (bytes: Uint8Array) => void): void
    /** Called once, as soon as the next slip has its first rows on the paper, long before it is cut. */
    onceBegun(listener: () => void): void
  }

let made = 0

export async function plugUsbPrinter({
  dots = 576,
  serial,
}: {
  dots?: number
  serial?: string
} = {}): Promise<UsbPrinter> {
  const number = made++
  const gadget = await plugUsb(
    { vendor: 0x04b8, product: 0x0e15, manufacturer: 'EPSON', name: 'TM-T20', ...(serial ? { serial } : {}) },
    `printer.${number}`,
  )
  let msPerBlock = 0
  let cutAt = 0
  let byteAt = 0
  let cuts = 0
  let onBlock: (bytes: Uint8Array) => void = () => {}
  let onBegun: (() => void) | undefined
  const node = `/dev/g_printer${number}`
  await soon(`${node} is there`, () => existsSync(node))
  await soon(`/dev/usb/lp${number} is there`, () => existsSync(`/dev/usb/lp${number}`))

  const printer = simulatedPrinter({
    dots,
    run: `usb${number}`,
    answer: (bytes) => device.write(bytes),
    changed() {
      if (printer.slipsCut() > cuts) cutAt = performance.now()
      cuts = printer.slipsCut()
      if (onBegun && printer.slips()[0]?.slip.cut === false) {
        const begun = onBegun
        onBegun = undefined
        begun()
      }
    },
  })
  const device = watchDevice(
    node,
    (bytes) => {
      byteAt = performance.now()
      onBlock(bytes)
      printer.receive(bytes)
      if (msPerBlock > 0) {
        device.listen(false)
        void pause(msPerBlock).then(() => device.listen(true))
      }
    },
    { most: bytesAtOnce },
  )

  return {
    ...printer,
    ...gadget,
    plug(on) {
      gadget.plug(on)
      device.listen(on)
    },
    stick: (on) => device.listen(!on),
    slow(ms) {
      msPerBlock = ms
    },
    lastCutAt: () => cutAt,
    lastByteAt: () => byteAt,
    onBlock(listener) {
      onBlock = listener
    },
    onceBegun(listener) {
      onBegun = listener
    },
  }
}
