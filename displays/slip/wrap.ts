/**
 * Breaks a text into lines that fit a width, at words, with lines of about equal length. Nothing is ever cut
 * off: a text that does not fit the lines asked for in the smallest size takes more lines.
 */
import { drawable, metrics, type Weight } from './fonts.ts'

/** Stands for a space at which no line may break; never in a text itself. */
const bond = '\u0000'

export type Wrapped = { lines: string[]; size: number; width: number }

export function wrap(
  text: string,
  ask: { width: number; lines: number; sizes: readonly number[]; weight: Weight },
): Wrapped {
  const words = together(drawable(text))
  const font = metrics(ask.weight)
  let last: Wrapped = { lines: [], size: ask.sizes.at(-1) ?? 20, width: 0 }
  for (const size of ask.sizes) {
    const measure = (line: string) => font.width(line) * size
    const breaks = words.some((word) => measure(word) > ask.width)
    const greedy = fill(words, ask.width, measure)
    const lines = balance(words, greedy, ask.width, measure)
    last = { lines, size, width: Math.max(0, ...lines.map(measure)) }
    if (lines.length <= ask.lines && !breaks) return last
  }
  return last
}

function fill(words: readonly string[], width: number, measure: (line: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  const add = (piece: string) => {
    const longer = line === '' ? piece : `${line} ${piece}`
    if (line === '' || measure(longer) <= width) line = longer
    else {
      lines.push(line)
      line = piece
    }
  }
  for (const word of words) for (const piece of pieces(word, width, measure)) add(piece)
  if (line !== '') lines.push(line)
  return lines
}

/**
 * What is read in one breath stays on one line where it fits: a proper name, each syllable of which has its
 * capital, and the set phrase in every centre's name.
 */
function together(text: string): string[] {
  return text
    .replace(/hành chính công/gi, (phrase) => phrase.replaceAll(' ', bond))
    .replace(/(?<=\p{Lu}\p{Ll}+) (?=\p{Lu}\p{Ll}+)/gu, bond)
    .split(' ')
    .map((word) => word.replaceAll(bond, ' '))
}

/** A phrase too wide breaks at its spaces; a single word wider than the paper is all that breaks inside. */
function pieces(word: string, width: number, measure: (line: string) => number): string[] {
  if (measure(word) <= width) return [word]
  if (word.includes(' ')) return word.split(' ').flatMap((part) => pieces(part, width, measure))
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (part !== '' && measure(part + character) > width) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return part === '' ? parts : [...parts, part]
}

/** The narrowest block with the same number of lines, so that no single word hangs below. */
function balance(
  words: readonly string[],
  greedy: string[],
  width: number,
  measure: (line: string) => number,
): string[] {
  let best = greedy
  let low = width / Math.max(1, greedy.length)
  let high = width
  for (let i = 0; i < 8; i++) {
    const middle = (low + high) / 2
    const tried = fill(words, middle, measure)
    const whole = words.every((word) => measure(word) <= middle)
    if (whole && tried.length === greedy.length) {
      best = tried
      high = middle
    } else low = middle
  }
  return best
}
