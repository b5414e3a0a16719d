/**
 * What the loudspeaker says: the sentence in words and as names of clips to be played one after another. Pure;
 * it neither plays anything nor looks whether a clip exists.
 */
import { bookingClips, letterNames, numberClips, phraseClips, refusalClips } from './clips.ts'
import { digitWord, type NumberStyle, type NumberWord, numberWords, wholeBelow } from './number-words.ts'

export type Sentence = { text: string; clips: string[] }
export type VoiceStyle = NumberStyle & {
  /** How ticket numbers are said: digit by digit or as whole numbers. A counter's number is always whole. */
  numbers: 'digits' | 'whole'
}

type Part = { letters: string; words: NumberWord[] }

/** "Xin mời số A, không một hai, đến quầy số ba". A recall says the same. */
export function callSentence(call: { number: string; spoken: string }, style: VoiceStyle): Sentence {
  const [, letters = '', digits = ''] = /^([A-Z]*)(\d*)$/.exec(call.number) ?? []
  const [, counter = '', suffix = ''] = /^(\d*)([A-Z]*)$/.exec(call.spoken) ?? []
  if (letters + digits === '' || counter + suffix === '') {
    throw new RangeError(`cannot be called aloud: ${call.number} at ${call.spoken}`)
  }
  const ticket: Part = { letters, words: style.numbers === 'whole' ? whole(digits, style) : each(digits) }
  const desk: Part = { letters: suffix, words: whole(counter, style) }
  const number = [[...ticket.letters].join(' '), ticket.words.join(' ')].filter((part) => part !== '')
  const place = [desk.words.join(' '), [...desk.letters].join(' ')].filter((part) => part !== '')
  return {
    text: `${phraseClips['xin-moi-so']} ${number.join(', ')}, ${phraseClips['den-quay-so']} ${place.join(' ')}`,
    clips: [
      'chime',
      'xin-moi-so',
      ...letterClips(ticket.letters),
      ...wordClips(ticket.words),
      'den-quay-so',
      ...wordClips(desk.words),
      ...letterClips(desk.letters),
    ],
  }
}

/**
 * Why a press or a scan gave nothing, for the person at the ticket station. Without a chime, which means a call. A reason that
 * has no words of its own sends the person to the staff.
 */
export function refusalSentence(code: string): Sentence {
  const clip = isRefusalClip(code) ? code : 'not-issued'
  return { text: refusalClips[clip], clips: [clip] }
}

/**
 * Why a booked visitor got no number, with the day and the time of the appointment: it is on another day, or was,
 * or is today outside the hours in which numbers are given. `at`: ISO 8601 with the site's offset.
 */
export function bookingSentence(code: string, at: string): Sentence {
  const [, month = 0, day = 0, hour = 0, minute = 0] = at.split(/[-T:]/).map(Number)
  const isToday = code !== 'booking-other-day' && code !== 'booking-past'
  const refused = refusalSentence(code)
  const said: [words: string, clips: string[]][] = [
    ...(isToday
      ? ([[`${refused.text}.`, refused.clips], phrase('lich-hen-hom-nay')] as const)
      : ([phrase('lich-hen-ngay'), number(day), phrase('thang'), number(month, true)] as const)),
    phrase('luc'),
    number(hour),
    phrase('gio'),
    ...(minute === 0 ? [] : [number(minute), phrase('phut')]),
    ...(code === 'booking-past' ? [phrase('da-qua')] : []),
  ].map(([words, clips]) => [words, [...clips]])
  return {
    text: said
      .map(([words]) => words)
      .join(' ')
      .replace(' đã qua', ', đã qua'),
    clips: said.flatMap(([, clips]) => clips),
  }
}

const phrase = (clip: keyof typeof bookingClips): [string, string[]] => [bookingClips[clip], [clip]]
/** The fourth month is "tháng tư". */
function number(n: number, isMonth = false): [string, string[]] {
  const words: NumberWord[] = isMonth && n === 4 ? ['tư'] : numberWords(n)
  return [words.join(' '), wordClips(words)]
}

function isRefusalClip(code: string): code is keyof typeof refusalClips {
  return Object.hasOwn(refusalClips, code)
}

const each = (digits: string) => [...digits].map((digit) => digitWord(Number(digit)))
const whole = (digits: string, style: NumberStyle) =>
  digits === '' ? [] : Number(digits) < wholeBelow ? numberWords(Number(digits), style) : each(digits)
const wordClips = (words: readonly NumberWord[]) => words.map((word) => numberClips[word])
const letterClips = (letters: string) =>
  [...letters.toLowerCase()].filter((letter) => Object.hasOwn(letterNames, letter))
