import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ht16k33 } from './ht16k33.sim.ts'

const test = suite('simulated HT16K33')

test('is dark until oscillator and display are both on', () => {
  const chip = ht16k33()
  assert.not.ok(chip.on())
  chip.write(Uint8Array.of(0x81))
  assert.not.ok(chip.on())
  chip.write(Uint8Array.of(0x21))
  assert.ok(chip.on())
  chip.write(Uint8Array.of(0x20))
  assert.not.ok(chip.on())
})

test('keeps what is written from an address on, wraps at its end, and reads back', () => {
  const chip = ht16k33()
  chip.write(Uint8Array.of(0x0e, 1, 2, 3))
  assert.equal(chip.ram().slice(14), [1, 2])
  assert.is(chip.ram()[0], 3)
  chip.write(Uint8Array.of(0x0f))
  assert.equal([...chip.read(2)], [2, 3])
})

test('blinks and dims as told, and forgets all without power', () => {
  const chip = ht16k33()
  for (const [command, hz] of [
    [0x83, 2],
    [0x85, 1],
    [0x87, 0.5],
    [0x81, 0],
  ] as const) {
    chip.write(Uint8Array.of(command))
    assert.is(chip.blinkHz(), hz)
  }
  chip.write(Uint8Array.of(0xe3))
  assert.is(chip.brightness(), 4)
  chip.write(Uint8Array.of(0, 0xff))
  chip.reset()
  assert.is(chip.brightness(), 16)
  assert.is(chip.ram()[0], 0)
})

test.run()
