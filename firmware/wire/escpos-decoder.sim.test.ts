import { PNG } from 'pngjs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type DecodedSlip, escposDecoder } from './escpos-decoder.sim.ts'
import { blackAndWhitePng } from './png.sim.ts'

const test = suite('ESC/POS decoder')

function decoder(options: Partial<Parameters<typeof escposDecoder>[0]> = {}) {
  const slips: DecodedSlip[] = []
  const made = escposDecoder({ dots: 16, onCut: (slip) => slips.push(slip), ...options })
  return { ...made, slips }
}
const header = (bytes: number, rows: number) => [0x1d, 0x76, 0x30, 0, bytes, 0, rows, 0]

test('a command may arrive in any pieces', () => {
  const all = [0x1b, 0x40, ...header(2, 2), 0xff, 0x00, 0x0f, 0xf0, 0x1b, 0x64, 1, 0x1d, 0x56, 1]
  const { push, slips, unknown } = decoder()
  for (const byte of all) push(Uint8Array.of(byte))
  assert.equal(slips[0]?.rows, [Uint8Array.of(0xff, 0), Uint8Array.of(0x0f, 0xf0)])
  assert.is(slips[0]?.fedRows, 30)
  assert.equal(unknown(), [])
})

test('a picture narrower than the paper stands where the alignment says', () => {
  const { push, current } = decoder({ dots: 24 })
  for (const n of [0, 1, 2]) push(Uint8Array.of(0x1b, 0x61, n, ...header(1, 1), 0xff))
  assert.equal(current().rows, [
    Uint8Array.of(0xff, 0, 0),
    Uint8Array.of(0, 0xff, 0),
    Uint8Array.of(0, 0, 0xff),
  ])
})

test('what it does not know is recorded: text, commands, a picture wider than the paper', () => {
  const { push, unknown } = decoder()
  push(Buffer.from('A'))
  push(Uint8Array.of(0x1b, 0x7a, 0))
  push(Uint8Array.of(...header(3, 1), 1, 2, 3))
  assert.is(unknown().length, 3)
  assert.match(unknown().join(), /41.*1b7a.*3 bytes a row/)
})

test('without paper it holds the rest, prints it with new paper, and forgets it when told', () => {
  let paper = false
  const { push, run, held, current, clear } = decoder({ mayPrint: () => paper })
  push(Uint8Array.of(...header(2, 2), 1, 2, 3, 4))
  assert.is(current().rows.length, 0)
  assert.is(held(), 4)
  paper = true
  run()
  assert.is(current().rows.length, 2)
  paper = false
  push(Uint8Array.of(...header(2, 2), 5, 6, 7, 8))
  clear()
  paper = true
  run()
  assert.is(current().rows.length, 2)
})

test('a slip becomes a PNG that others read dot by dot', () => {
  const rows = [Uint8Array.of(0b10000000, 0b00000001), Uint8Array.of(0, 0), Uint8Array.of(0xff, 0xff)]
  const png = PNG.sync.read(Buffer.from(blackAndWhitePng(16, rows)))
  assert.equal([png.width, png.height], [16, 3])
  for (let y = 0; y < 3; y++)
    for (let x = 0; x < 16; x++) {
      const black = (((rows[y]?.[x >> 3] ?? 0) >> (7 - (x & 7))) & 1) === 1
      assert.is(png.data[(y * 16 + x) * 4], black ? 0 : 255, `${x},${y}`)
    }
})

test.run()
