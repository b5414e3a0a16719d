/**
 * The slip's typeface, Be Vietnam Pro, and what of it the layout must know: how wide a text will be and which
 * characters it has. The only file that knows where the fonts are.
 *
 * Widths are sums of the fonts' own advances. Kerning is left out: it only draws letters together, so a line
 * measured here never turns out wider on paper.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export type Weight = 500 | 800
export const fontFamily = 'Be Vietnam Pro'

const folder = createRequire(import.meta.url).resolve('@expo-google-fonts/be-vietnam-pro/package.json')
const fileOf = (path: string) => folder.replace(/package\.json$/, path)
const files: Record<Weight, string> = {
  500: fileOf('500Medium/BeVietnamPro_500Medium.ttf'),
  800: fileOf('800ExtraBold/BeVietnamPro_800ExtraBold.ttf'),
}
export const fontFiles = Object.values(files)

export type FontMetrics = {
  /** Height of a capital or digit, in parts of the font size. */
  capHeight: number
  has(character: string): boolean
  /** Width of a text, in parts of the font size. */
  width(text: string): number
}

const read = new Map<Weight, FontMetrics>()

export function metrics(weight: Weight): FontMetrics {
  const known = read.get(weight)
  if (known) return known
  const parsed = parse(readFileSync(files[weight]))
  read.set(weight, parsed)
  return parsed
}

/** Text as it can be drawn: composed letters, single spaces, "?" for what the typeface lacks. */
export function drawable(text: string): string {
  const font = metrics(500)
  return [
    ...text
      .normalize('NFC')
      .replace(/[ \t\r\n]+/g, ' ')
      .trim(),
  ]
    .map((character) => (font.has(character) ? character : '?'))
    .join('')
}

function parse(file: Buffer): FontMetrics {
  const tables = new Map<string, number>()
  for (let i = 0; i < file.readUInt16BE(4); i++) {
    const at = 12 + i * 16
    tables.set(file.toString('latin1', at, at + 4), file.readUInt32BE(at + 8))
  }
  const table = (tag: string) => {
    const at = tables.get(tag)
    if (at === undefined) throw new Error(`font without a ${tag} table`)
    return at
  }
  const unitsPerEm = file.readUInt16BE(table('head') + 18)
  const capHeight = file.readInt16BE(table('OS/2') + 88) / unitsPerEm
  const longAdvances = file.readUInt16BE(table('hhea') + 34)
  const hmtx = table('hmtx')
  const find = characterMap(file, table('cmap'))
  const found = new Map<number, number>()
  const glyphs = (codePoint: number) => {
    const known = found.get(codePoint)
    if (known !== undefined) return known
    const glyph = find(codePoint)
    found.set(codePoint, glyph)
    return glyph
  }
  return {
    capHeight,
    has: (character) => glyphs(character.codePointAt(0) ?? 0) !== 0,
    width(text) {
      let sum = 0
      for (const character of text) {
        const glyph = glyphs(character.codePointAt(0) ?? 0)
        sum += file.readUInt16BE(hmtx + Math.min(glyph, longAdvances - 1) * 4)
      }
      return sum / unitsPerEm
    },
  }
}

/** Format 4 of the cmap table: characters of the basic plane, which is all that Vietnamese needs. */
function characterMap(file: Buffer, cmap: number): (codePoint: number) => number {
  let at = 0
  for (let i = 0; i < file.readUInt16BE(cmap + 2); i++) {
    const subtable = cmap + file.readUInt32BE(cmap + 4 + i * 8 + 4)
    if (file.readUInt16BE(subtable) === 4) at = subtable
  }
  if (at === 0) throw new Error('font without a format 4 character map')
  const segments = file.readUInt16BE(at + 6) / 2
  const ends = at + 14
  const starts = ends + segments * 2 + 2
  const deltas = starts + segments * 2
  const offsets = deltas + segments * 2
  return (codePoint) => {
    if (codePoint > 0xffff) return 0
    for (let i = 0; i < segments; i++) {
      if (codePoint > file.readUInt16BE(ends + i * 2)) continue
      const start = file.readUInt16BE(starts + i * 2)
      if (codePoint < start) return 0
      const delta = file.readInt16BE(deltas + i * 2)
      const offset = file.readUInt16BE(offsets + i * 2)
      if (offset === 0) return (codePoint + delta) & 0xffff
      const glyph = file.readUInt16BE(offsets + i * 2 + offset + (codePoint - start) * 2)
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}
