/** When a missing range is asked for, with time that is moved. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { Answer } from './commands.ts'
import { openReplays } from './replays.ts'
import type { Wanted } from './wanted-range.ts'

const test = suite('asking for replays')
const gap = (from: number, to: number): Wanted => ({ of: 'j', why: 'gap', from, to })

function start() {
  const clock = manualClock()
  const asked: {
    at: number
    id: string
    from: number
    to: number | undefined
    answer(with_: Answer): void
  }[] = []
  const ends: (number | null)[] = []
  const replays = openReplays({
    clock,
    pauses: { patienceMs: 3000, longestMs: 60_000 },
    onChange() {},
    onEnd: (to) => ends.push(to),
    commands: {
      newId: () => `r${asked.length + 1}`,
      ask: (_type, data, more) =>
        new Promise((resolve) => {
          const { from, to } = data as { from: number; to?: number }
          asked.push({ at: clock.monotonicMs(), id: more?.id ?? '', from, to, answer: resolve })
        }),
    },
  })
  const last = () => {
    const one = asked.at(-1)
    assert.ok(one)
    return one
  }
  return { clock, asked, ends, replays, last }
}
const done = (to: number): Answer => ({ done: { replay: { from: 1, to } } })
const underWay: Answer = { refused: 'replay-under-way', en: 'Another replay is under way.' }

test('a gap is asked for after it stood still for a while, not while a backlog fills it', async () => {
  const { clock, asked, replays } = start()
  for (let from = 5; from < 10; from++) {
    replays.look(gap(from, 20), 'j')
    await clock.advance(2000)
  }
  assert.is(asked.length, 0)
  await clock.advance(1000)
  assert.equal(
    asked.map(({ at, from, to }) => [at, from, to]),
    [[11_000, 9, 20]],
  )
})

test('after a refusal it asks again, each time later, up to the longest pause', async () => {
  const { clock, asked, replays, last } = start()
  replays.look(gap(5, 9), 'j')
  await clock.advance(3000)
  for (let round = 0; round < 7; round++) {
    last().answer(underWay)
    const before = asked.length
    while (asked.length === before) await clock.advance(1000)
  }
  const pauses = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0))
  assert.equal(pauses, [6000, 12_000, 24_000, 48_000, 60_000, 60_000, 60_000])
  assert.is(replays.state().refused, 'replay-under-way')
})

test('one at a time: the next range waits until the first is here, and then no longer than the hall needs', async () => {
  const { clock, asked, replays, last } = start()
  replays.look(gap(5, 7), 'j')
  await clock.advance(3000)
  // Its events may overtake the answer.
  replays.heard('r1', 5)
  replays.look(gap(6, 7), 'j')
  last().answer(done(7))
  await clock.advance(2900)
  assert.is(asked.length, 1)
  replays.heard('r1', 6)
  replays.heard('r1', 7)
  replays.look(gap(12, 13), 'j')
  await clock.advance(500)
  assert.equal(
    asked.map(({ from }) => from),
    [5, 12],
  )
})

test('a replay that breaks off is asked for again; one that the hall forgot at its restart at once', async () => {
  const { clock, asked, replays, last } = start()
  replays.look(gap(5, 9), 'j')
  await clock.advance(3000)
  last().answer(done(9))
  await clock.advance(0)
  replays.heard('r1', 5)
  replays.look(gap(6, 9), 'j')
  await clock.advance(3000)
  assert.is(replays.state().tries, 1)
  await clock.advance(6000)
  assert.equal([asked.length, last().from], [2, 6])
  last().answer(done(9))
  replays.again()
  await clock.advance(3000)
  assert.is(asked.length, 3)
})

test('the end is asked for without one; the hall’s answer tells it, also that there is nothing', async () => {
  const { clock, replays, ends, asked, last } = start()
  const end: Wanted = { of: 'j', why: 'unknown-end', from: 4, to: null }
  replays.look(end, 'j')
  await clock.advance(3000)
  assert.is(last().to, undefined)
  last().answer({ refused: 'nothing-to-replay', en: '' })
  await clock.advance(0)
  assert.equal([ends, replays.state().tries], [[null], 0])
  replays.again()
  await clock.advance(3000)
  last().answer(done(4))
  replays.heard(last().id, 4)
  await clock.advance(0)
  assert.equal(ends, [null, 4])
  replays.look(null, 'j')
  await clock.advance(600_000)
  assert.is(asked.length, 2)
})

test.run()
