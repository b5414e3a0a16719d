/** The smallest PNG writer that can show a slip: black and white, one bit a dot. Only simulators use it. */
import { deflateSync } from 'node:zlib'

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) c = (table[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}

/** `rows` from the top, 8 dots a byte, most significant bit left, 1 = black. */
export function blackAndWhitePng(width: number, rows: readonly Uint8Array[]): Uint8Array {
  const stride = Math.ceil(width / 8)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(Math.max(1, rows.length), 4)
  header[8] = 1
  // A row begins with its filter, 0; PNG's 0 is black, so every bit is turned.
  const pixels = Buffer.alloc((stride + 1) * Math.max(1, rows.length), 0xff)
  for (let y = 0; y < Math.max(1, rows.length); y++) {
    pixels[y * (stride + 1)] = 0
    rows[y]?.forEach((byte, x) => {
      if (x < stride) pixels[y * (stride + 1) + 1 + x] = ~byte & 0xff
    })
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', new Uint8Array(0)),
  ])
}
