/**
 * From coloured pixels to what a thermal head can do: a dot or none. Text and lines get a hard threshold, which
 * keeps them crisp; a logo is dithered, because its colours would else come out all black or all white. Also
 * writes such a picture as PNG, for screens that show a slip as it is printed.
 */
import { deflateSync } from 'node:zlib'

/** Rows from the top, 8 dots a byte, most significant bit left, 1 = black, base64. */
export type Raster = { width: number; height: number; bits: string }
export type Box = { x: number; y: number; width: number; height: number }
export type Pixels = { width: number; height: number; rgba: Uint8Array }
/** Something set dot by dot on top of the drawing; dots count from the corner of its box. */
export type Stamp = { box: Box; dark(x: number, y: number): boolean }

/**
 * Of 255. A little over half: thin strokes of small text, grey after smoothing, stay whole instead of breaking.
 */
const blackBelow = 150

/** What is black: rows from the top, 8 dots a byte. */
export type Dots = { width: number; height: number; bits: Buffer }

const rowBytesOf = (width: number) => Math.ceil(width / 8)

export function blank(width: number, height: number): Dots {
  return { width, height, bits: Buffer.alloc(rowBytesOf(width) * height) }
}

/** A drawing is black on white, so one channel says how dark a pixel is. */
export function dotsOf({ width, height, rgba }: Pixels): Dots {
  const dots = blank(width, height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) if ((rgba[at] ?? 255) < blackBelow) blacken(dots, x, y)
  }
  return dots
}

function blacken({ width, bits }: Dots, x: number, y: number): void {
  const at = y * rowBytesOf(width) + (x >> 3)
  bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7))
}

/** Adds what is black of another, equally wide, from row `from` on; what would be off the paper is left out. */
export function layOver(dots: Dots, upper: Dots, from: number): void {
  const start = from * rowBytesOf(dots.width)
  for (let i = Math.max(0, -start); i < upper.bits.length && start + i < dots.bits.length; i++) {
    const byte = upper.bits[i] ?? 0
    if (byte !== 0) dots.bits[start + i] = (dots.bits[start + i] ?? 0) | byte
  }
}

export function stampOn(dots: Dots, { box, dark }: Stamp): void {
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) if (dark(x, y)) blacken(dots, box.x + x, box.y + y)
  }
}

/** Floyd–Steinberg over the whole picture, transparent parts taken as white. */
export function dithered(pixels: Pixels): (x: number, y: number) => boolean {
  const { width, height, rgba } = pixels
  const black = new Uint8Array(width * height)
  const grey = new Float32Array(width * height)
  for (let i = 0; i < grey.length; i++) {
    const [red, green, blue] = [rgba[i * 4] ?? 255, rgba[i * 4 + 1] ?? 255, rgba[i * 4 + 2] ?? 255]
    grey[i] = 0.299 * red + 0.587 * green + 0.114 * blue
  }
  const spread = (x: number, y: number, error: number) => {
    if (x >= 0 && x < width && y < height) grey[y * width + x] = (grey[y * width + x] ?? 255) + error
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const was = grey[y * width + x] ?? 255
      const now = was < 128 ? 0 : 255
      black[y * width + x] = now === 0 ? 1 : 0
      const error = was - now
      spread(x + 1, y, (error * 7) / 16)
      spread(x - 1, y + 1, (error * 3) / 16)
      spread(x, y + 1, (error * 5) / 16)
      spread(x + 1, y + 1, error / 16)
    }
  }
  return (x, y) => black[y * width + x] === 1
}

export function toPng(raster: Raster): Uint8Array {
  const rowBytes = rowBytesOf(raster.width)
  const bits = Buffer.from(raster.bits, 'base64')
  const rows = Buffer.alloc((rowBytes + 1) * raster.height)
  for (let y = 0; y < raster.height; y++) {
    for (let i = 0; i < rowBytes; i++) {
      // PNG's single bit is 1 for white.
      rows[y * (rowBytes + 1) + 1 + i] = ~(bits[y * rowBytes + i] ?? 0) & 0xff
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(raster.width, 0)
  header.writeUInt32BE(raster.height, 4)
  header[8] = 1
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}
