/**
 * Text in LED dots, 16 rows high, with every Vietnamese letter: glyphs of GNU Unifont (unifont-vietnamese.hex,
 * licence beside it, chosen by scripts/build-led-font), set with their own widths. It knows no board.
 */
import { readFileSync } from 'node:fs'
import { beside, blankDots, type Dots } from './dots.ts'

export const textRows = 16
const spaceWidth = 4
const missing = '\u25a1'

let glyphs: Map<string, Dots> | undefined

function load(): Map<string, Dots> {
  const file = readFileSync(new URL('./unifont-vietnamese.hex', import.meta.url), 'utf8')
  const all = new Map<string, Dots>()
  for (const line of file.split('\n')) {
    const [code, hex] = line.split(':')
    if (!code || !hex) continue
    const across = hex.length / textRows / 2
    const rows = Array.from({ length: textRows }, (_, y) => {
      const bytes = hex.slice(y * across * 2, (y + 1) * across * 2)
      return [...bytes].flatMap((digit) =>
        [8, 4, 2, 1].map((bit) => (Number.parseInt(digit, 16) & bit ? 1 : 0)),
      )
    })
    all.set(String.fromCodePoint(Number.parseInt(code, 16)), trimmed(rows))
  }
  return all
}

/** Without the dark columns at both sides. */
function trimmed(rows: number[][]): Dots {
  const lit = (x: number) => rows.some((row) => row[x] === 1)
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, x) => x).filter(lit)
  const [from, to] = [columns[0], columns.at(-1)]
  if (from === undefined || to === undefined) return blankDots(spaceWidth, textRows)
  return { width: to - from + 1, height: textRows, rows: rows.map((row) => row.slice(from, to + 1)) }
}

/** Whether the font has a shape for it. */
export function hasGlyph(character: string): boolean {
  glyphs ??= load()
  return glyphs.has(character)
}

/** A line of text. A letter that the font does not have loses its marks, and is a box if that does not help. */
export function textDots(text: string): Dots {
  glyphs ??= load()
  const all = glyphs
  const shapes = [...text.normalize('NFC')].map((character) => {
    if (/\s/.test(character)) return blankDots(spaceWidth - 2, textRows)
    const plain = character.normalize('NFD').charAt(0)
    return all.get(character) ?? all.get(plain) ?? all.get(missing) ?? blankDots(spaceWidth, textRows)
  })
  return shapes.length === 0 ? blankDots(0, textRows) : beside(shapes, 1)
}
