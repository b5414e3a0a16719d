import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { max7219Chain } from './max7219.sim.ts'

const test = suite('simulated chain of MAX7219')
const lit = (chain: ReturnType<typeof max7219Chain>, module: number) =>
  Array.from({ length: 8 }, (_, digit) =>
    Array.from({ length: 8 }, (_, bit) => (chain.isLit(module, digit, bit) ? 1 << bit : 0)).reduce(
      (a, b) => a + b,
    ),
  )

test('is dark until it is switched on and scans all digits', () => {
  const chain = max7219Chain(1)
  chain.receive(Uint8Array.of(0x01, 0x81))
  chain.receive(Uint8Array.of(0x08, 0x18))
  assert.equal(lit(chain, 0), [0, 0, 0, 0, 0, 0, 0, 0])
  chain.receive(Uint8Array.of(0x0c, 1))
  assert.equal(lit(chain, 0), [0x81, 0, 0, 0, 0, 0, 0, 0])
  chain.receive(Uint8Array.of(0x0b, 7))
  assert.equal(lit(chain, 0), [0x81, 0, 0, 0, 0, 0, 0, 0x18])
})

test('what is sent first ends in the farthest chip, and a no-op changes nothing', () => {
  const chain = max7219Chain(2)
  for (const register of [0x0c, 0x0b]) chain.receive(Uint8Array.of(register, 7, register, 7))
  chain.receive(Uint8Array.of(0x01, 0xaa, 0x01, 0x55))
  assert.is(lit(chain, 0)[0], 0x55)
  assert.is(lit(chain, 1)[0], 0xaa)
  chain.receive(Uint8Array.of(0x00, 0, 0x01, 0x0f))
  assert.is(lit(chain, 0)[0], 0x0f)
  assert.is(lit(chain, 1)[0], 0xaa)
})

test('a piece that is too short pushes what was there on into the next chip', () => {
  const chain = max7219Chain(2)
  for (const register of [0x0c, 0x0b]) chain.receive(Uint8Array.of(register, 7, register, 7))
  chain.receive(Uint8Array.of(0x02, 0xaa, 0x01, 0x55))
  chain.receive(Uint8Array.of(0x03, 0x01))
  assert.is(lit(chain, 0)[2], 0x01)
  assert.is(lit(chain, 1)[0], 0x55)
})

test('display test lights all, decoding shows no dots, and without power all is forgotten', () => {
  const chain = max7219Chain(1)
  chain.receive(Uint8Array.of(0x0f, 1))
  assert.equal(lit(chain, 0), Array(8).fill(0xff))
  chain.receive(Uint8Array.of(0x0f, 0))
  for (const [register, value] of [
    [0x0c, 1],
    [0x0b, 7],
    [0x0a, 9],
    [0x01, 0xff],
    [0x09, 1],
  ] as const)
    chain.receive(Uint8Array.of(register, value))
  assert.is(lit(chain, 0)[0], 0)
  assert.is(chain.brightness(), 10)
  chain.reset()
  assert.is(chain.brightness(), 1)
})

test.run()
