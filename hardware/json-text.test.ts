import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readJson } from './json-text.ts'

const text = suite('Reading JSON text')

const said = (source: string): string[] => {
  const reading = readJson(source)
  return reading.ok ? [] : reading.problems.map((one) => `${one.line}:${one.column} ${one.message}`)
}

text('a mistake is told with its line, its column and what should stand there', () => {
  assert.equal(said('{\n  "a": 1,\n}'), ['3:1 the comma before this } is one too many'])
  assert.equal(said('[1, 2,]'), ['1:7 the comma before this ] is one too many'])
  assert.equal(said('{\n  "a": 1\n  "b": 2\n}'), ['3:3 """, where a comma or } should stand'])
  assert.equal(said('{ "a" 1 }'), ['1:7 "1" without quotation marks, where a colon should stand'])
  assert.equal(said('{ a: 1 }'), [
    '1:3 "a" without quotation marks, where a name in "quotation marks" should stand',
  ])
  assert.equal(said('{ "a": quầy }'), ['1:8 "quầy" without quotation marks, where a value should stand'])
  assert.equal(said('{ “a”: 1 }'), [
    '1:3 a curved “ instead of a straight ", where a name in "quotation marks" should stand',
  ])
  assert.equal(said('{\n // x\n}'), [
    '2:2 a comment, which JSON does not know, where a name in "quotation marks" should stand',
  ])
  assert.equal(said('{ "a": "x\n}'), ['1:8 this text has no closing "'])
  assert.equal(said('{\n  "a": [1'), ['2:10 the file ends inside the [ of line 2'])
  assert.equal(said('{ "a":\u00a01 }'), ['1:7 an invisible character (U+00A0), where a value should stand'])
  assert.equal(said(''), ['1:1 the file ends, where a value should stand'])
  assert.equal(said('{} {}'), ['1:4 "{", after the end of the site'])
  assert.equal(said('{ "a": 007 }'), ['1:8 "007" without quotation marks, where a value should stand'])
})

text('a name that stands twice is told: the first would be lost without a word', () => {
  assert.equal(said('{\n  "pin": 4,\n  "p\\u0069n": 5\n}'), [
    '3:3 "pin" stands twice in the same object, first in line 2; take one out',
  ])
  assert.equal(said('[{"a":1},{"a":1}]'), [])
})

text('a text nested without end is refused and not followed', () => {
  assert.match(said('['.repeat(100_000)).join(), 'nested deeper than 64 levels')
})

text('what is taken and what it means is what JSON.parse says', () => {
  const byEngine = (source: string): unknown => {
    try {
      return { value: JSON.parse(source) }
    } catch {
      return 'refused'
    }
  }
  const piece = fc.constantFrom(
    ...['{', '}', '[', ']', ',', ':', '"a"', '"b"', '"', '\\', '\\u00e', ' ', '\n', '\t', '\u00a0', '\ufeff'],
    ...['0', '-', '1', '.', 'e', '+', 'true', 'null', 'fals', '/', "'", 'Đ', '\u0001', '\u2028', '\ud800'],
  )
  const source = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.json().chain((whole) => fc.nat({ max: whole.length }).map((cut) => whole.slice(0, cut))),
    fc.json(),
    fc.double().map(String),
  )
  fc.assert(
    fc.property(source, (one) => {
      const mine = readJson(one)
      const theirs = byEngine(one)
      if (mine.ok) assert.equal({ value: mine.value }, theirs)
      else if (!mine.problems.every(({ message }) => message.includes('stands twice')))
        assert.is(theirs, 'refused', `${JSON.stringify(one)}: ${mine.problems[0]?.message}`)
    }),
    { numRuns: 3000, seed: 20261123 },
  )
})

text.run()
