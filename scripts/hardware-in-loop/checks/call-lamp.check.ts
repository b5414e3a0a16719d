/** A call lamp on the kernel's own GPIO lines: the driver's contract. */
import { callLampContract } from '../../../firmware/call-lamp/call-lamp.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { pause } from '../world/wait.ts'

/** A line of the header that the ward leaves free. */
const pin = 16

export const checks: CheckFile = {
  order: -9,
  add(check, { header }) {
    const wires = openRealWires()
    for (const driver of ['onoff', 'gpiochip'] as const)
      callLampContract(
        (name, run) => check(`${driver}: ${name}`, run),
        async () => ({
          wires,
          clock: systemClock,
          pass: pause,
          level: () => header.level(pin),
          rests: (level) => header.drive(pin, level),
          config: { driver, pin },
        }),
      )
  },
}
