/** What happens at once, and to the program itself. It comes last, because it starts the hall again. */
import * as assert from 'uvu/assert'
import type { Json } from '../../../controller/process.test-kit.ts'
import type { CheckFile } from '../check.ts'
import { finger } from '../world/finger.ts'
import { pause, soon } from '../world/wait.ts'
import { ringPins } from '../world/world.ts'
import { ramOf } from './counter-board.check.ts'

export const checks: CheckFile = {
  order: 90,
  add(check, world, hall) {
    const { printer, boards, header } = world
    const hand = finger(world)
    const onBoard = (counter: keyof typeof boards) => {
      const ram = boards[counter].ram()
      return String([0, 2, 6, 8].map((at) => ram[at]))
    }

    check('with the printer and the I2C bus stuck at once, calls, pages and lights go on', async () => {
      await hall.post('/api/tickets', { service: 'ho-tich' })
      printer.stick(true)
      world.i2c(1).hold(true)
      await hall.healthIs('may-in', 'no-answer')
      await hall.healthIs('bang-quay-2', 'stuck')
      const from = performance.now()
      const { counters } = await hall.view()
      if (counters[0].ticket) await hall.post('/api/counters/quay-1/no-show')
      const called = await hall.post('/api/counters/quay-1/next')
      assert.is(called.status, 200)
      assert.ok(performance.now() - from < 1000, 'three requests within a second')
      await soon('the rings blink for want of a printer', () => header.level(ringPins['ho-tich']) === 0)
      printer.stick(false)
      world.i2c(1).hold(false)
      await hall.healthIs('may-in', 'ready', 60_000)
      await soon('the board shows the call', () => onBoard('quay-1') === String(ramOf(called.body.number)), {
        withinMs: 60_000,
      })
    })

    check(
      'a hall that is killed leaves its boards lit, and a new one starts with the printer off',
      async () => {
        // Somebody waits whom a keypad that is only set up again must not call.
        await hall.post('/api/tickets', { service: 'lao-dong' })
        const before = await hall.view()
        const shown = onBoard('quay-1')
        await hall.kill()
        assert.is(onBoard('quay-1'), shown)
        printer.plug(false)
        await hall.start()
        const after = await hall.view()
        const numbers = ({ counters }: Json) =>
          counters.map(({ id, ticket }: Json) => `${id}: ${ticket?.number ?? 'nobody'}`).join(', ')
        assert.is(numbers(after), numbers(before), `${numbers(after)}; before ${numbers(before)}`)
        for (const button of ['nut-ho-tich', 'nut-tra-ket-qua']) await hall.healthIs(button, 'ready')
        await soon('the board shows its number again', () => onBoard('quay-1') === shown)
      },
    )

    check('with the printer off from the start a press is refused, and gives no ticket', async () => {
      await hall.healthIs('may-in', 'unplugged')
      const before = await hall.issued()
      await hand.press('ho-tich')
      await pause(2000)
      assert.is(await hall.issued(), before)
    })

    check('a printer that is switched on later is found, and numbers go on without a gap', async () => {
      const last = (await hall.view()).services.find(({ id }: { id: string }) => id === 'ho-tich').lastNumber
      printer.plug(true)
      await hall.healthIs('may-in', 'ready')
      const from = performance.now()
      await hand.press('ho-tich')
      await soon('a slip is cut', () => printer.lastCutAt() > from)
      const ticket = await hall.newest('ho-tich')
      assert.is(Number(ticket?.number.slice(1)), Number(last.slice(1)) + 1)
    })
  },
}
