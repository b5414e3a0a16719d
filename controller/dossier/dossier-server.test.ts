/**
 * A vendor's server, written against the contract alone, with a real Mosquitto and a real hall: what is said,
 * what may be asked, and what becomes of it.
 */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { MqttProperties } from '../../firmware/wire/mqtt-client.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { closeAll, later, listener, quick, watch } from '../bus/bus.test-kit.ts'
import { smallRules } from '../domain/given.test-kit.ts'
import { isoTime } from '../domain/local-time.ts'
import { type TestHall, testHall } from '../hall.test-kit.ts'
import { strictly } from './contract/strictly.test-kit.ts'
import { openDossierServer } from './dossier-server.ts'
import { openDossierLink } from './link.ts'
import { type Mosquitto, mosquitto } from './mosquitto.test-kit.ts'
import { openOutbox } from './outbox.ts'

const test = suite('dossier server')
test.after.each(closeAll)
const root = 'den-luot/v1/test'
const local = (at: number) => isoTime(at, 'Asia/Ho_Chi_Minh')
const device = { station: 'hall', device: 'printer', kind: 'ticket-printer', since: 0 }

// biome-ignore lint/suspicious/noExplicitAny: what a stranger reads has no types
type Json = any
type Vendor = Awaited<ReturnType<typeof vendor>>

/** Knows topics and JSON and nothing of the hall's code. */
async function vendor(broker: Mosquitto, clock: { now(): number }) {
  const { heard, until, connection } = await listener(broker.url, [`${root}/#`, 'vendor/#'], { version: 5 })
  let asked = 0
  const of = (part: string) =>
    heard
      .filter(({ topic }) => topic.startsWith(`${root}/${part}`))
      .map(({ text }) => JSON.parse(text) as Json)
  const answers = () => of('answers')
  const publish = (type: string, payload: string, properties: MqttProperties = {}) =>
    connection.publish(`${root}/commands/${type}`, payload, { properties })
  return {
    heard,
    of,
    answers,
    until: (is: () => boolean) => until(is),
    publish,
    async ask(type: string, data: object, more: { id?: string; validuntil?: string } = {}): Promise<Json> {
      const id = more.id ?? `c-${++asked}`
      const before = answers().filter(({ data: { command } }) => command === id).length
      const validuntil = more.validuntil ?? new Date(clock.now() + 600_000).toISOString()
      publish(type, JSON.stringify({ specversion: '1.0', id, source: '/vendor', type, validuntil, data }))
      const mine = () => answers().filter(({ data: { command } }) => command === id)
      await until(() => mine().length > before)
      const answer = mine().at(-1) as Json
      assert.is(strictly('CommandAnswered', answer), null)
      return answer.data
    },
  }
}

/** A hall on the broker; everything but time is real. */
async function hallAt(
  broker: Mosquitto,
  hall: TestHall,
  more: { nearTurnAhead?: number; version?: 4 | 5 } = {},
) {
  const { journal, clock } = hall
  let health: { state: string; reason?: string } = { state: 'ready' }
  const link = openDossierLink({
    site: 'test',
    broker: more.version === undefined ? broker : { url: broker.url, version: more.version },
    describe: () => ({}),
    journalId: journal.journalId,
    clock: systemClock,
    isoTime: local,
    pauses: quick,
  })
  const outbox = openOutbox({ journal, site: 'test', link, clock: systemClock, isoTime: local })
  const changed: object[][] = []
  const server = openDossierServer({
    link,
    journal,
    // Pauses between messages are real, dates and validity are the hall's.
    clock: { ...systemClock, now: clock.now },
    site: { id: 'test', timeZone: 'Asia/Ho_Chi_Minh', name: 'Trung tâm' },
    state: hall.hall.state,
    devices: () => [{ ...device, health }],
    nearTurnAhead: more.nearTurnAhead ?? 1,
    estimate: () => ({ low: 60, high: 120 }),
    newTicketId: () => `server-${Math.random().toString(36).slice(2)}`,
    take: (command) =>
      hall.hall.execute(
        { type: 'TakeDossierCommand', ...command },
        { actor: { kind: 'dossier' }, cause: command.id },
      ),
    confirm: outbox.confirm,
    changeServices: (services) =>
      services.some(({ removed }) => removed)
        ? { refused: { pointer: '/data/services', en: 'No.' } }
        : {
            request: {
              type: 'ChangeSite',
              rules: {
                ...smallRules,
                services: smallRules.services.map((one) => ({
                  ...one,
                  ...(services.find(({ id }) => id === one.id)?.closed ? { closed: true } : {}),
                })),
              },
              site: { id: 'test' },
              catalogue: services,
            },
            apply: () => changed.push([...services]),
          },
  })
  hall.hall.onCommit((committed) => {
    outbox.wake()
    server.react(committed)
  })
  const { look, until } = watch()
  link.onChange(look)
  later(link.close)
  later(outbox.close)
  later(server.close)
  await until(() => link.state().state === 'connected')
  return {
    counts: server.state,
    outbox,
    changed,
    breakPrinter() {
      health = { state: 'down', reason: 'paper-out' }
      server.refresh()
    },
  }
}

