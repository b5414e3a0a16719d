import { type TSchema, Type } from 'typebox'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checksWhenUsed, writersWhenUsed } from './compile-when-used.ts'
import { fastifysOwn } from './server.ts'

const test = suite('schemas compiled when they are used')
const route = (schema: unknown) => ({ schema, method: 'POST', url: '/', httpPart: 'body', httpStatus: '200' })

test('nothing is compiled before it is used, and one schema once for all routes', () => {
  const compiled: unknown[] = []
  const compiler = writersWhenUsed(({ schema }) => {
    compiled.push(schema)
    return (data) => `${JSON.stringify(schema)}: ${JSON.stringify(data)}`
  })
  const [ticket, hall] = [{ title: 'ticket' }, { title: 'hall' }]
  const writers = [compiler(route(ticket)), compiler(route(ticket)), compiler(route(hall))]
  assert.equal(compiled, [])
  assert.equal(
    writers.map((write, n) => write(n)),
    ['{"title":"ticket"}: 0', '{"title":"ticket"}: 1', '{"title":"hall"}: 2'],
  )
  assert.equal(compiled, [ticket, hall])
})

test('of what may be null both come out as they are, and of its fields only those that are told', async () => {
  const kinds: [TSchema, unknown][] = [
    [Type.String(), 'Hộ tịch'],
    [Type.String({ format: 'date-time' }), '2026-11-26T08:00:00+07:00'],
    [Type.Integer(), 7],
    [Type.Number(), 0.5],
    [Type.Boolean(), false],
    [Type.Enum(['open', 'closed']), 'closed'],
    [Type.Array(Type.Union([Type.Integer(), Type.Null()])), [1, null]],
    [Type.Object({ wait: Type.Union([Type.Integer(), Type.Null()]) }), { wait: null }],
  ]
  const { serializerCompiler } = await fastifysOwn()
  const write = (schema: TSchema, answer: unknown) =>
    JSON.parse(writersWhenUsed(serializerCompiler)(route(schema))(answer))
  for (const [schema, value] of kinds) {
    const orNull = Type.Object({ it: Type.Union([schema, Type.Null()], { description: 'one of both' }) })
    assert.equal(write(orNull, { it: value }), { it: value })
    assert.equal(write(orNull, { it: null }), { it: null })
  }
  const named = Type.Object({ it: Type.Union([Type.Object({ number: Type.String() }), Type.Null()]) })
  assert.equal(write(named, { it: { number: 'A001', phone: '0912' } }), { it: { number: 'A001' } })
})

test('a check says what is wrong, each time anew', () => {
  const isText = checksWhenUsed(() => {
    const check: ReturnType<ReturnType<typeof checksWhenUsed>> = (data: unknown) => {
      check.errors =
        typeof data === 'string'
          ? null
          : [{ keyword: 'type', instancePath: '/body', schemaPath: '#', params: {}, message: 'is no text' }]
      return check.errors === null
    }
    return check
  })(route({}))
  assert.is(isText(7), false)
  assert.is(isText.errors?.[0]?.message, 'is no text')
  assert.is(isText('seven'), true)
  assert.is(isText.errors, null)
})

test.run()
