/** Counter boards on /dev/i2c-1: what stands in the chips' memory is what was called, whatever the bus does. */
import * as assert from 'uvu/assert'
import type { Ht16k33 } from '../../../firmware/wire/ht16k33.sim.ts'
import { segmentsOf } from '../../../hardware/seven-segment.ts'
import type { CheckFile } from '../check.ts'
import type { HallUnderCheck } from '../hall.ts'
import { soon } from '../world/wait.ts'
import { boardAddresses } from '../world/world.ts'

const digitAt = [0, 2, 6, 8]
export const ramOf = (text: string) => [...text.padStart(4)].map((one) => segmentsOf(one))
/** The segments of its four digits, as they stand in the chip. */
export const litOf = (chip: Pick<Ht16k33, 'ram'>) => {
  const ram = chip.ram()
  return digitAt.map((at) => ram[at])
}

/** Ends whoever is at the counter and calls a visitor who has just come. */
export async function callNewcomer(hall: HallUnderCheck, counter: string): Promise<string> {
  const issued = await hall.post('/api/tickets', {
    service: counter === 'quay-2' ? 'dat-dai' : 'ho-tich',
  })
  assert.is(issued.status, 201)
  const now = (await hall.view()).counters.find(({ id }: { id: string }) => id === counter)
  if (now.ticket) await hall.post(`/api/counters/${counter}/no-show`)
  const called = await hall.post(`/api/counters/${counter}/next`)
  assert.is(called.status, 200, JSON.stringify(called.body))
  return called.body.number
}

export const checks: CheckFile = {
  order: 20,
  add(check, world, hall) {
    const { boards } = world
    const bus = world.i2c(1)
    const lit = (counter: keyof typeof boards) => litOf(boards[counter])
    const shows = (counter: keyof typeof boards, text: string, withinMs = 40_000) =>
      soon(
        `the board of ${counter} shows "${text}"`,
        () => boards[counter].on() && String(lit(counter)) === String(ramOf(text)),
        { withinMs },
      )
    const call = (counter: keyof typeof boards) => callNewcomer(hall, counter)

    check('a call stands on the board of its counter, segment by segment, and blinks', async () => {
      const number = await call('quay-1')
      await shows('quay-1', number)
      await soon('it blinks', () => boards['quay-1'].blinkHz() > 0)
    })

    check('two counters show their own numbers at the same time', async () => {
      const number = await call('quay-2')
      await shows('quay-2', number)
      assert.not.equal(lit('quay-1'), lit('quay-2'))
    })

    check('a chip that no longer acknowledges is reported unplugged, with its address', async () => {
      bus.unplug(boardAddresses['quay-1'])
      const health = await hall.healthIs('bang-quay-1', 'unplugged')
      assert.match(health.state === 'down' ? health.detail : '', '0x70')
      assert.is((await hall.health('bang-quay-2')).state, 'ready')
    })

    check('a number called while the board is away stands there when it is back', async () => {
      const number = await call('quay-1')
      // Without power it forgot everything.
      boards['quay-1'].reset()
      bus.plug(boardAddresses['quay-1'], boards['quay-1'])
      await shows('quay-1', number, 60_000)
      await hall.healthIs('bang-quay-1', 'ready')
    })

    check('a board that lost its memory for a moment is redrawn although nobody was called', async () => {
      const before = lit('quay-2')
      boards['quay-2'].reset()
      await soon(
        'it shows its number again',
        () => boards['quay-2'].on() && String(lit('quay-2')) === String(before),
      )
    })

    check('a bus that is held low is reported stuck, and the hall goes on meanwhile', async () => {
      bus.hold(true)
      const health = await hall.healthIs('bang-quay-1', 'stuck')
      assert.match(health.state === 'down' ? health.detail : '', 'held low')
      const answered = performance.now()
      await hall.view()
      assert.ok(performance.now() - answered < 500, 'the hall answers while the bus is held')
    })

    check('boards on a bus that was let go show what was called meanwhile', async () => {
      const number = await call('quay-1')
      bus.hold(false)
      await shows('quay-1', number, 60_000)
      for (const board of ['bang-quay-1', 'bang-quay-2', 'bang-quay-3']) await hall.healthIs(board, 'ready')
    })
  },
}
