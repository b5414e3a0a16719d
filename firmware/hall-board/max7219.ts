/**
 * What a chain of MAX7219 is sent: pieces of two bytes for each chip, register and value, the chip farthest from
 * the Pi first. Pure. Registers from the MAX7219 datasheet (19-4452), table 2.
 */
import { type Layout, modulesOf, placeOf, side } from './module-layout.ts'

const firstDigit = 0x01
const decodeMode = 0x09
const intensity = 0x0a
const scanLimit = 0x0b
const shutdown = 0x0c
const displayTest = 0x0f

const toAll = (modules: number, register: number, value: number) =>
  Uint8Array.from({ length: modules * 2 }, (_, i) => (i % 2 === 0 ? register : value))

/** What a chip must know before it shows dots; sent before them. `brightness` is 1 to 16. */
export function setUpPieces(layout: Layout, brightness: number): Uint8Array[] {
  const modules = modulesOf(layout)
  return [
    toAll(modules, displayTest, 0),
    toAll(modules, decodeMode, 0),
    toAll(modules, scanLimit, side - 1),
    toAll(modules, intensity, brightness - 1),
  ]
}
/** Lights the chips; sent after the dots, so that no old ones are seen. */
export const lightPieces = (layout: Layout) => [toAll(modulesOf(layout), shutdown, 1)]

/** The pieces of a picture; where each LED stands is worked out once, since a notice is drawn 25 times a second. */
export function dotPieces(layout: Layout): (isLit: (x: number, y: number) => boolean) => Uint8Array[] {
  const modules = modulesOf(layout)
  const places = Array.from({ length: side }, (_, digit) =>
    Array.from({ length: modules }, (_, module) =>
      Array.from({ length: side }, (_, bit) => placeOf(layout, module, digit, bit)),
    ),
  )
  return (isLit) =>
    places.map((inPiece, digit) => {
      const piece = new Uint8Array(modules * 2)
      for (const [module, bits] of inPiece.entries()) {
        let value = 0
        for (const [bit, { x, y }] of bits.entries()) if (isLit(x, y)) value |= 1 << bit
        const at = (modules - 1 - module) * 2
        piece[at] = firstDigit + digit
        piece[at + 1] = value
      }
      return piece
    })
}
