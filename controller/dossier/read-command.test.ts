import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readCommand } from './read-command.ts'

const test = suite('reading a command')
const event = {
  specversion: '1.0',
  id: 'c-1',
  source: '/centre/dossiers',
  type: 'CancelAppointment',
  validuntil: '2026-11-25T10:00:00+07:00',
  data: { code: 'book-1' },
}
const read = (value: unknown, type = 'CancelAppointment') =>
  readCommand(type, new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)))
const wrong = (value: unknown, type?: string) => {
  const answer = read(value, type)
  if ('command' in answer) throw new Error('it was read')
  return answer.unreadable
}

test('a command is read, and fields that are not known yet are let be', () => {
  assert.equal(read({ ...event, priority: 'soon', data: { ...event.data, why: 'ill' } }), {
    command: {
      id: 'c-1',
      type: 'CancelAppointment',
      validUntil: Date.parse('2026-11-25T03:00:00Z'),
      data: { code: 'book-1', why: 'ill' },
    },
  })
})

test('what is no command is refused with its place', () => {
  const cases: [unknown, string][] = [
    ['', ''],
    ['{', ''],
    ['[]', ''],
    ['null', ''],
    [{ ...event, id: undefined }, '/id'],
    [{ ...event, specversion: '2.0' }, '/specversion'],
    [{ ...event, validuntil: 'tomorrow' }, '/validuntil'],
    [{ ...event, validuntil: '2026-13-45T10:00:00Z' }, '/validuntil'],
    [{ ...event, type: 'CheckIn' }, '/type'],
    [{ ...event, data: { code: 'a b' } }, '/data/code'],
    [{ ...event, data: {} }, '/data/code'],
    [{ ...event, data: undefined }, '/data'],
  ]
  for (const [value, pointer] of cases) {
    const answer = wrong(value)
    assert.is(answer.code, 'malformed', JSON.stringify(value))
    assert.is(answer.pointer, pointer, JSON.stringify(value))
  }
})

test('an unknown type is named with the id, so that it can be answered', () => {
  const answer = wrong({ ...event, type: 'PaintTheHall' }, 'PaintTheHall')
  assert.equal([answer.code, answer.id, answer.type], ['unknown-type', 'c-1', 'PaintTheHall'])
})

test('a message that is too large is not even parsed', () => {
  assert.is(wrong({ ...event, padding: 'x'.repeat(70_000) }).code, 'too-large')
})

test('bytes that are no UTF-8 are malformed', () => {
  const answer = readCommand('CheckIn', Uint8Array.from([0x7b, 0xff, 0x7d]))
  assert.ok('unreadable' in answer && answer.unreadable.code === 'malformed')
})

test('no bytes make it throw, and what it repeats of them is bounded', () => {
  const json = fc.json({ maxDepth: 4 })
  const near = fc.record(
    {
      id: fc.string(),
      source: fc.string(),
      type: fc.constantFrom('CheckIn', 'x'),
      specversion: fc.constantFrom('1.0', '0'),
      validuntil: fc.string(),
      data: fc.object(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        json,
        near.map((one) => JSON.stringify(one)),
      ),
      fc.string(),
      (text, type) => {
        const answer = readCommand(type, new TextEncoder().encode(text))
        assert.ok(JSON.stringify(answer).length < 2000)
      },
    ),
    { numRuns: 2000 },
  )
})

test.run()