async function start(more: { nearTurnAhead?: number; version?: 4 | 5 } = {}) {
  const broker = await mosquitto()
  later(broker.remove)
  await broker.start()
  const hall = await testHall({ clock: manualClock(Date.UTC(2026, 10, 23, 2)) })
  later(hall.end)
  const server = await vendor(broker, hall.clock)
  const running = await hallAt(broker, hall, more)
  // The hall asks for commands before it says that it is online: from here on none passes it by.
  await server.until(() => server.of('status').some(({ state }) => state === 'online'))
  return { broker, hall, server, ...running }
}

const issue = (newTicket: string, service = 'land') =>
  ({ type: 'IssueTicket', newTicket, service, source: 'button' }) as const
const last = (server: Vendor, part: string) => server.of(part).at(-1) as Json

test('everything the hall says is as the contract says, field for field', async () => {
  const { hall, server, breakPrinter } = await start()
  await hall.ask(issue('t1'))
  await hall.ask(issue('t2'))
  await server.until(() => server.of('visitors/NearTurn').length === 2)
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask({ type: 'Recall', counter: 'q1' })
  breakPrinter()
  await server.until(() => server.of('visitors/Called').length === 2)
  await server.until(() => last(server, 'devices/')?.data.health.state === 'down')
  await server.until(() => last(server, 'services/land')?.data.serving === 1)
  await server.until(() => last(server, 'queue-monitor/land')?.ticketServedLabel === 'A001')
  for (const [part, name] of [
    ['services/', 'ServiceState'],
    ['queue-monitor/', 'QueueMonitor'],
    ['visitors/NearTurn', 'NearTurn'],
    ['visitors/Called', 'Called'],
    ['devices/', 'DeviceHealth'],
    ['status', 'Status'],
  ] as const) {
    assert.ok(server.of(part).length > 0, part)
    for (const message of server.of(part)) assert.is(strictly(name, message), null)
  }
  const [called, again] = server.of('visitors/Called')
  assert.equal([called?.data.number, called?.data.spoken, called?.data.calls], ['A001', '1', 1])
  assert.is(again?.data.calls, 2)
  assert.equal(
    server.of('visitors/NearTurn').map(({ data }) => [data.number, data.ahead]),
    [
      ['A001', 0],
      ['A002', 1],
    ],
  )
  assert.is(last(server, 'services/land').data.waiting, 1)
})

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
  const here = await server.ask('CheckIn', { code: 'portal-1' })
  assert.equal([here.ticket.number, here.ticket.state, here.ticket.ahead], ['A001', 'waiting', 1])
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

async function closeHallOnly(hall: TestHall): Promise<void> {
  await hall.hall.close()
  await hall.journal.close()
}

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

test('receipt by the server is one thing, the broker’s another; a wrong journal moves nothing', async () => {
  const { hall, server, outbox } = await start()
  await hall.ask(issue('t1'))
  await server.until(() => server.of('events/').length === hall.journal.lastSeq())
  const { journalId } = hall.journal
  assert.is(
    (await server.ask('EventsReceived', { journalId: 'other', upTo: 1 })).refusal.code,
    'unknown-journal',
  )
  assert.is(outbox.state().atServer, null)
  const upTo = hall.journal.lastSeq()
  assert.is((await server.ask('EventsReceived', { journalId, upTo })).result, 'done')
  assert.is(outbox.state().atServer, upTo)
})

