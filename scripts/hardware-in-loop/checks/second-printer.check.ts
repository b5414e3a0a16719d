/** A second USB printer at the station: it takes over a slip of which no byte has left, and no other. */
import * as assert from 'uvu/assert'
import { findUsbPrinter } from '../../../firmware/wire/usb-printers.ts'
import { messageOf } from '../../../firmware/wire/wire-error.ts'
import type { CheckFile } from '../check.ts'
import { stationId } from '../site.ts'
import { finger } from '../world/finger.ts'
import { plugUsbPrinter, type UsbPrinter } from '../world/usb-printer.ts'
import { pause, soon } from '../world/wait.ts'

const guardMs = 1600
const serial = 'HIL-2'
let second: UsbPrinter

export const checks: CheckFile = {
  order: 35,
  station: {
    devices: [
      { id: 'may-in-2', kind: 'ticket-printer', driver: 'escpos', connection: `usb:serial=${serial}` },
    ],
  },
  async plug() {
    second = await plugUsbPrinter({ serial })
    // The others' checks are about a station with one printer.
    second.plug(false)
  },
  add(check, world, hall) {
    const first = world.printer
    const hand = finger(world)
    const cut = (printer: UsbPrinter) => printer.slipsCut()
    const slipOf = async (id: string) => (await hall.get(`/api/tickets/${id}`)).body.slip

    async function press(): Promise<string> {
      const before = await hall.newest('dat-dai')
      await hand.press('dat-dai')
      const ticket = await soon('a ticket is issued', async () => {
        const newest = await hall.newest('dat-dai')
        return newest && newest.id !== before?.id ? newest : undefined
      })
      return ticket.id
    }
    const ended = (id: string) =>
      soon(
        'the slip has ended',
        async () => {
          const slip = await slipOf(id)
          return ['printed', 'failed', 'unknown'].includes(slip.state) ? slip : undefined
        },
        { withinMs: 40_000, everyMs: 150 },
      )

    check('a printer that is named by its serial number is found when it is plugged in', async () => {
      await hall.healthIs('may-in-2', 'unplugged')
      second.plug(true)
      await hall.healthIs('may-in-2', 'ready')
    })

    check('paper that is out at the first before any byte: the second prints the slip, once', async () => {
      await hall.healthIs('may-in', 'ready')
      const before = [cut(first), cut(second)]
      // Just after the hall looked at the first, so that it still counts on it.
      const looked = first.lastByteAt()
      await soon('the hall looks at the first printer', () => first.lastByteAt() > looked, { everyMs: 5 })
      await pause(100)
      first.setFault('paper-out')
      const slip = await ended(await press())
      assert.equal([slip.state, slip.printer], ['printed', `${stationId}/may-in-2`])
      assert.equal([cut(first), cut(second)], [before[0], (before[1] ?? 0) + 1])
      await hall.healthIs('may-in', 'paper-out')
      first.setFault('none')
      await hall.healthIs('may-in', 'ready')
      await pause(2000)
      assert.equal([cut(first), cut(second)], [before[0], (before[1] ?? 0) + 1], 'no second paper comes late')
    })

    check('a plug pulled in the middle of a slip: the second prints nothing of it', async () => {
      const before = cut(second)
      first.onceBegun(() => first.plug(false))
      const slip = await ended(await press())
      assert.equal([slip.state, slip.printer], ['unknown', `${stationId}/may-in`])
      await hall.healthIs('may-in', 'unplugged')
      assert.is(cut(second), before)
    })

    check('while the first is away the second serves the station', async () => {
      await pause(guardMs)
      const before = cut(second)
      const slip = await ended(await press())
      assert.equal([slip.state, slip.printer], ['printed', `${stationId}/may-in-2`])
      assert.is(cut(second), before + 1)
      await pause(guardMs)
    })

    check('plugged in the other way round, it has another number and is found all the same', async () => {
      const found = () => findUsbPrinter(`serial=${serial}`)
      const is = (path: string) => soon(`it is ${path}`, async () => (await found().catch(() => '')) === path)
      await is('/dev/usb/lp1')
      second.plug(false)
      await hall.healthIs('may-in-2', 'unplugged')
      assert.match(
        await found().then(String, messageOf),
        /no USB printer with serial=HIL-2.+Plugged in: none/,
      )
      second.plug(true)
      await is('/dev/usb/lp0')
      second.plug(false)
      await soon('it is gone', () =>
        found().then(
          () => false,
          () => true,
        ),
      )
      first.plug(true)
      await hall.healthIs('may-in', 'ready', 60_000)
    })
  },
}
