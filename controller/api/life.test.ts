/** The life of a ticket as programs and pages reach it: over HTTP, on the real program. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Json, type Running, withHall } from '../process.test-kit.ts'

const test = suite('a ticket’s life over HTTP')

/** A hall whose counters 1 and 2 give the same two services. */
const inHall = (use: (hall: Running, service: string, other: string) => Promise<void>) =>
  withHall(
    (site) => {
      const [one, two] = site.services.map(({ id }: Json) => id)
      for (const counter of site.counters) counter.services = site.services.map(({ id }: Json) => id)
      site.counters[0].services = [one]
      site.counters[1].services = [one, two]
    },
    async (hall) => {
      const [one, two] = (await hall.get('/api/hall')).body.services
      await use(hall, one.id, two.id)
      return undefined
    },
  )
const at = (hall: Running, counter: string, command: string, body: object = {}) =>
  hall.post(`/api/counters/${counter}/${command}`, body)

test('hold, resume elsewhere, transfer, undo, finish with dossiers, reopen', async () => {
  await inHall(async (hall, service, other) => {
    const { body: ticket } = await hall.post('/api/tickets', { service })
    const undo = async () => (await hall.get('/api/hall')).body.counters[0].undo
    await at(hall, 'quay-1', 'next')
    assert.is(await undo(), 'call')
    await at(hall, 'quay-1', 'start')
    assert.is(await undo(), null, 'service has started: the call stands')
    assert.equal((await at(hall, 'quay-1', 'hold', { reason: 'tea' })).body.field, 'reason')
    assert.is((await at(hall, 'quay-1', 'hold', { reason: 'photocopy' })).body.state, 'held')
    assert.is((await hall.get('/api/staff')).body.held[0].number, ticket.number)
    assert.equal((await at(hall, 'quay-2', 'resume', { held: ticket.id })).body.counter, 'quay-2')
    const sent = await at(hall, 'quay-2', 'transfer', { toService: other })
    assert.equal([sent.body.state, sent.body.service, sent.body.number], ['waiting', other, ticket.number])
    assert.is((await at(hall, 'quay-2', 'undo')).body.state, 'serving')
    const done = await at(hall, 'quay-2', 'finish', { outcome: 'accepted', dossiers: ['000.01-261123-0007'] })
    assert.equal([done.body.state, done.body.dossiers], ['finished', ['000.01-261123-0007']])
    assert.is((await at(hall, 'quay-2', 'reopen', { finished: ticket.id })).body.state, 'serving')
    const story = (await hall.get(`/api/tickets/${ticket.id}/story`)).body
    assert.is(story.number, ticket.number)
    assert.ok(story.lines.some(({ text }: Json) => /để chờ tại quầy 1 \(đi photocopy giấy tờ\)/.test(text)))
    assert.equal((await hall.get('/api/tickets/nobody/story')).status, 404)
  })
})

test('a transfer names a service or a counter, not both and not neither', async () => {
  await inHall(async (hall, service) => {
    assert.is((await at(hall, 'quay-1', 'transfer', {})).status, 400)
    assert.is((await at(hall, 'quay-1', 'transfer', { toService: service, toCounter: 'quay-2' })).status, 400)
  })
})

