/** Thirty schedules of faults, always the same ones; `scripts/link-faults` plays others, `scripts/soak` a thousand. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { playSchedules } from './play-schedules.ts'
import { inWords, scheduleOf } from './schedule.ts'

const test = suite('link faults')

test('whatever breaks between the hall and its dossier server: the server has the journal, whole, once and in order', async () => {
  const lines: string[] = []
  const { passed, events } = await playSchedules({ seed: 1, count: 30, tell: (line) => lines.push(line) })
  assert.equal(lines, [])
  assert.is(passed, 30)
  assert.ok(events > 30 * 20)
})

test('a seed is one schedule, another seed another, and a hundred of them hold every fault there is', () => {
  assert.equal(scheduleOf(7), scheduleOf(7))
  assert.is.not(scheduleOf(7).map(inWords).join(), scheduleOf(8).map(inWords).join())
  const kinds = Array.from({ length: 100 }, (_, seed) => scheduleOf(seed))
    .flat()
    .map(({ fault }) => fault.kind)
  assert.is(new Set(kinds).size, 10)
})

test.run()
