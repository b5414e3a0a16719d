/** What a vendor's server may ask of the hall, with a real Mosquitto, and what becomes of it. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later } from '../bus/bus.test-kit.ts'
import { testHall } from '../hall.test-kit.ts'
import { closeHallOnly, hallAt, issue, last, start } from './vendor.test-kit.ts'

const test = suite('commands of the dossier server')
test.after.each(closeAll)

test('a number asked for by the portal is answered, checks in, and is never given twice', async () => {
  const { hall, server } = await start()
  const first = await server.ask('ReserveNumber', {
    code: 'portal-1',
    service: 'land',
    source: 'dossier-server',
  })
  assert.is(first.result, 'done')
  assert.equal([first.ticket.number, first.ticket.state, first.ticket.ahead], ['A001', 'reserved', null])
  const again = await server.ask(
    'ReserveNumber',
    { code: 'portal-1', service: 'land', source: 'dossier-server' },
    { id: 'c-1' },
  )
  assert.equal(again, first)
  assert.is((await hall.ask(issue('t1'))).ticket?.number, 'A002')
  const here = await server.ask('CheckIn', { code: 'portal-1' }, { id: 'check-in' })
  assert.equal([here.ticket.number, here.ticket.state, here.ticket.ahead], ['A001', 'waiting', 1])
  // Whatever has become of it meanwhile: an answer that was lost comes again as it was, to the second.
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.clock.advance(90_000)
  await server.ask('CheckIn', { code: 'portal-1' }, { id: 'check-in' })
  const [answered, repeated] = server.answers().filter(({ data }) => data.command === 'check-in')
  assert.equal(repeated, answered)
  const events = hall.journal.read(0, 100)
  assert.is(events.filter(({ type }) => type === 'NumberReserved').length, 1)
  assert.ok(
    events.filter(({ type }) => type === 'NumberReserved').every(({ actor }) => actor.kind === 'dossier'),
  )
})

test('an appointment of a coming day is kept over a restart; on another day its holder is told when it is', async () => {
  const { hall, server } = await start()
  const appointment = { code: 'book-1', service: 'land', at: '2026-11-24T09:30:00+07:00' }
  assert.is((await server.ask('BookAppointment', appointment)).result, 'done')
  const early = await server.ask('CheckIn', { code: 'book-1' })
  assert.equal(
    [early.refusal.code, early.refusal.vi],
    ['booking-other-day', 'Lịch hẹn này là ngày 24/11 lúc 09:30.'],
  )
  const far = await server.ask('BookAppointment', { ...appointment, at: '2027-06-24T08:30:00+07:00' })
  assert.is(far.refusal.code, 'booking-too-far')
  await hall.ask({ type: 'CloseDay' })
  // The morning's link may be down: nothing is asked of the server any more.
  await closeHallOnly(hall)
  await hall.clock.advance(24 * 3_600_000)
  const again = await testHall({ clock: hall.clock, directory: hall.directory })
  later(again.end)
  assert.equal([...again.hall.state().bookings.keys()], ['book-1'])
  const here = await again.ask({
    type: 'CheckIn',
    code: 'book-1',
    newTicket: 't1',
    source: 'touch-screen',
  })
  assert.equal([here.ticket?.number, here.ticket?.class], ['A001', 'booked'])
})

test('commands are answered with a named refusal: late, unknown, malformed with its place, or the hall’s own', async () => {
  const { server, counts } = await start()
  const late = await server.ask('CheckIn', { code: 'book-1' }, { validuntil: '2026-11-23T08:59:59+07:00' })
  assert.is(late.refusal.code, 'expired')
  const own = await server.ask('CheckIn', { code: 'book-1' })
  assert.is(own.refusal.code, 'unknown-booking')
  const unknown = await server.ask('PaintTheHall', {})
  assert.equal([unknown.refusal.code, unknown.commandType], ['unknown-type', 'PaintTheHall'])
  const malformed = await server.ask('CheckIn', { code: 'no code' })
  assert.equal([malformed.refusal.code, malformed.refusal.pointer], ['malformed', '/data/code'])
  server.publish('CheckIn', '{')
  await server.until(() => server.answers().some(({ data }) => data.command === null))
  const after = await server.ask('BookAppointment', {
    code: 'book-1',
    service: 'land',
    at: '2026-11-23T10:00:00+07:00',
    note: 'a field of a later version',
  })
  assert.is(after.result, 'done')
  const { received, refused, malformed: unread, lastRefusal } = counts()
  assert.equal([received, refused, unread], [6, 2, 3])
  assert.equal([lastRefusal?.code, lastRefusal?.pointer], ['malformed', ''])
})

test('figures and notices are kept over a restart, and the same command again changes nothing', async () => {
  const { hall, server } = await start()
  const figures = {
    since: '2026-11-01',
    asOf: '2026-11-23T08:55:00+07:00',
    early: 40,
    onTime: 55,
    overdue: 5,
    total: 100,
  }
  assert.is((await server.ask('ShowDossierFigures', figures, { id: 'f-1' })).result, 'done')
  assert.is(
    (await server.ask('ShowDossierFigures', { ...figures, total: 99 })).refusal.code,
    'figures-disagree',
  )
  const notice = { id: 'n-1', text: 'Nghỉ lễ ngày 01/01', until: '2026-11-24T17:00:00+07:00' }
  assert.is((await server.ask('PostNotice', notice)).result, 'done')
  await closeHallOnly(hall)
  const again = await testHall({ clock: hall.clock, directory: hall.directory })
  later(again.end)
  const { dossier } = again.hall.state()
  assert.is(dossier.figures?.onTime, 55)
  assert.equal(
    dossier.notices.map(({ text }) => text),
    ['Nghỉ lễ ngày 01/01'],
  )
  assert.ok(dossier.taken.has('f-1'))
})

test('a service closes by the catalogue, and what would vanish is refused', async () => {
  const { hall, server, changed } = await start()
  const closed = await server.ask(
    'ChangeServices',
    { services: [{ id: 'land', closed: true }] },
    { id: 'cat-1' },
  )
  assert.is(closed.result, 'done')
  assert.is((await hall.ask(issue('t1'))).refused?.code, 'service-closed')
  const again = await server.ask(
    'ChangeServices',
    { services: [{ id: 'land', closed: true }] },
    { id: 'cat-1' },
  )
  assert.is(again.result, 'done')
  assert.is(hall.journal.read(0, 100).filter(({ type }) => type === 'SiteChanged').length, 2)
  const wrong = await server.ask('ChangeServices', { services: [{ id: 'land', removed: true }] })
  assert.equal([wrong.refusal.code, wrong.refusal.pointer], ['bad-catalogue', '/data/services'])
  await server.until(() => last(server, 'services/land')?.data.state === 'closed')
  assert.ok(changed.length >= 1)
})

test('a command that comes while the hall ends is left to the broker, and carried out at the next start', async () => {
  const { broker, hall, server, counts, outbox, stopCommands, leave } = await start()
  stopCommands()
  const asked = server.ask('BookAppointment', {
    code: 'book-1',
    service: 'land',
    at: '2026-11-23T10:00:00+07:00',
  })
  await server.until(() => server.of('commands/').length === 1)
  // What the broker acknowledges now it says after that command.
  await hall.ask(issue('t1'))
  while (outbox.state().pending > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await leave()
  assert.is(counts().received, 0)
  assert.is(hall.hall.state().bookings.size, 0)
  await hallAt(broker, hall)
  assert.is((await asked).result, 'done')
  assert.is(hall.hall.state().bookings.size, 1)
})

test.run()
