/**
 * The printer's driver on /dev/usb/lp0, on a serial port and over the network, before a hall holds it: the same contract
 * as over the simulated wire.
 */
import { ticketPrinterContract } from '../../../firmware/ticket-printer/ticket-printer.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { systemClock } from '../../../hardware/clock.ts'
import type { CheckFile } from '../check.ts'
import { type OtherPrinter, plugNetworkPrinter, plugSerialPrinter } from '../world/other-printers.ts'
import { pause } from '../world/wait.ts'

export const checks: CheckFile = {
  order: -8,
  add(check, { printer }) {
    const shared = { wires: openRealWires(), clock: systemClock, pass: pause, paperMm: 80 as const }
    ticketPrinterContract(check, async () => ({
      ...shared,
      connection: 'usb:/dev/usb/lp0',
      printer,
      plug: printer.plug,
    }))
    const others = {
      serial: () => plugSerialPrinter({ baud: 115_200 }),
      network: plugNetworkPrinter,
    }
    for (const [way, plug] of Object.entries(others)) {
      let plugged: Promise<OtherPrinter> | undefined
      ticketPrinterContract(
        (name, run) => check(`${way} printer: ${name}`, run),
        async () => {
          plugged ??= plug()
          return { ...shared, ...(await plugged) }
        },
      )
    }
  },
}
