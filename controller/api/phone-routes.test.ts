/** A ticket's phone page over HTTP: its view and the visitor's rating, by the token on the slip. */
import { join } from 'node:path'
import fastify, { type FastifyError } from 'fastify'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { issue, testHall } from '../hall.test-kit.ts'
import { openPhoneTokens } from '../phone-tokens.ts'
import { type Json, startHall, withHall } from '../process.test-kit.ts'
import { openSecret } from '../secret.ts'
import { inputError, sendError } from './answers.ts'
import type { ApiParts } from './parts.ts'
import { addPhoneRoutes } from './phone-routes.ts'
import { fastifysOwn } from './server.ts'

const test = suite('the phone page of a ticket over HTTP')
const words = ['Rất hài lòng', 'Hài lòng', 'Bình thường', 'Không hài lòng', 'Rất không hài lòng']
const dayMs = 86_400_000

async function withRoutes() {
  const at = await testHall()
  const phones = openPhoneTokens(Buffer.alloc(32, 7))
  const app = fastify()
  app.setValidatorCompiler((await fastifysOwn()).validatorCompiler)
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, error: body } = inputError(error)
    return sendError(reply, status, body)
  })
  const site = {
    timeZone: 'Asia/Ho_Chi_Minh',
    name: 'Trung tâm',
    services: [],
    counters: [],
    rating: { words },
  }
  const estimates = { forTicket: () => ({ estimate: null, reason: 'unknown' }) }
  addPhoneRoutes(app, { ...at, site, phones, estimates } as unknown as ApiParts)
  const view = async (ticket: string) => (await app.inject(`/api/t/${phones.tokenOf(ticket)}`)).json()
  async function rate(token: string, value: unknown) {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/t/${token}/rating`,
      payload: { value } as object,
    })
    return answer.statusCode === 204 ? 'taken' : [answer.statusCode, answer.json().refused]
  }
  async function visit() {
    const { ticket } = await at.ask(issue())
    for (const type of ['CallNext', 'Start', 'Finish'] as const) await at.ask({ type, counter: 'q1' })
    return ticket?.id ?? ''
  }
  return {
    ...at,
    view,
    visit,
    rate: (ticket: string, value: unknown) => rate(phones.tokenOf(ticket), value),
    rateByToken: rate,
    async end() {
      await app.close()
      await at.end()
    },
  }
}

test('a finished visit is rated once, and the page shows that but not with which word', async () => {
  const { visit, rate, view, hall, journal, end } = await withRoutes()
  const ticket = await visit()
  assert.equal((await view(ticket)).rating, { words, given: false })
  assert.is(await rate(ticket, 4), 'taken')
  const { rating } = await view(ticket)
  assert.equal(rating, { words, given: true })
  assert.is(hall.state().tickets.get(ticket)?.legs[0]?.rating?.value, 4)
  const seq = journal.lastSeq()
  assert.equal(await rate(ticket, 1), [409, 'already-rated'])
  assert.is(journal.lastSeq(), seq)
  await end()
})

test('before the end there is nothing to rate, and a word must be one of the scale', async () => {
  const { ask, visit, rate, view, end } = await withRoutes()
  const { ticket } = await ask(issue())
  assert.is((await view(ticket?.id ?? '')).rating, null)
  assert.equal(await rate(ticket?.id ?? '', 1), [409, 'not-finished'])
  await ask({ type: 'CallNext', counter: 'q1' })
  await ask({ type: 'NoShow', counter: 'q1' })
  assert.is((await view(ticket?.id ?? '')).rating, null)
  const done = await visit()
  assert.equal(await rate(done, 6), [400, 'unknown-rating'])
  for (const value of [0, 8, 1.5, '1', null, undefined])
    assert.equal(await rate(done, value), [400, 'malformed'], String(value))
  assert.is(await rate(done, 5), 'taken')
  await end()
})

test('a token that is wrong, no token at all, or of a day that is over rates nothing', async () => {
  const { visit, rate, rateByToken, view, clock, ask, journal, end } = await withRoutes()
  const ticket = await visit()
  const seq = journal.lastSeq()
  assert.equal(await rateByToken('0123456789abcdef', 1), [404, 'unknown-ticket'])
  assert.equal(await rateByToken(ticket, 1), [400, 'malformed'])
  assert.is(journal.lastSeq(), seq)
  await ask({ type: 'CloseDay' })
  assert.is((await view(ticket)).rating, null)
  assert.equal(await rate(ticket, 1), [409, 'rating-too-late'])
  await clock.advance(dayMs)
  await ask(issue())
  assert.equal(await rate(ticket, 1), [404, 'unknown-ticket'])
  assert.is((await view(ticket)).refused, 'unknown-ticket')
  await end()
})

test('on the whole program a rating from the phone is in the journal before it is thanked for', async () => {
  await withHall(
    () => undefined,
    async (hall, args, directory) => {
      const { body: view } = await hall.get('/api/hall')
      const counter = view.counters.find(({ state }: { state: string }) => state === 'open')
      const { body: ticket } = await hall.post('/api/tickets', { service: counter.services[0] })
      for (const step of ['next', 'start', 'finish'])
        await hall.post(`/api/counters/${counter.id}/${step}`, {})
      const secret = await openSecret(join(directory, 'data'))
      const token = openPhoneTokens(secret.derive('phone')).tokenOf(ticket.id)
      assert.equal((await hall.get(`/api/t/${token}`)).body.rating, { words, given: false })
      assert.is((await hall.post(`/api/t/${token}/rating`, { value: 2 })).status, 204)
      const { total, counters, services } = (await hall.get('/api/manager')).body
      const figures = { n: 1, satisfied: 1, of: 1, mean: 4, best: 5 }
      const of = (rows: Json[], id: string) => rows.find((row) => row.id === id)
      assert.equal(total.ratings, figures)
      assert.equal(of(counters, counter.id)?.ratings, figures)
      assert.equal(of(services, ticket.service)?.ratings, figures)
      assert.is((await hall.get('/api/staff')).body.ratings, undefined)
      await hall.kill()
      const again = await startHall(args)
      assert.is((await again.get(`/api/t/${token}`)).body.rating.given, true)
      assert.is((await again.post(`/api/t/${token}/rating`, { value: 1 })).body.refused, 'already-rated')
      return again
    },
  )
})

test.run()
