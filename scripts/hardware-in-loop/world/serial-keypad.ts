/**
 * An Arduino keypad on USB: the kernel's serial gadget, behind it the same Arduino with StandardFirmata that
 * simulated wires have (`firmware/wire/firmata-peer.sim.ts`). The computer sees it as /dev/ttyACM0.
 */
import { existsSync } from 'node:fs'
import { type FirmataPeer, firmataPeer } from '../../../firmware/wire/firmata-peer.sim.ts'
import { openSerialWire } from '../../../firmware/wire/serial.ts'
import type { SerialTransport } from '../../../firmware/wire/wires.ts'
import { plugUsb, type UsbGadget } from './usb-gadget.ts'
import { pause, soon } from './wait.ts'

const baud = 57_600
/** When a key's contact opens and closes, in ms after it was pressed. */
const bounceMs = [0, 1, 2]

export type SerialKeypad = Omit<UsbGadget, 'plug'> & {
  plug(on: boolean): Promise<void>
  arduino: FirmataPeer
  press(pin: number, forMs?: number): Promise<void>
}

let made = 0
let only: Promise<SerialKeypad> | undefined
/** The one that is /dev/ttyACM0: plugged in when it is first asked for, and there for every check after. */
export function theSerialKeypad(): Promise<SerialKeypad> {
  only ??= plugSerialKeypad()
  return only
}

async function plugSerialKeypad(): Promise<SerialKeypad> {
  const number = made++
  const gadget = await plugUsb(
    { vendor: 0x2341, product: 0x0043, manufacturer: 'Arduino', name: 'Uno' },
    `acm.keypad${number}`,
  )
  const own = `/dev/ttyGS${number}`
  await soon(`${own} is there`, () => existsSync(own))
  await soon(`/dev/ttyACM${number} is there`, () => existsSync(`/dev/ttyACM${number}`))
  const arduino = firmataPeer({ send: (bytes) => port?.write(bytes), changed: () => {} })
  let port: SerialTransport | undefined
  /** The Arduino's own end of the cable is a serial port like any other; the kernel hangs it up with the cable. */
  async function powerUp() {
    const opened = await openSerialWire().open(own, baud)
    opened.on('data', (bytes: Uint8Array) => arduino.receive(bytes))
    opened.on('close', () => {
      if (port === opened) port = undefined
    })
    port = opened
    arduino.reset()
  }
  await powerUp()

  async function contact(pin: number, closed: boolean) {
    for (const [i, ms] of bounceMs.entries()) {
      await pause(ms - (bounceMs[i - 1] ?? 0))
      arduino.ground(pin, i % 2 === 0 ? closed : !closed)
    }
  }

  return {
    ...gadget,
    async plug(on) {
      gadget.plug(on)
      await soon('the Arduino’s end is hung up, or is open again', async () => {
        if (!on) return port === undefined
        if (!port) await powerUp()
        return true
      })
    },
    arduino,
    async press(pin, forMs = 120) {
      await contact(pin, true)
      await pause(forMs)
      await contact(pin, false)
    },
  }
}
