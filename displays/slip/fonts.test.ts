import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { drawable, metrics } from './fonts.ts'
import { wrap } from './wrap.ts'

const test = suite('type of a slip')
const vowels = 'aăâeêioôơuưy'
const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323']
const letters = [...vowels].flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC')))
const signs = [...'bcdđghjklmnpqrstvxzfw0123456789.,:;/–-()&"“”…?', ...letters]

test('every Vietnamese letter, both cases, is in both weights', () => {
  for (const weight of [500, 800] as const) {
    for (const sign of signs) {
      for (const one of [sign, sign.toUpperCase()]) {
        assert.is([...one].length, 1)
        assert.ok(metrics(weight).has(one), `${one} in weight ${weight}`)
        assert.ok(metrics(weight).width(one) > 0.1, one)
      }
    }
    assert.not.ok(metrics(weight).has('漢'))
  }
})

test('letters written in parts are composed, unknown ones become a question mark', () => {
  assert.is(drawable('  Hộ   tịch\n'.normalize('NFD')), 'Hộ tịch')
  assert.is(drawable('a漢b😀'), 'a?b?')
})

test('lines break at words, fit, and lose nothing', () => {
  const text = 'Trung tâm Phục vụ hành chính công xã Nguyễn Nghiêm, tỉnh Lào Cai'
  for (const width of [200, 300, 400, 548]) {
    const { lines, size } = wrap(text, { width, lines: 2, sizes: [28, 24, 20], weight: 800 })
    assert.is(lines.join(' '), text)
    for (const line of lines) assert.ok(metrics(800).width(line) * size <= width, line)
  }
})

test('a smaller size is taken before another line, the biggest that fits wins', () => {
  const ask = { lines: 1, sizes: [40, 30, 20], weight: 800 as const }
  const natural = metrics(800).width('Đất đai')
  assert.equal(wrap('Đất đai', { ...ask, width: natural * 40 + 1 }).size, 40)
  assert.equal(wrap('Đất đai', { ...ask, width: natural * 40 - 1 }).size, 30)
})

test('a proper name and the set phrase stay on one line where they fit', () => {
  const { lines } = wrap('Trung tâm Phục vụ hành chính công phường Bắc Cường', {
    width: 548,
    lines: 2,
    sizes: [29, 27],
    weight: 800,
  })
  assert.equal(lines, ['Trung tâm Phục vụ hành chính công', 'phường Bắc Cường'])
})

test('a word wider than the paper is broken rather than cut off', () => {
  const { lines } = wrap('W'.repeat(30), { width: 100, lines: 3, sizes: [20], weight: 800 })
  assert.is(lines.join(''), 'W'.repeat(30))
  for (const line of lines) assert.ok(metrics(800).width(line) * 20 <= 100)
})

test.run()