test('a booked visitor checks in by code, once', async () => {
  await inHall(async (hall, service) => {
    const now = new Date().toISOString()
    assert.is((await hall.post('/api/bookings', { code: 'HEN-2026-1', service, at: now })).status, 204)
    const checked = await hall.post('/api/check-in', { code: 'HEN-2026-1', requestId: 'r1' })
    assert.equal([checked.status, checked.body.class], [201, 'booked'])
    assert.is(
      (await hall.post('/api/check-in', { code: 'HEN-2026-1', requestId: 'r1' })).body.id,
      checked.body.id,
    )
    assert.is((await hall.post('/api/check-in', { code: 'HEN-2026-1' })).body.refused, 'booking-used')
    assert.is((await hall.post('/api/check-in', { code: 'HEN-2026-9' })).status, 404)
    await hall.post('/api/bookings', { code: 'hen-2026-8', service, at: now })
    const [{ station }] = (await hall.get('/api/hall')).body.printers
    const touched = await hall.post('/api/check-in', { code: 'HEN-2026-8', source: 'touch-screen', station })
    assert.equal([touched.body.source, touched.body.slip.printer.split('/')[0]], ['touch-screen', station])
    assert.is((await hall.post('/api/check-in', { code: 'HEN-2026-8' })).body.refused, 'booking-used')
    const nowhere = await hall.post('/api/check-in', { code: 'HEN-2026-7', station: 'nowhere' })
    assert.equal([nowhere.status, nowhere.body.field], [400, 'station'])
    assert.is(
      (await hall.post('/api/bookings', { code: 'HEN-2026-2', service, at: 'tomorrow' })).body.field,
      'at',
    )
  })
})

test('an officer logs in, pauses with a reason and continues; events carry the code', async () => {
  await inHall(async (hall, service) => {
    assert.is((await at(hall, 'quay-1', 'log-in', { officer: 'cb-07' })).body.officer, 'cb-07')
    assert.is((await at(hall, 'quay-1', 'pause', { reason: 'meeting' })).body.state, 'paused')
    await hall.post('/api/tickets', { service })
    assert.is((await at(hall, 'quay-1', 'next')).body.refused, 'counter-paused')
    assert.is((await at(hall, 'quay-1', 'continue')).body.state, 'open')
    assert.is((await at(hall, 'quay-1', 'next')).status, 200)
    assert.is((await at(hall, 'quay-1', 'log-out')).body.refused, 'counter-busy')
  })
})

test('a service that somebody waits for and no counter gives is an alarm at once', async () => {
  await inHall(async (hall, service, other) => {
    const alarms = async () =>
      (await hall.get('/api/hall')).body.notices
        .filter(({ code }: Json) => code === 'no-counter-open')
        .map(({ service: of }: Json) => of)
    const counters: string[] = (await hall.get('/api/hall')).body.counters
      .filter(({ services, state }: Json) => services.includes(other) && state === 'open')
      .map(({ id }: Json) => id)
    await hall.post('/api/tickets', { service })
    await hall.post('/api/tickets', { service: other })
    assert.equal(await alarms(), [])
    for (const counter of counters) await at(hall, counter, 'pause', { reason: 'break' })
    const paused = (await hall.get('/api/manager')).body.counters.find(({ id }: Json) => id === counters[0])
    assert.equal([paused.state, paused.pausedFor], ['paused', 'nghỉ giải lao'])
    assert.equal(await alarms(), [other])
    await at(hall, 'quay-2', 'continue')
    assert.equal(await alarms(), [])
    return undefined
  })
})

test('a no-show comes back, a wrong button is changed, a chosen ticket is called and the story says why', async () => {
  await inHall(async (hall, service, other) => {
    const { body: first } = await hall.post('/api/tickets', { service })
    const { body: second } = await hall.post('/api/tickets', { service })
    assert.is((await at(hall, 'quay-2', 'call', { chosen: second.id })).body.number, second.number)
    const story = (await hall.get(`/api/tickets/${first.id}/story`)).body
    assert.match(story.overtakenBy[0].text, /cán bộ chọn gọi số đó/)
    await at(hall, 'quay-2', 'no-show')
    assert.is((await hall.get('/api/staff')).body.returnable[0].id, second.id)
    assert.is((await hall.post(`/api/tickets/${second.id}/return`, {})).body.state, 'waiting')
    const changed = await hall.post(`/api/tickets/${first.id}/change`, {
      service: other,
      reason: 'wrong-button',
    })
    assert.equal([changed.body.service, changed.body.number], [other, first.number])
    assert.is(
      (await hall.post(`/api/tickets/${first.id}/void`, { reason: 'visitor-left' })).body.state,
      'voided',
    )
  })
})

test.run()
