import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { refusalSentence } from '../displays/voice/sentence.ts'
import type { FilledSite } from '../hardware/site-description.ts'
import { openDevices } from './devices.ts'
import { smallRules } from './domain/given.test-kit.ts'
import { issue, testHall } from './hall.test-kit.ts'
import { openPhoneTokens } from './phone-tokens.ts'
import { openScans } from './scans.ts'

const test = suite('scans at the ticket station')

const site = {
  stations: [
    {
      id: 'st',
      name: 'Cửa chính',
      devices: [
        { id: 'quet', kind: 'code-scanner', device: '/dev/input/by-id/scanner' },
        { id: 'in', kind: 'ticket-printer', connection: 'usb:/dev/usb/lp0' },
        { id: 'nut', kind: 'service-button', service: 'land', pin: 17 },
      ],
    },
  ],
} as unknown as FilledSite

async function open() {
  const at = await testHall({ rules: { ...smallRules, returnWithinMinutes: 30, returnBehind: 2 } })
  const { hall, clock, ask } = at
  await ask({ type: 'OpenDay', date: '2026-11-23' })
  const devices = openDevices(site, 0)
  devices.report('st', 'in', { state: 'ready' }, 0)
  const phones = openPhoneTokens(Buffer.alloc(32, 7))
  const said: string[] = []
  const open = () =>
    openScans({
      hall,
      devices,
      estimates: { forNew: () => ({ estimate: null }) as never },
      phones,
      say: (station, what, bookedAt) =>
        said.push([station, what, ...(bookedAt === undefined ? [] : [bookedAt - clock.now()])].join(' ')),
    })
  const scans = open()
  let n = 0
  const scan = (code: string, id = `s${n++}`, device = 'quet') =>
    scans.scan('st', { type: 'scan', id, device, code })
  const book = (code: string) =>
    ask({ type: 'BookAppointment', code, service: 'land', bookedAt: clock.now() })
  /** A visitor who was called and did not come. */
  async function noShow() {
    const { ticket } = await ask(issue())
    await ask({ type: 'CallNext', counter: 'q2' })
    await ask({ type: 'NoShow', counter: 'q2' })
    assert.is(hall.state().tickets.get(ticket?.id ?? '')?.state, 'no-show')
    return ticket?.id ?? ''
  }
  const pageOf = (ticket: string) => `https://xep-hang.example.vn/t/${phones.tokenOf(ticket)}`
  const tickets = () => [...hall.state().tickets.values()]
  return { ...at, devices, said, open, scan, book, noShow, pageOf, tickets }
}

test('a booking’s code checks its visitor in, in whatever letters, and prints at that station', async () => {
  const { scan, book, tickets, said, end } = await open()
  await book('HEN-2026-7')
  await scan('hen-2026-7')
  const [ticket] = tickets()
  assert.equal(
    [ticket?.booking?.code, ticket?.class, ticket?.source, ticket?.slip?.station, ticket?.slip?.printer],
    ['HEN-2026-7', 'booked', 'code-scanner', 'st', 'in'],
  )
  assert.equal(said, [])
  await end()
})

test('the same scan twice is one ticket, also when the controller was started in between', async () => {
  const { scan, book, open: again, tickets, said, end } = await open()
  await book('HEN-2026-7')
  await scan('HEN-2026-7', 'same')
  await scan('HEN-2026-7', 'same')
  await again().scan('st', { type: 'scan', id: 'same', device: 'quet', code: 'HEN-2026-7' })
  assert.is(tickets().length, 1)
  assert.equal(said, [])
  await scan('HEN-2026-7')
  assert.equal(said, ['st booking-used'])
  await end()
})

test('what is no booking of today is refused aloud and gives nothing', async () => {
  const { scan, tickets, journal, said, end } = await open()
  const before = journal.lastSeq()
  for (const code of ['HEN-1', 'https://example.vn/', `${'a'.repeat(199)}…`, 'BEGIN:VCARD', '{"a":1}'])
    await scan(code)
  assert.equal(said, Array(5).fill('st unknown-booking'))
  assert.is(tickets().length, 0)
  assert.is(journal.lastSeq(), before)
  await end()
})

test('whoever comes on another day is told when the appointment is, or was', async () => {
  const { scan, ask, tickets, clock, said, end } = await open()
  const day = 86_400_000
  await ask({ type: 'BookAppointment', code: 'HEN-1', service: 'land', bookedAt: clock.now() + 2 * day })
  await ask({ type: 'BookAppointment', code: 'HEN-2', service: 'land', bookedAt: clock.now() })
  await scan('hen-1')
  assert.equal(said.splice(0), [`st booking-other-day ${2 * day}`])
  await ask({ type: 'CloseDay' })
  await clock.advance(day)
  await ask({ type: 'OpenDay', date: '2026-11-24' })
  await scan('hen-2')
  assert.equal(said, [`st booking-past ${-day}`])
  assert.is(tickets().length, 0)
  await end()
})

test('with the printer down nobody is checked in, and that is said', async () => {
  const { scan, book, devices, tickets, said, end } = await open()
  devices.report('st', 'in', { state: 'down', reason: 'paper-out', detail: '', retries: 0 }, 1)
  await book('HEN-2026-7')
  await scan('HEN-2026-7')
  assert.equal([tickets().length, said], [0, ['st printer-down']])
  await end()
})

test('the QR code of a no-show’s slip brings the ticket back, and says so', async () => {
  const { scan, noShow, pageOf, hall, said, end } = await open()
  const ticket = await noShow()
  await scan(pageOf(ticket), 'same')
  await scan(pageOf(ticket), 'same')
  assert.is(hall.state().tickets.get(ticket)?.state, 'waiting')
  assert.equal(said, ['st returned'])
  await end()
})

test('the QR code of who still waits, came back too late, or came another day changes nothing', async () => {
  const { scan, ask, noShow, pageOf, hall, clock, said, end } = await open()
  const late = await noShow()
  const { ticket: waiting } = await ask(issue())
  await scan(pageOf(waiting?.id ?? ''))
  await clock.advance(31 * 60_000)
  await scan(pageOf(late))
  await scan(pageOf('ticket-of-yesterday'))
  assert.is(hall.state().tickets.get(late)?.state, 'no-show')
  assert.equal(said, ['st not-no-show', 'st return-too-late', 'st unknown-ticket'])
  await end()
})

test('a device that is no scanner scans nothing', async () => {
  const { scan, book, tickets, said, end } = await open()
  await book('HEN-2026-7')
  await scan('HEN-2026-7', 'x', 'nut')
  await scan('HEN-2026-7', 'y', 'none')
  assert.equal([tickets().length, said], [0, []])
  await end()
})

test('each of these answers has a sentence of its own', () => {
  const sentences = [
    'unknown-booking',
    'booking-used',
    'printer-down',
    'returned',
    'not-no-show',
    'returned-before',
    'return-too-late',
    'unknown-ticket',
  ].map((code) => refusalSentence(code).text)
  assert.is(new Set(sentences).size, sentences.length)
  assert.not.ok(sentences.includes(refusalSentence('anything else').text))
})

test.run()
