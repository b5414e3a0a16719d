import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { EVIOCGRAB, eventBytes, eventsIn } from './input-event.ts'
import { letterOf, strokeOf } from './us-keys.ts'

const test = suite('input events of the kernel')

test('one event is 24 bytes where a long has 8, and 16 where it has 4', () => {
  assert.equal([eventBytes(8), eventBytes(4)], [24, 16])
})

test('type, code and value are read behind the time', () => {
  const wide = Buffer.from(`${'11'.repeat(16)}01001c0001000000${'22'.repeat(16)}0100360000000000`, 'hex')
  assert.equal(eventsIn(wide, 8), [
    { type: 1, code: 28, value: 1 },
    { type: 1, code: 54, value: 0 },
  ])
  const narrow = Buffer.from(`${'11'.repeat(8)}04000400ffffffff`, 'hex')
  assert.equal(eventsIn(narrow, 4), [{ type: 4, code: 4, value: -1 }])
  assert.equal(eventsIn(narrow.subarray(0, 15), 4), [])
})

test('taking a device is the ioctl of linux/input.h: _IOW(E, 0x90, int)', () => {
  assert.is(EVIOCGRAB, ((1 << 30) | (4 << 16) | (0x45 << 8) | 0x90) >>> 0)
})

test('keys write what is printed on a US keyboard', () => {
  const plain = [2, 11, 12, 16, 30, 44, 50, 39, 53, 57, 82, 79].map((code) => letterOf(code, false)).join('')
  const shifted = [2, 11, 12, 16, 30, 44, 50, 39, 53].map((code) => letterOf(code, true)).join('')
  assert.is(plain, '10-qazm;/ 01')
  assert.is(shifted, '!)_QAZM:?')
  assert.is(letterOf(59, false), undefined)
})

test('every printable ASCII character has a stroke that writes it', () => {
  for (let code = 0x20; code < 0x7f; code++) {
    const letter = String.fromCharCode(code)
    const stroke = strokeOf(letter)
    assert.ok(stroke, letter)
    assert.is(letterOf(stroke.code, stroke.shift), letter)
  }
  assert.is(strokeOf('ệ'), undefined)
})

test.run()
