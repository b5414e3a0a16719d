import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Dots } from './dots.ts'
import { callDots, callSlide, noticeSlide } from './hall-board.ts'
import { figureDots } from './led-digits.ts'
import { hasGlyph, textDots, textRows } from './led-font.ts'

const test = suite('hall board as dots')

const picture = ({ rows }: Dots) =>
  rows
    .map((row) =>
      row
        .map((dot) => (dot ? '#' : '.'))
        .join('')
        .replace(/\.+$/, ''),
    )
    .join('\n')
    .trimEnd()
/** Every letter of Vietnamese, in both cases. */
const letters = [...'aăâeêioôơuưy'].flatMap((vowel) =>
  ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => (vowel + tone).normalize('NFC')),
)
const all = [...letters, 'đ', ...'bcdghklmnpqrstvx'].flatMap((letter) => [letter, letter.toUpperCase()])

test('Ế and Ộ carry their marks, dot by dot', () => {
  assert.is(
    picture(textDots('ẾỘ')),
    `
.....#
..#.#....##
.#.#....#..#
#...#
######..####
#......#....#
#......#....#
#......#....#
#####..#....#
#......#....#
#......#....#
#......#....#
#......#....#
######..####

..........#`.slice(1),
  )
})

test('every Vietnamese letter has a shape of its own, 16 rows high', () => {
  const seen = new Map<string, string>()
  for (const letter of all) {
    assert.ok(hasGlyph(letter), `${letter} is missing`)
    const dots = textDots(letter)
    assert.is(dots.height, textRows)
    const shape = picture(dots)
    assert.is(seen.get(shape), undefined, `${letter} looks like ${seen.get(shape)}`)
    seen.set(shape, letter)
  }
  assert.is(seen.size, 178)
})

test('text that arrives in parts is put together, and what has no shape keeps its place', () => {
  assert.equal(textDots('E\u0302\u0301'), textDots('Ế'))
  assert.equal(textDots('ǎ'), textDots('a'))
  assert.equal(textDots('漢'), textDots('□'))
})

test('a call takes the widest wording that fits', () => {
  const call = { number: 'A012', counter: '3' }
  const wide = callDots(call, { rows: 16, columns: 128 })
  assert.is(wide.width, 128)
  assert.ok(picture(wide).length > picture(callDots(call, { rows: 16, columns: 64 })).length)
  for (const columns of [32, 48, 64, 96, 128, 256])
    for (const rows of [8, 16]) {
      const { width, height } = callDots(call, { rows, columns })
      assert.is(height, rows)
      assert.ok(width === columns || columns === 32, `${width} of ${columns}`)
    }
})

test('eight rows show the number and the counter, nothing else', () => {
  assert.is(
    picture(callDots({ number: 'C05', counter: '7' }, { rows: 8, columns: 32 })),
    `
..###...###..#####.......#####
.#...#.#...#.#.......#.......#
.#.....#..##.####.....#.....#
.#.....#.#.#.....#.#####...#
.#.....##..#.....#....#...#
.#...#.#...#.#...#...#....#
..###...###...###.........#`.slice(1),
  )
  assert.is(noticeSlide('Nghỉ lễ', { rows: 8, columns: 64 }), undefined)
})

test('a call that no wording fits is wider than the board, and runs', () => {
  assert.ok(callDots({ number: 'AB12345', counter: '123B' }, { rows: 16, columns: 32 }).width > 32)
})

test('every letter a number may have can be told from every other', () => {
  const shapes = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ→-'].map((one) => picture(figureDots(one)))
  assert.is(new Set(shapes).size, 38)
  for (const one of shapes) assert.ok(one.includes('#'))
})

test('a board with a font of its own is sent text alone', () => {
  assert.equal(callSlide({ number: 'A012', counter: '3' }, undefined), { text: 'A012 → Quầy 3' })
  assert.equal(noticeSlide('  Nghỉ\n lễ ', undefined), { text: 'Nghỉ lễ' })
  assert.is(noticeSlide(' \n ', undefined), undefined)
})

test.run()
