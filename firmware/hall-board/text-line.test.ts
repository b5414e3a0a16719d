import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  checksumOf,
  fitting,
  frameReader,
  payloadBytes,
  readReply,
  readRequest,
  replyFrame,
  requestFrame,
} from './text-line.ts'

const test = suite('text protocol of RS-485 boards')

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'))

test('the checksum is that of Modbus', () => {
  assert.is(checksumOf(Buffer.from('123456789')), 0x4b37)
})

test('a frame is what the documentation says, byte for byte', () => {
  const frame = requestFrame({ address: 1, sequence: 0x1f, command: 'F', payload: 'Số 5' })
  const inner = Buffer.from('011FFSố 5', 'utf8')
  const sum = checksumOf(inner).toString(16).toUpperCase().padStart(4, '0')
  assert.equal([...frame], [0x02, ...inner, 0x03, ...Buffer.from(sum)])
})

test('any text arrives whole, however the bytes are cut and whatever noise is around them', () =>
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.nat({ max: 255 }),
      fc.uint8Array({ maxLength: 20 }),
      fc.nat(),
      (text, sequence, noise, cutAt) => {
        const frame = requestFrame({ address: 7, sequence, command: 'S', payload: text })
        const read = frameReader('board')
        // Noise without a beginning, so that it cannot swallow the frame's own.
        const all = [...noise.filter((byte) => byte !== 2), ...frame]
        const cut = cutAt % all.length
        const frames = [...read(Uint8Array.from(all.slice(0, cut))), ...read(Uint8Array.from(all.slice(cut)))]
        assert.equal(frames.map(readRequest), [
          { address: 7, sequence, command: 'S', payload: fitting(text) },
        ])
      },
    ),
    { numRuns: 300, seed: 1125 },
  ))

test('one turned bit anywhere and there is no frame, or the same one', () => {
  const frame = requestFrame({ address: 7, sequence: 3, command: 'F', payload: 'A012 → Quầy 3' })
  for (let at = 0; at < frame.length; at++)
    for (let bit = 0; bit < 8; bit++) {
      const spoilt = frame.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte))
      for (const found of frameReader('board')(spoilt))
        assert.equal(readRequest(found)?.payload, 'A012 → Quầy 3')
    }
})

test('answers are told from questions, so that an adapter that echoes does no harm', () => {
  const request = requestFrame({ address: 1, sequence: 1, command: 'P', payload: '' })
  assert.equal(frameReader('pi')(request), [])
  const reply = replyFrame({ ok: false, address: 1, sequence: 1, payload: '2' })
  assert.equal(frameReader('pi')(reply).map(readReply), [
    { ok: false, address: 1, sequence: 1, payload: '2' },
  ])
  assert.equal(frameReader('board')(reply), [])
})

test('a long text is cut at a letter, and control characters cannot end a frame', () => {
  const long = fitting('Ế'.repeat(200))
  assert.ok(Buffer.byteLength(long) <= payloadBytes)
  assert.match(long, /^Ế+$/)
  assert.is(fitting('a\u0003b\nc'), 'a b c')
  assert.is(fitting('E\u0302\u0301'), 'Ế')
})

test('half a frame without an end is let go', () => {
  const read = frameReader('board')
  assert.equal(read(Uint8Array.of(2, ...Array<number>(1000).fill(65))), [])
  assert.is(read(requestFrame({ address: 1, sequence: 1, command: 'P', payload: '' })).length, 1)
  assert.equal(readRequest({ body: 'zz' }), undefined)
  assert.equal(frameReader('board')(bytes('02 30 31 03 30 30 30 30')), [])
})

test.run()
