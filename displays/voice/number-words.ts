/**
 * Vietnamese number words, one syllable each, as they are read aloud: mười một, hai mươi mốt, hai mươi tư, hai
 * mươi lăm, một trăm linh năm, một nghìn không trăm mười hai.
 */

export type NumberStyle = {
  /** What stands for an empty tens place: "một trăm linh năm" or "một trăm lẻ năm". */
  emptyTens?: 'linh' | 'lẻ'
  thousand?: 'nghìn' | 'ngàn'
}

const digitWords = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const
export type NumberWord =
  | (typeof digitWords)[number]
  | 'mười'
  | 'mươi'
  | 'mốt'
  | 'tư'
  | 'lăm'
  | 'linh'
  | 'lẻ'
  | 'trăm'
  | 'nghìn'
  | 'ngàn'

/** The first number that has no words here; a caller says its digits instead. */
export const wholeBelow = 1_000_000

export const digitWord = (digit: number): NumberWord => digitWords[digit] ?? 'không'

export function numberWords(n: number, style: NumberStyle = {}): NumberWord[] {
  if (!Number.isInteger(n) || n < 0 || n >= wholeBelow) throw new RangeError(`no words for ${n}`)
  if (n === 0) return ['không']
  const thousands = Math.floor(n / 1000)
  const rest = n % 1000
  if (thousands === 0) return below1000(rest, style, false)
  const head: NumberWord[] = [...below1000(thousands, style, false), style.thousand ?? 'nghìn']
  // After thousands the hundreds are said even when empty: "không trăm" keeps the places apart.
  return rest === 0 ? head : [...head, ...below1000(rest, style, true)]
}

function below1000(n: number, style: NumberStyle, sayHundreds: boolean): NumberWord[] {
  const hundreds = Math.floor(n / 100)
  const tens = Math.floor(n / 10) % 10
  const units = n % 10
  const words: NumberWord[] = []
  if (hundreds > 0 || sayHundreds) words.push(digitWord(hundreds), 'trăm')
  if (tens === 0) {
    if (units === 0) return words
    if (words.length > 0) words.push(style.emptyTens ?? 'linh')
    return [...words, digitWord(units)]
  }
  if (tens === 1) words.push('mười')
  else words.push(digitWord(tens), 'mươi')
  if (units === 0) return words
  return [...words, unitAfterTens(tens, units)]
}

function unitAfterTens(tens: number, units: number): NumberWord {
  if (units === 5) return 'lăm'
  if (tens > 1 && units === 1) return 'mốt'
  if (tens > 1 && units === 4) return 'tư'
  return digitWord(units)
}
