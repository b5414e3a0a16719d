/** A rating pad on the kernel's own GPIO lines: the driver's contract. */
import { ratingPadContract } from '../../../firmware/rating-pad/rating-pad.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { pause } from '../world/wait.ts'
import { padLines } from './rating-pad.check.ts'

export const checks: CheckFile = {
  order: -9,
  add(check, { header }) {
    const wires = openRealWires()
    const contact = (place: number, closed: boolean) =>
      header.drive(padLines[place]?.pin ?? Number.NaN, closed ? 0 : 1)
    for (const driver of ['onoff', 'gpiochip'] as const)
      ratingPadContract(
        (name, run) => check(`rating pad, ${driver}: ${name}`, run),
        async () => {
          for (const place of padLines.keys()) contact(place, false)
          return {
            wires,
            clock: systemClock,
            pass: pause,
            config: { driver, buttons: padLines },
            contact,
            lights: () => padLines.map(({ lightPin }) => header.level(lightPin)).join(''),
          }
        },
      )
  },
}
