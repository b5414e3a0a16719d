/** What may be asked of `GET /api/figures`, and what is answered to a question that is wrong. */
import fastify, { type FastifyError } from 'fastify'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openRows } from '../domain/figure-rows.ts'
import { populations } from '../domain/figures.ts'
import { ratingFormulas } from '../domain/rating-figures.ts'
import type { Figures, FiguresQuery, FiguresRefusal } from '../figures/figures.ts'
import { inputError, sendError } from './answers.ts'
import { addFiguresRoutes, momentOf } from './figures-routes.ts'
import type { ApiParts } from './parts.ts'

const zone = 'Asia/Ho_Chi_Minh'

function withRoutes(refused?: FiguresRefusal['refused']) {
  const asked: FiguresQuery[] = []
  const figures: Figures = {
    async query(query) {
      asked.push(query)
      if (refused) return { refused }
      const { from, to, by, limitSeconds = 0 } = query
      const counted = openRows({ by, from, to, limitMs: 1 }).result(10)
      return {
        ...counted,
        rows: [counted.total],
        period: { from, to, asOf: to },
        by,
        limitSeconds,
        populations,
        formulas: ratingFormulas,
      }
    },
    close: async () => undefined,
  }
  const app = fastify({
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  })
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { status, error: body } = inputError(error)
    return sendError(reply, status, body)
  })
  addFiguresRoutes(app, {
    figures,
    site: { id: 'xa-suoi-may', timeZone: zone, services: [] },
  } as unknown as ApiParts)
  const table = (query: string) => app.inject(`/api/figures.csv?${query}`)
  const get = async (query: string) => {
    const answer = await app.inject(`/api/figures?${query}`)
    return { status: answer.statusCode, body: answer.json() }
  }
  return { get, table, asked, close: () => app.close() }
}

const test = suite('GET /api/figures')

test('takes dates as the site’s midnights and answers in its time', async () => {
  const { get, asked, close } = withRoutes()
  const { status, body } = await get('from=2026-11-23&to=2026-11-24&by=service')
  assert.is(status, 200)
  assert.equal(asked, [
    { from: Date.UTC(2026, 10, 22, 17), to: Date.UTC(2026, 10, 23, 17), by: 'service', limitSeconds: 900 },
  ])
  assert.is(body.period.from, '2026-11-23T00:00:00.000+07:00')
  assert.equal(body.rows[0].waiting, { n: 0, mean: null, median: null, p90: null, max: null })
  assert.equal(body.rows[0].overLimit, { n: 0, of: 0, share: null })
  assert.equal(body.populations, populations)
  await close()
})

test('takes times with and without an offset, and a plus sign that was not escaped', () => {
  const eight = Date.UTC(2026, 10, 23, 1)
  for (const text of [
    '2026-11-23T08:00',
    '2026-11-23T08:00:00.000',
    '2026-11-23T08:00:00+07:00',
    '2026-11-23T08:00:00 07:00',
    '2026-11-23T01:00:00Z',
  ])
    assert.is(momentOf(text, zone), eight, text)
  for (const text of [
    '',
    'today',
    '2026-02-30',
    '2026-13-01',
    '2026-11-23T24:01',
    '2026-11-23T08',
    '23/11/2026',
    '2026-11-23T08:00:00+99:99',
  ])
    assert.is(momentOf(text, zone), null, text)
})

test('the same as a file for Excel, named by hall, days and key', async () => {
  const { table, asked, close } = withRoutes()
  const answer = await table('from=2026-11-01&to=2026-12-01&by=service&excel=en')
  assert.is(answer.statusCode, 200)
  assert.is(answer.headers['content-type'], 'text/csv; charset=utf-8')
  assert.is(
    answer.headers['content-disposition'],
    'attachment; filename="so-lieu-xa-suoi-may-2026-11-01-2026-11-30-service.csv"',
  )
  assert.equal([...answer.rawPayload.subarray(0, 3)], [0xef, 0xbb, 0xbf])
  assert.match(answer.payload, /"Từ ngày","Đến hết ngày",/)
  assert.is(asked.length, 1)
  await close()
})

test('a file that cannot be made is refused in words, like the figures', async () => {
  const { table, close } = withRoutes('too-long')
  const answer = await table('from=2026-11-23&to=2026-11-24&by=day')
  assert.equal([answer.statusCode, answer.json().refused], [400, 'too-long'])
  assert.is((await table('from=2026-11-23&to=2026-11-24&by=day&excel=fr')).json().field, 'excel')
  await close()
})

test('takes another limit', async () => {
  const { get, asked, close } = withRoutes()
  await get('from=2026-11-23&to=2026-11-24&by=hour&limitSeconds=600')
  assert.is(asked[0]?.limitSeconds, 600)
  await close()
})

test('names the field that is wrong', async () => {
  const { get, asked, close } = withRoutes()
  const wrong = {
    'to=2026-11-24&by=day': 'from',
    'from=2026-11-23&by=day': 'to',
    'from=2026-11-23&to=2026-11-24': 'by',
    'from=2026-11-23&to=2026-11-24&by=weather': 'by',
    'from=yesterday&to=2026-11-24&by=day': 'from',
    'from=2026-11-23&to=2026-11-31&by=day': 'to',
    'from=2026-11-23&to=2026-11-24&by=day&limitSeconds=-1': 'limitSeconds',
    'from=2026-11-23&to=2026-11-24&by=day&colour=red': 'colour',
  }
  for (const [query, field] of Object.entries(wrong)) {
    const { status, body } = await get(query)
    assert.equal([status, body.field], [400, field], query)
    assert.ok(body.message.vi && body.message.en)
  }
  assert.is(asked.length, 0)
  await close()
})

test('says what the figures refuse', async () => {
  const expected = {
    'bad-range': [400, 'to'],
    'too-long': [400, 'to'],
    busy: [503, undefined],
    closed: [503, undefined],
  } as const
  for (const [refused, [status, field]] of Object.entries(expected)) {
    const { get, close } = withRoutes(refused as FiguresRefusal['refused'])
    const answer = await get('from=2026-11-23&to=2026-11-24&by=day')
    assert.equal([answer.status, answer.body.refused, answer.body.field], [status, refused, field])
    await close()
  }
})

test.run()
