/** Buttons on the kernel's own GPIO lines: the drivers' contract, then presses that must become tickets. */
import * as assert from 'uvu/assert'
import { serviceButtonContract } from '../../../firmware/service-button/service-button.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { pause } from '../world/wait.ts'

/** Lines of the header that the ward leaves free: one that rests high, one that rests low. */
const free = { pin: 6, ringPin: 13 }

export const checks: CheckFile = {
  order: -10,
  add(check, { header }) {
    const wires = openRealWires()
    for (const driver of ['onoff', 'gpiochip'] as const)
      serviceButtonContract(
        (name, run) => check(`${driver}: ${name}`, run),
        async () => {
          header.drive(free.pin, 1)
          return {
            wires,
            clock: systemClock,
            pass: pause,
            drive: (pin, level) => header.drive(Number(pin), level),
            level: (pin) => header.level(Number(pin)),
            config: { driver, ...free },
          }
        },
      )

    check('100 edges of a line arrive, none is lost or doubled', async () => {
      const seen: number[] = []
      const line = await wires.gpio.input(free.pin, (level) => seen.push(level))
      await pause(20)
      for (let i = 0; i < 100; i++) {
        header.drive(free.pin, i % 2 === 0 ? 0 : 1)
        await pause(3)
      }
      await pause(50)
      await line.close()
      assert.equal(
        seen,
        Array.from({ length: 100 }, (_, i) => i % 2),
      )
    })
  },
}
