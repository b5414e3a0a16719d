import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checksWhenUsed, writersWhenUsed } from './compile-when-used.ts'

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
