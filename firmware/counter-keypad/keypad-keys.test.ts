import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { KeyPress } from './counter-keypad.ts'
import { keypadKeys } from './keypad-keys.ts'

const test = suite('keypad keys')

function make() {
  const clock = manualClock()
  const seen: string[] = []
  const onKey = ({ key, long }: KeyPress) => seen.push(long ? `${key} long` : key)
  return { clock, seen, keys: keypadKeys({ clock, longPressMs: 1200, onKey }) }
}

test('next and recall are reported when they go down', () => {
  const { keys, seen } = make()
  keys.down('next')
  keys.down('recall')
  assert.equal(seen, ['next', 'recall'])
})

test('start is reported when it is let go', async () => {
  const { keys, seen, clock } = make()
  keys.down('start')
  await clock.advance(1199)
  assert.equal(seen, [])
  keys.up('start')
  assert.equal(seen, ['start'])
})

test('start held long is reported as long, once, and not again on release', async () => {
  const { keys, seen, clock } = make()
  keys.down('start')
  await clock.advance(1200)
  assert.equal(seen, ['start long'])
  await clock.advance(5000)
  keys.up('start')
  assert.equal(seen, ['start long'])
})

test('a second press within 300 ms is the same press, counted from the release', async () => {
  const { keys, seen, clock } = make()
  keys.down('next')
  await clock.advance(1000)
  keys.up('next')
  await clock.advance(299)
  keys.down('next')
  keys.up('next')
  assert.equal(seen, ['next'])
  await clock.advance(300)
  keys.down('next')
  assert.equal(seen, ['next', 'next'])
})

test('a release that no press came before does not hide the first press', () => {
  const { keys, seen } = make()
  keys.up('recall')
  keys.down('recall')
  assert.equal(seen, ['recall'])
})

test('a worn contact that closes again after a long press is no new press', async () => {
  const { keys, seen, clock } = make()
  keys.down('start')
  await clock.advance(2000)
  keys.up('start')
  await clock.advance(30)
  keys.down('start')
  keys.up('start')
  assert.equal(seen, ['start long'])
})

test('a keypad that is lost while start is held reports nothing', async () => {
  const { keys, seen, clock } = make()
  keys.down('start')
  keys.reset()
  await clock.advance(5000)
  keys.up('start')
  assert.equal(seen, [])
})

test.run()
