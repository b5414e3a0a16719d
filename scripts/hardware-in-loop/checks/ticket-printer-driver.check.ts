/** The printer's driver on /dev/usb/lp0, before a hall holds it: the same contract as over the simulated wire. */
import { ticketPrinterContract } from '../../../firmware/ticket-printer/ticket-printer.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { pause } from '../world/wait.ts'

export const checks: CheckFile = {
  order: -8,
  add(check, { printer }) {
    const wires = openRealWires()
    ticketPrinterContract(check, async () => ({
      wires,
      clock: systemClock,
      pass: pause,
      connection: 'usb:/dev/usb/lp0',
      paperMm: 80,
      printer,
      plug: printer.plug,
    }))
  },
}
