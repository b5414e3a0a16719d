import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readDown, readUp } from './message-reader.ts'

const test = suite('messages read from the bus')

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
const dots = { width: 8, height: 16, bits: 'AAAA' }
const hall = { calls: [{ id: 'a', text: 'A012 → Quầy 3', dots }], notices: [], rest: null }
const show = (more: object) => ({ type: 'show', boards: {}, rings: {}, lamps: {}, ...more })

test('a hall board’s face is read whole, and a show of an older hall has none', () => {
  const message = show({
    halls: { h: { ...hall, light: 40 } },
    boards: { b: { text: 'A1', blink: true, light: 1 } },
  })
  assert.equal(readDown(bytes(message)), message)
  assert.equal(readDown(bytes(show({}))), show({}))
})

test('a face that is not exactly one is no message', () => {
  for (const wrong of [
    7,
    { ...hall, rest: undefined },
    { ...hall, calls: {} },
    { ...hall, calls: [{ id: 'a' }] },
    { ...hall, calls: [{ id: 'a', text: 'A', dots: { width: -1, height: 1, bits: '' } }] },
    { ...hall, notices: Array(51).fill({ id: 'n', text: 'n' }) },
    { ...hall, light: 101 },
  ])
    assert.is(readDown(bytes(show({ halls: { h: wrong } }))), undefined, JSON.stringify(wrong))
  assert.is(readDown(bytes(show({ boards: { b: { text: 'A', blink: true, light: 'x' } } }))), undefined)
})

test('disagreements are a count', () => {
  const health = (value: unknown) => ({
    type: 'health',
    device: 'b',
    health: { state: 'ready', disagreements: value },
  })
  assert.equal(readUp(bytes(health(3))), health(3))
  for (const wrong of [-1, 1.5, '3']) assert.is(readUp(bytes(health(wrong))), undefined)
})

test.run()