test('a replay brings the same events again, marked, beside the live ones, one replay at a time', async () => {
  const { hall, server, counts } = await start()
  for (let one = 0; one < 120; one++) await hall.ask(issue(`t${one}`))
  const { journalId } = hall.journal
  const to = hall.journal.lastSeq()
  const answer = await server.ask('ReplayEvents', { journalId, from: 3 })
  assert.equal(answer.replay, { from: 3, to })
  const second = await server.ask('ReplayEvents', { journalId, from: 1 })
  assert.is(second.refusal.code, 'replay-under-way')
  await hall.ask(issue('live'))
  await server.until(() => server.of('replay/').length === to - 2)
  const replayed = server.of('replay/')
  assert.equal(
    replayed.map(({ sequence }) => Number(sequence)),
    Array.from({ length: to - 2 }, (_, index) => index + 3),
  )
  const originals = new Map(server.of('events/').map((event) => [event.id, event]))
  for (const { replayof, ...event } of replayed) {
    assert.is(replayof, 'c-1')
    assert.equal(event, originals.get(event.id))
  }
  assert.is(strictly('ReplayedEvent', { ...replayed[0], data: {} }), null)
  // The last event may be here before the broker's word for it is at the hall.
  while (counts().replay) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.is(
    (await server.ask('ReplayEvents', { journalId, from: 100_000 })).refusal.code,
    'nothing-to-replay',
  )
})

test('after each day its sum is sent, once, and again when asked', async () => {
  const { hall, server } = await start()
  await hall.ask(issue('t1'))
  await hall.ask(issue('t2'))
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask({ type: 'Start', counter: 'q1' })
  await server.ask('ReserveNumber', { code: 'portal-1', service: 'land', source: 'greeter' })
  await hall.ask({ type: 'CloseDay' })
  await server.until(() => server.of('reconciliation').length === 1)
  const sum = last(server, 'reconciliation')
  assert.is(strictly('Reconciliation', sum), null)
  const end = hall.journal.read(0, 1000).find(({ type }) => type === 'DayClosed')
  assert.equal(sum.data.tickets, { issued: 2, served: 1, noShow: 0, voided: 1, open: 0 })
  assert.equal([sum.data.lastSeq, sum.data.chainHead, sum.data.reservationsUnused], [end?.seq, end?.hash, 1])
  const counted = Object.values(sum.data.events as Record<string, number>).reduce((a, b) => a + b, 0)
  assert.is(counted, sum.data.lastSeq - sum.data.firstSeq + 1)
  const again = await server.ask('SendReconciliation', { date: '2026-11-23' })
  assert.equal(again.reconciliation, { date: '2026-11-23' })
  const repeated = server.of('reconciliation').at(-1) as Json
  assert.is(repeated.id, sum.id)
  assert.equal(repeated.data.tickets, sum.data.tickets)
  assert.is((await server.ask('SendReconciliation', { date: '2026-11-20' })).refusal.code, 'unknown-day')
})

test('a message for a visitor whose time is over is dropped, never sent late', async () => {
  const { hall, server, broker, counts } = await start()
  await hall.ask(issue('t1'))
  await server.until(() => server.of('visitors/NearTurn').length === 1)
  await broker.stop('SIGTERM')
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask(issue('t2'))
  await hall.clock.advance(4 * 60_000)
  await broker.start()
  const fresh = await vendor(broker, hall.clock)
  await fresh.until(() => fresh.of('services/land').some(({ data }) => data.serving === 1))
  await hall.ask({ type: 'Recall', counter: 'q1' })
  await fresh.until(() => fresh.of('visitors/Called').length > 0)
  assert.equal(
    fresh.of('visitors/Called').map(({ data }) => data.calls),
    [2],
  )
  assert.ok(counts().dropped >= 1)
})

