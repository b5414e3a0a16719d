/**
 * What a 4-digit 7-segment board can draw: the glyph table of the board driver, and which letters a number
 * series may use. It must not know any chip: where a segment's bit goes on the wire is the driver's.
 *
 * Bits: a 0x01 (top), b 0x02, c 0x04, d 0x08 (bottom), e 0x10, f 0x20, g 0x40 (middle), dp 0x80.
 */
const glyphs = new Map<string, number>([
  ['0', 0x3f],
  ['1', 0x06],
  ['2', 0x5b],
  ['3', 0x4f],
  ['4', 0x66],
  ['5', 0x6d],
  ['6', 0x7d],
  ['7', 0x07],
  ['8', 0x7f],
  ['9', 0x6f],
  ['A', 0x77],
  ['B', 0x7c],
  ['C', 0x39],
  ['D', 0x5e],
  ['E', 0x79],
  ['F', 0x71],
  ['G', 0x3d],
  ['H', 0x76],
  ['I', 0x30],
  ['J', 0x1e],
  ['L', 0x38],
  ['N', 0x54],
  ['O', 0x5c],
  ['P', 0x73],
  ['Q', 0x67],
  ['R', 0x50],
  ['S', 0x6d],
  ['T', 0x78],
  ['U', 0x3e],
  ['Y', 0x6e],
  ['-', 0x40],
  ['_', 0x08],
  [' ', 0x00],
])

export const decimalPoint = 0x80

/** How many characters a board shows. */
export const boardPlaces = 4

/**
 * Letters a series may begin with where a 7-segment board is declared. K, M, V, W and X have no shape; I, S and
 * Z would be read as 1, 5 and 2, and Q as 9: "S012" over a counter is another visitor's 5012.
 */
export const boardLetters = 'ABCDEFGHJLNOPRTUY'

/** The segments of one character; undefined when the board has no shape for it. */
export function segmentsOf(character: string): number | undefined {
  return glyphs.get(character)
}
