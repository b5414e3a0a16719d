import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { HallFace, Slide } from '../messages.ts'
import { openReel } from './reel.ts'

const test = suite('what stands on a hall board')

const slide = (id: string): Slide => ({ id, text: id })
const face = (calls: string[], notices: string[] = [], rest: string | null = null): HallFace => ({
  calls: calls.map(slide),
  notices: notices.map(slide),
  rest: rest === null ? null : slide(rest),
})
/** Calls stand for 3 s, notices run for 10. */
const reel = () => openReel({ lengthMs: (_, kind) => (kind === 'notice' ? 10_000 : 3000) })

test('nothing to show is a dark board', () => {
  const { set, at, endsInMs } = reel()
  assert.is(at(0), null)
  set(face([]), 0)
  assert.is(at(5), null)
  assert.is(endsInMs(5), null)
})

test('notices follow one another, and at rest the same thing stays', () => {
  const { set, at } = reel()
  set(face([], ['n1', 'n2'], 'last'), 0)
  assert.is(at(9999)?.slide.id, 'n1')
  assert.is(at(10_000)?.slide.id, 'n2')
  assert.is(at(20_000)?.slide.id, 'n1')
  set(face([], [], 'last'), 20_001)
  assert.is(at(90_000)?.slide.id, 'last')
})

test('a call interrupts a notice at once, and the notice begins again after it', () => {
  const { set, at } = reel()
  set(face([], ['n1', 'n2']), 0)
  set(face(['a'], ['n1', 'n2']), 2000)
  assert.equal(at(2000), { slide: slide('a'), kind: 'call', sinceMs: 0 })
  assert.is(at(9000)?.slide.id, 'a')
  set(face([], ['n1', 'n2']), 10_000)
  assert.equal(at(10_000), { slide: slide('n1'), kind: 'notice', sinceMs: 0 })
})

test('a notice that had run for more than half gives way to the next one', () => {
  const { set, at } = reel()
  set(face([], ['n1', 'n2']), 0)
  set(face(['a'], ['n1', 'n2']), 6000)
  set(face([], ['n1', 'n2']), 9000)
  assert.is(at(9000)?.slide.id, 'n2')
})

test('several calls stand in turn, the one that was seen least first', () => {
  const { set, at } = reel()
  set(face(['a']), 0)
  set(face(['b', 'a']), 1000)
  assert.is(at(1000)?.slide.id, 'b')
  assert.is(at(4000)?.slide.id, 'a')
  assert.is(at(7000)?.slide.id, 'b')
  assert.is(at(10_000)?.slide.id, 'a')
})

test('the same face told again changes nothing', () => {
  const { set, at } = reel()
  set(face(['a', 'b']), 0)
  set(face(['a', 'b']), 1000)
  assert.equal(at(2000), { slide: slide('a'), kind: 'call', sinceMs: 2000 })
})

test('a recall is a new call', () => {
  const { set, at } = reel()
  set(face(['b 1', 'a 1']), 0)
  set(face(['a 2', 'b 1']), 1000)
  assert.equal(at(1000), { slide: slide('a 2'), kind: 'call', sinceMs: 0 })
})

test('while there is a call no notice is seen, a new call is seen at once, and each call within its turn of all', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 20_000 }),
    calls: fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }),
  })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const { set, at } = reel()
      let now = 0
      let before: string[] = []
      for (const { waitMs, calls } of steps) {
        now += waitMs
        set(face(calls, ['n']), now)
        const shown = at(now)
        assert.is(shown?.kind, calls.length > 0 ? 'call' : 'notice')
        const fresh = calls.filter((one) => !before.includes(one))
        if (fresh.length > 0) assert.ok(fresh.includes(shown?.slide.id ?? ''))
        before = calls
      }
      const seen = new Set<string>()
      // Those that stood longer before are let behind at most until the others have caught up.
      for (let ms = 0; ms <= 400_000; ms += 500) seen.add(at(now + ms)?.slide.id ?? '')
      for (const call of before) assert.ok(seen.has(call), `${call} never stood there`)
    }),
    { numRuns: 200, seed: 1125 },
  )
})

test.run()