test('a flood of what cannot be read is counted, answered now and then, and stops nothing', async () => {
  const { server, counts } = await start()
  for (let one = 0; one < 120; one++) server.publish('CheckIn', `{"id":"flood-${one}"`)
  const after = await server.ask('CheckIn', { code: 'book-1' })
  assert.is(after.refusal.code, 'unknown-booking')
  const answered = server.answers().filter(({ data }) => data.refusal?.code === 'malformed').length
  assert.ok(answered >= 20 && answered < 60, `${answered} answers`)
  assert.is(counts().malformed, 120)
})

test('with MQTT 5 an answer goes where the asker says, with what it sent along, and never over the hall’s topics', async () => {
  const { server, hall } = await start({ version: 5 })
  const validuntil = new Date(hall.clock.now() + 600_000).toISOString()
  const command = (id: string, type: string, data: object) =>
    JSON.stringify({ specversion: '1.0', id, source: '/vendor', type, validuntil, data })
  const correlationData = Buffer.from([0, 255, 7])
  const check = command('v5-1', 'CheckIn', { code: 'book-1' })
  server.publish('CheckIn', check, { responseTopic: 'vendor/replies', correlationData })
  await server.until(() => server.heard.some(({ topic }) => topic === 'vendor/replies'))
  const answer = server.heard.find(({ topic }) => topic === 'vendor/replies')
  assert.equal(Buffer.from(answer?.properties?.correlationData ?? ''), correlationData)
  const body = JSON.parse(answer?.text ?? '')
  assert.is(strictly('CommandAnswered', body), null)
  assert.equal([body.data.command, body.data.refusal.code], ['v5-1', 'unknown-booking'])
  assert.is(server.answers().length, 0)
  // What cannot be read is answered there too.
  server.publish('CheckIn', '{', { responseTopic: 'vendor/replies', correlationData })
  await server.until(() => server.heard.filter(({ topic }) => topic === 'vendor/replies').length === 2)
  const forged = command('v5-2', 'CheckIn', { code: 'book-1' })
  server.publish('CheckIn', forged, { responseTopic: `${root}/events/TicketIssued`, correlationData })
  await server.until(() => server.answers().length === 1)
  assert.is(server.answers()[0]?.data.command, 'v5-2')
  assert.not.ok(server.of('events/TicketIssued').length)
})

test('with MQTT 5 a message for a visitor expires at the broker when its time is over', async () => {
  const { hall, server } = await start({ version: 5 })
  await hall.ask(issue('t1'))
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask(issue('t2'))
  const expiry = (part: string) =>
    server.heard.find(({ topic }) => topic === `${root}/visitors/${part}`)?.properties?.messageExpiryInterval
  await server.until(() => expiry('Called') !== undefined && expiry('NearTurn') !== undefined)
  // The hall's time stands still here, the broker's does not.
  assert.ok(Number(expiry('Called')) > 60 && Number(expiry('Called')) <= 180)
  assert.ok(Number(expiry('NearTurn')) > 480 && Number(expiry('NearTurn')) <= 600)
})

test('a flood of commands that are right is taken at a bounded rate, all answered, and tickets go on', async () => {
  const { server, hall, counts } = await start()
  const began = performance.now()
  const validuntil = new Date(hall.clock.now() + 600_000).toISOString()
  for (let one = 0; one < 200; one++)
    server.publish(
      'BookAppointment',
      JSON.stringify({
        specversion: '1.0',
        id: `flood-${one}`,
        source: '/vendor',
        type: 'BookAppointment',
        validuntil,
        data: { code: `book-${one}`, service: 'land', at: '2026-11-23T10:00:00+07:00' },
      }),
    )
  await server.until(() => server.answers().length > 0)
  const issued = await hall.ask(issue('t1'))
  assert.is(issued.ticket?.number, 'A001')
  await server.until(() => server.answers().length === 200)
  // 50 at once, then one each 20 ms: it can be slower, never faster.
  assert.ok(performance.now() - began >= 150 * 20 - 100)
  assert.ok(server.answers().every(({ data }) => data.result === 'done'))
  assert.is(hall.hall.state().bookings.size, 200)
  assert.equal([counts().received, counts().refused], [200, 0])
})

test.run()
