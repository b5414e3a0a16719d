/** A press on a line of the header becomes a ticket and a slip on /dev/usb/lp0, once, whatever the contact does. */
import * as assert from 'uvu/assert'
import type { CheckFile } from '../check.ts'
import { readPaper } from '../paper.ts'
import { readSite } from '../site.ts'
import { spread } from '../spread.ts'
import { finger } from '../world/finger.ts'
import { pause, soon } from '../world/wait.ts'
import { buttonPins, ringPins, type Service } from '../world/world.ts'

/** A second press within this time is the same press. */
const guardMs = 1600
const measured = Number(process.env.HIL_PRESSES ?? 6)

export const checks: CheckFile = {
  order: 10,
  add(check, world, hall) {
    const { header, printer } = world
    const hand = finger(world)
    const cutSlips = () => printer.slips().filter(({ slip }) => slip.cut)
    const paper = readPaper(readSite())

    /** How long each slip took that a plain press gave. */
    const took: number[] = []

    /** Presses once and waits for the slip and the ticket. */
    async function ticketBy(service: Service, press?: () => Promise<void>) {
      const before = await hall.newest(service)
      const from = performance.now()
      const pressed = press ? press() : hand.press(service)
      await soon('a slip is cut', () => printer.lastCutAt() > from, { everyMs: 10 })
      if (!press) took.push(printer.lastCutAt() - from)
      await pressed
      const ticket = await soon('the ticket waits', async () => {
        const newest = await hall.newest(service)
        return newest && newest.id !== before?.id ? newest : undefined
      })
      await pause(guardMs)
      return { ticket, slip: cutSlips()[0]?.slip }
    }
    async function oneTicketBy(service: Service, press: () => Promise<void>) {
      const before = await hall.issued()
      await ticketBy(service, press)
      assert.is(await hall.issued(), before + 1)
    }

    check('the ward’s devices are all found ready', async () => {
      for (const id of ['nut-ho-tich', 'nut-tra-ket-qua', 'bang-quay-1', 'bang-quay-3', 'may-in'])
        await hall.healthIs(id, 'ready')
    })

    check('a ring is lit when a number can be had', async () => {
      for (const pin of Object.values(ringPins))
        await soon(`the ring on GPIO ${pin} is lit`, () => header.level(pin) === 1)
    })

    check('a press gives the paper of the ticket that the hall has, and of no other', async () => {
      const { ticket, slip } = await ticketBy('ho-tich')
      assert.ok(slip)
      assert.ok(await paper.shows(slip, { ...ticket, service: 'ho-tich' }))
      assert.not.ok(await paper.shows(slip, { ...ticket, service: 'ho-tich' }, 'A999'))
      const { body } = await hall.get(`/api/tickets/${ticket.id}`)
      assert.equal([body.number, body.source, body.slip.state], ['A001', 'button', 'printed'])
    })

    check('every button gives a number of its own service', async () => {
      for (const [service, number] of [
        ['dat-dai', 'C001'],
        ['lao-dong', 'E001'],
        ['tra-ket-qua', 'P001'],
      ] as const)
        assert.is((await ticketBy(service)).ticket.number, number)
    })

    check('the printer understood every command', async () => {
      assert.equal(printer.unknown(), [])
      assert.is(printer.held(), 0)
    })

    check('a contact that chatters is one ticket', () =>
      oneTicketBy('dat-dai', () => hand.chatter('dat-dai', 12)),
    )

    check('a spike of one millisecond is nobody’s press', async () => {
      const before = await hall.issued()
      await hand.press('dat-dai', 0)
      await pause(guardMs)
      assert.is(await hall.issued(), before)
    })

    check('a button held for five seconds is one ticket', () =>
      oneTicketBy('lao-dong', () => hand.press('lao-dong', 5000)),
    )

    check('two presses within a second are one ticket', () =>
      oneTicketBy('lao-dong', async () => {
        await hand.press('lao-dong')
        await pause(300)
        await hand.press('lao-dong')
      }),
    )

    check(
      'a button that stays pressed is reported stuck, gave one ticket, and is well when let go',
      async () => {
        const before = await hall.issued()
        await hand.down('tra-ket-qua')
        const health = await hall.healthIs('nut-tra-ket-qua', 'stuck')
        assert.match(health.state === 'down' ? health.detail : '', `GPIO ${buttonPins['tra-ket-qua']}`)
        assert.is(await hall.issued(), before + 1)
        await hand.up('tra-ket-qua')
        await hall.healthIs('nut-tra-ket-qua', 'ready')
        assert.is((await ticketBy('tra-ket-qua')).ticket.number, 'P003')
      },
    )

    check(
      'a slip is out within a second of its press',
      async () => {
        while (took.length < measured) await ticketBy('ho-tich')
        console.log(`       press to cut slip, the guest's clock: ${spread(took)}`)
        assert.ok(took.every((ms) => ms < 1000))
      },
      { withinMs: 20_000 + measured * 6000 },
    )
  },
}
