/**
 * The printer's driver on /dev/usb/lp0, on a serial port and over the network, before a hall holds it: the same contract
 * as over the simulated wire.
 */
import * as assert from 'uvu/assert'
import { ticketPrinterContract } from '../../../firmware/ticket-printer/ticket-printer.contract.ts'
import { openRealWires } from '../../../firmware/wire/real.ts'
import { messageOf } from '../../../firmware/wire/wire-error.ts'
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
    check(
      'a printer that another device has is not opened by a second name, and whose it is is told',
      async () => {
        const first = await shared.wires.bytes.open('usb:/dev/usb/lp0', 'may-in')
        const second = () => shared.wires.bytes.open('usb:socket=1-1', 'may-in-2')
        const message = await second().then(
          () => 'it opened',
          (error) => messageOf(error),
        )
        assert.match(message, /^usb:socket=1-1 is \/dev\/usb\/lp0, which may-in already has/)
        await first.close()
        await (await second()).close()
      },
    )
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
