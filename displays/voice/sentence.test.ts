import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { clipWords, letterNames } from './clips.ts'
import { numberWords } from './number-words.ts'
import { bookingSentence, callSentence, refusalSentence } from './sentence.ts'

const test = suite('spoken sentences')

test('a call says letter, digits one by one and the counter, after the chime', () => {
  assert.equal(callSentence({ number: 'A012', spoken: '3' }, { numbers: 'digits' }), {
    text: 'Xin mời số A, không một hai, đến quầy số ba',
    clips: ['chime', 'xin-moi-so', 'a', '0', '1', '2', 'den-quay-so', '3'],
  })
})

test('a site may say whole numbers; leading zeros are then not said', () => {
  assert.equal(callSentence({ number: 'A012', spoken: '3' }, { numbers: 'whole' }), {
    text: 'Xin mời số A, mười hai, đến quầy số ba',
    clips: ['chime', 'xin-moi-so', 'a', 'muoi-huyen', '2', 'den-quay-so', '3'],
  })
})

test('two letters, none, and a counter with a letter are all said', () => {
  assert.is(
    callSentence({ number: 'AB10000', spoken: '12B' }, { numbers: 'digits' }).text,
    'Xin mời số A B, một không không không không, đến quầy số mười hai B',
  )
  assert.equal(callSentence({ number: '7', spoken: '21' }, { numbers: 'digits' }), {
    text: 'Xin mời số bảy, đến quầy số hai mươi mốt',
    clips: ['chime', 'xin-moi-so', '7', 'den-quay-so', '2', 'muoi-ngang', 'mot-sac'],
  })
  assert.equal(callSentence({ number: 'D1', spoken: '12B' }, { numbers: 'digits' }).clips.slice(-3), [
    'muoi-huyen',
    '2',
    'b',
  ])
})

test('what is no number is not called', () => {
  assert.throws(() => callSentence({ number: '', spoken: '3' }, { numbers: 'digits' }), /called aloud/)
  assert.throws(() => callSentence({ number: 'A-1', spoken: '3' }, { numbers: 'digits' }), /called aloud/)
  assert.throws(() => callSentence({ number: 'A1', spoken: '' }, { numbers: 'digits' }), /called aloud/)
})

const read: [number, string][] = [
  [0, 'không'],
  [1, 'một'],
  [4, 'bốn'],
  [5, 'năm'],
  [10, 'mười'],
  [11, 'mười một'],
  [14, 'mười bốn'],
  [15, 'mười lăm'],
  [20, 'hai mươi'],
  [21, 'hai mươi mốt'],
  [24, 'hai mươi tư'],
  [25, 'hai mươi lăm'],
  [55, 'năm mươi lăm'],
  [91, 'chín mươi mốt'],
  [100, 'một trăm'],
  [101, 'một trăm linh một'],
  [104, 'một trăm linh bốn'],
  [105, 'một trăm linh năm'],
  [110, 'một trăm mười'],
  [111, 'một trăm mười một'],
  [115, 'một trăm mười lăm'],
  [121, 'một trăm hai mươi mốt'],
  [555, 'năm trăm năm mươi lăm'],
  [999, 'chín trăm chín mươi chín'],
  [1000, 'một nghìn'],
  [1001, 'một nghìn không trăm linh một'],
  [1012, 'một nghìn không trăm mười hai'],
  [1100, 'một nghìn một trăm'],
  [2024, 'hai nghìn không trăm hai mươi tư'],
  [10_000, 'mười nghìn'],
  [10_005, 'mười nghìn không trăm linh năm'],
  [21_121, 'hai mươi mốt nghìn một trăm hai mươi mốt'],
  [105_015, 'một trăm linh năm nghìn không trăm mười lăm'],
]

test('whole numbers are read as a Vietnamese speaker reads them', () => {
  for (const [n, words] of read) assert.is(numberWords(n).join(' '), words, String(n))
})

test('the South may say lẻ and ngàn', () => {
  const south = { emptyTens: 'lẻ', thousand: 'ngàn' } as const
  assert.is(numberWords(1005, south).join(' '), 'một ngàn không trăm lẻ năm')
})

