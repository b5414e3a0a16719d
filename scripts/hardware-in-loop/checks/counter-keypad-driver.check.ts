/** The driver of an Arduino keypad on the kernel's own serial port: its contract. */
import { counterKeypadContract } from '../../../firmware/counter-keypad/counter-keypad.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { theSerialKeypad } from '../world/serial-keypad.ts'
import { pause, soon } from '../world/wait.ts'

export const checks: CheckFile = {
  order: -8,
  async plug() {
    await theSerialKeypad()
  },
  add(check) {
    const wires = openRealWires()
    counterKeypadContract(
      (name, run) => check(`counter keypad: ${name}`, run),
      async () => {
        const keypad = await theSerialKeypad()
        return {
          wires,
          clock: systemClock,
          config: { port: '/dev/ttyACM0', pins: { next: 2, recall: 3, start: 4, buzzer: 5 } },
          until: async (is) => void (await soon('the keypad is as it should be', is, { everyMs: 10 })),
          async press(pin, forMs) {
            await keypad.press(pin, forMs)
            await pause(500)
          },
          buzzer: () => keypad.arduino.output(5),
          reset: () => keypad.arduino.reset(),
          plug: keypad.plug,
          close: async () => {},
        }
      },
    )
  },
}
