import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { boardFace } from './board.ts'
import { ringFace } from './ring.ts'

const test = suite('counter board and button ring')

test('a closed counter shows four dashes, whatever was last called there', () => {
  assert.equal(boardFace({ state: 'closed', number: null, isNew: true }), { text: '----', blink: false })
  assert.equal(boardFace({ state: 'closed', number: 'A012', isNew: true }), { text: '----', blink: false })
})

test('a paused counter shows its two outer dashes, which is neither closed nor a number', () => {
  assert.equal(boardFace({ state: 'paused', number: 'A012', isNew: true }), { text: '-  -', blink: false })
})

test('an open counter that has called nobody yet is dark, not dashed', () => {
  assert.equal(boardFace({ state: 'idle', number: null, isNew: true }), { text: '    ', blink: false })
})

test('a called number blinks until the visitor is there, then stands still', () => {
  assert.equal(boardFace({ state: 'called', number: 'A012', isNew: true }), { text: 'A012', blink: true })
  assert.equal(boardFace({ state: 'serving', number: 'A012', isNew: true }), { text: 'A012', blink: false })
  assert.equal(boardFace({ state: 'idle', number: 'A012', isNew: true }), { text: 'A012', blink: false })
})

test('a call that is no longer new stands still though nobody came', () => {
  assert.equal(boardFace({ state: 'called', number: 'A012', isNew: false }), { text: 'A012', blink: false })
})

test('a short number stands at the right, a long one keeps its last four characters', () => {
  assert.is(boardFace({ state: 'called', number: '7', isNew: true }).text, '   7')
  assert.is(boardFace({ state: 'called', number: 'A1000', isNew: true }).text, '1000')
  assert.is(boardFace({ state: 'called', number: 'AB10000', isNew: true }).text, '0000')
  assert.is(boardFace({ state: 'called', number: 'AB012', isNew: true }).text, 'B012')
})

test('the ring says why no ticket would come out', () => {
  assert.is(ringFace({ open: true, printerReady: true }), 'ready')
  assert.is(ringFace({ open: true, printerReady: false }), 'printer-down')
  assert.is(ringFace({ open: false, printerReady: true }), 'closed')
  assert.is(ringFace({ open: false, printerReady: false }), 'closed')
})

test.run()