/** Reads words back to a number by place value, without knowing how they were made. */
function understand(words: readonly string[]): number {
  const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
  const same: Record<string, string> = { mốt: 'một', tư: 'bốn', lăm: 'năm' }
  let thousands = 0
  let sum = 0
  let digit = 0
  for (const word of words) {
    if (word === 'nghìn') [thousands, sum, digit] = [(sum + digit) * 1000, 0, 0]
    else if (word === 'trăm') [sum, digit] = [sum + digit * 100, 0]
    else if (word === 'mươi') [sum, digit] = [sum + digit * 10, 0]
    else if (word === 'mười') sum += 10
    else if (word !== 'linh') digit = digits.indexOf(same[word] ?? word)
  }
  return thousands + sum + digit
}

test('every whole number below a million is understood as itself', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 999_999 }), (n) => understand(numberWords(n)) === n))
  for (let n = 0; n < 2000; n++) assert.is(understand(numberWords(n)), n)
})

test('no sentence needs a clip that the table of clips does not have', () => {
  const number = fc
    .tuple(
      fc.stringMatching(/^[A-Z]{0,2}$/),
      fc.integer({ min: 1, max: 9_999_999 }),
      fc.integer({ min: 1, max: 5 }),
    )
    .map(([prefix, n, width]) => prefix + String(n).padStart(width, '0'))
  const style = fc.record({
    numbers: fc.constantFrom('digits' as const, 'whole' as const),
    emptyTens: fc.constantFrom('linh' as const, 'lẻ' as const),
    thousand: fc.constantFrom('nghìn' as const, 'ngàn' as const),
  })
  fc.assert(
    fc.property(number, fc.stringMatching(/^[0-9]{1,3}[A-Z]?$/), style, (ticket, spoken, how) => {
      const { clips, text } = callSentence({ number: ticket, spoken }, how)
      return clips.every((clip) => clipWords.has(clip)) && !/undefined| {2}/.test(text)
    }),
  )
})

test('all twenty-six letters have a name', () => {
  assert.is(Object.keys(letterNames).join(''), 'abcdefghijklmnopqrstuvwxyz')
})

test('an appointment of another day is told with its date and time, one of today with what keeps it', () => {
  const said = (code: string, at: string) => bookingSentence(code, `${at}:00.000+07:00`)
  assert.equal(said('booking-other-day', '2026-11-24T09:30'), {
    text: 'Lịch hẹn này là ngày hai mươi tư tháng mười một lúc chín giờ ba mươi phút',
    clips: [
      'lich-hen-ngay',
      '2',
      'muoi-ngang',
      'tu',
      'thang',
      'muoi-huyen',
      '1',
      'luc',
      '9',
      'gio',
      '3',
      'muoi-ngang',
      'phut',
    ],
  })
  assert.is(
    said('booking-past', '2026-04-05T14:00').text,
    'Lịch hẹn này là ngày năm tháng tư lúc mười bốn giờ, đã qua, xin liên hệ cán bộ hướng dẫn',
  )
  assert.is(
    said('service-not-yet', '2026-11-24T08:05').text,
    'Chưa đến giờ lấy số của nội dung này. Lịch hẹn này là hôm nay lúc tám giờ năm phút',
  )
  for (let minute = 0; minute < 1440; minute += 7)
    for (const code of ['booking-other-day', 'booking-past', 'service-cut-off']) {
      const at = new Date(Date.UTC(2026, minute % 12, (minute % 28) + 1, 0, minute))
        .toISOString()
        .slice(0, 16)
      for (const clip of said(code, at).clips) assert.ok(clipWords.has(clip), clip)
    }
})

test('a refused press is told why, an unforeseen reason sends the person to the staff', () => {
  assert.equal(refusalSentence('printer-down'), {
    text: 'Máy in phiếu đang tạm ngừng, xin liên hệ cán bộ hướng dẫn',
    clips: ['printer-down'],
  })
  assert.equal(refusalSentence('service-closed').clips, ['service-closed'])
  assert.equal(refusalSentence('toString').clips, ['not-issued'])
  assert.not.match(refusalSentence('day-closed').text, /bạn/)
})

test.run()
