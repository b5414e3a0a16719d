/**
 * What the loudspeaker says: the sentence in words and as names of clips to be played one after another. Pure;
 * it neither plays anything nor looks whether a clip exists.
 */
import { letterNames, numberClips, phraseClips, refusalClips } from './clips.ts'
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

function isRefusalClip(code: string): code is keyof typeof refusalClips {
  return Object.hasOwn(refusalClips, code)
}

const each = (digits: string) => [...digits].map((digit) => digitWord(Number(digit)))
const whole = (digits: string, style: NumberStyle) =>
  digits === '' ? [] : Number(digits) < wholeBelow ? numberWords(Number(digits), style) : each(digits)
const wordClips = (words: readonly NumberWord[]) => words.map((word) => numberClips[word])
const letterClips = (letters: string) =>
  [...letters.toLowerCase()].filter((letter) => Object.hasOwn(letterNames, letter))
