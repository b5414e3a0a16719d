/** The printer on /dev/usb/lp0 with everything that happens to printers, while visitors press buttons. */
import * as assert from 'uvu/assert'
import type { CheckFile } from '../check.ts'
import { finger } from '../world/finger.ts'
import { pause, soon } from '../world/wait.ts'

const guardMs = 1600

export const checks: CheckFile = {
  order: 30,
  add(check, world, hall) {
    const { printer } = world
    const hand = finger(world)
    const slipOf = async (id: string) => (await hall.get(`/api/tickets/${id}`)).body.slip.state

    /** Presses; the ticket that came of it. */
    async function press() {
      const before = await hall.newest('dat-dai')
      await hand.press('dat-dai')
      const ticket = await soon('a ticket is issued', async () => {
        const newest = await hall.newest('dat-dai')
        return newest && newest.id !== before?.id ? newest : undefined
      })
      await pause(guardMs)
      return ticket
    }
    async function pressRefused() {
      const before = await hall.issued()
      await hand.press('dat-dai')
      await pause(guardMs)
      assert.is(await hall.issued(), before)
    }
    const ends = (id: string, ...states: string[]) =>
      soon(`the slip is ${states.join(' or ')}`, async () => states.includes(await slipOf(id)), {
        withinMs: 30_000,
        everyMs: 150,
      }).catch(async (error) => {
        throw new Error(
          `${error.message}; it is ${await slipOf(id)}, the printer ${JSON.stringify(await hall.health('may-in'))}`,
        )
      })
    async function works() {
      await hall.healthIs('may-in', 'ready')
      await ends((await press()).id, 'printed')
    }

    check('an open cover is reported, a press is refused without a ticket', async () => {
      printer.setFault('cover-open')
      await hall.healthIs('may-in', 'cover-open')
      await pressRefused()
    })

    check('a closed cover is seen by itself, and no backlog is printed', async () => {
      const before = printer.slipsCut()
      printer.setFault('none')
      await hall.healthIs('may-in', 'ready')
      await pause(3000)
      assert.is(printer.slipsCut(), before)
      await works()
    })

    check('paper that ends in the middle of a slip makes the slip fail, not the hall', async () => {
      printer.endPaperAfterRows(200)
      const ticket = await press()
      await ends(ticket.id, 'failed')
      await hall.healthIs('may-in', 'paper-out')
      await pressRefused()
    })

    check('new paper does not bring out the rest of the old slip', async () => {
      const before = printer.slipsCut()
      printer.setFault('none')
      await hall.healthIs('may-in', 'ready')
      await pause(3000)
      assert.is(printer.slipsCut(), before)
      await works()
      const [whole] = printer.slips().filter(({ slip }) => slip.cut)
      assert.ok(whole && whole.slip.rows.length > 300)
    })

    check('a slow printer prints whole slips', async () => {
      printer.slow(60)
      const ticket = await press()
      await ends(ticket.id, 'printed')
      printer.slow(0)
    })

    check('a plug pulled in the middle of a slip leaves its fate unknown, never printed', async () => {
      printer.onceBegun(() => printer.plug(false))
      const ticket = await press()
      await ends(ticket.id, 'unknown')
      await hall.healthIs('may-in', 'unplugged')
      await pressRefused()
    })

    check('a printer that is plugged in again prints the next slip whole', async () => {
      printer.plug(true)
      await works()
      assert.is(printer.slips()[0]?.slip.cut, true)
    })

    check('a printer that takes nothing any more is reported within its time limit', async () => {
      printer.stick(true)
      const ticket = await press()
      await ends(ticket.id, 'failed', 'unknown')
      assert.is((await hall.health('may-in')).state, 'down')
      printer.stick(false)
      await works()
    })
  },
}
