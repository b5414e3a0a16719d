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
  const wordings =
    rows < 16
      ? [figureDots(`${number} → ${counter}`), figureDots(`${number}→${counter}`)]
      : [
          beside([
            doubled(figureDots(number)),
            gap(4),
            textDots('→ Quầy'),
            gap(4),
            doubled(figureDots(counter)),
          ]),
          beside([doubled(figureDots(number)), gap(3), textDots('→'), gap(3), doubled(figureDots(counter))]),
          textDots(`${number} → Quầy ${counter}`),
          textDots(`${number} → ${counter}`),
          textDots(`${number}→${counter}`),
        ]
  const fits = wordings.find(({ width }) => width <= columns)
  const chosen = fits ?? wordings.at(-1) ?? blankDots(columns, rows)
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
