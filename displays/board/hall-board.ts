/**
 * What the LED board of a hall says, as text and, for boards without a font, as dots. Pure; when and how long
 * something stands there is not decided here. 16 rows carry Vietnamese texts; 8 rows carry the number and the
 * counter alone, because marks have no room.
 */
import { beside, blankDots, centred, type Dots, doubled, rasterOf } from './dots.ts'
import { figureDots } from './led-digits.ts'
import { textDots } from './led-font.ts'

export type BoardSize = { rows: number; columns: number }
export type SlideContent = { text: string; dots?: { width: number; height: number; bits: string } }
export type HallCall = { number: string; counter: string }

const gap = (width: number) => blankDots(width, 1)

/** The widest wording that fits, large figures first; the narrowest when none does, which then runs. */
export function callDots({ number, counter }: HallCall, { rows, columns }: BoardSize): Dots {
  const inLargeFigures = (space: number, words: string) =>
    beside([
      doubled(figureDots(number)),
      gap(space),
      textDots(words),
      gap(space),
      doubled(figureDots(counter)),
    ])
  // A wording is drawn when those before it do not fit.
  const wordings: (() => Dots)[] =
    rows < 16
      ? [() => figureDots(`${number} → ${counter}`), () => figureDots(`${number}→${counter}`)]
      : [
          () => inLargeFigures(4, '→ Quầy'),
          () => inLargeFigures(3, '→'),
          () => textDots(`${number} → Quầy ${counter}`),
          () => textDots(`${number} → ${counter}`),
          () => textDots(`${number}→${counter}`),
        ]
  let chosen = blankDots(columns, rows)
  for (const draw of wordings) {
    chosen = draw()
    if (chosen.width <= columns) break
  }
  return centred(chosen, Math.max(columns, chosen.width), rows)
}

/** `size` is that of a board that is sent dots; without it the board has a font of its own. */
export function callSlide(call: HallCall, size: BoardSize | undefined): SlideContent {
  const text = `${call.number} → Quầy ${call.counter}`
  return size ? { text, dots: rasterOf(callDots(call, size)) } : { text }
}

/** A line to run over the board. Undefined where there is no room for text. */
export function noticeSlide(text: string, size: BoardSize | undefined): SlideContent | undefined {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return undefined
  if (!size) return { text: line }
  return size.rows < 16 ? undefined : { text: line, dots: rasterOf(textDots(line)) }
}
