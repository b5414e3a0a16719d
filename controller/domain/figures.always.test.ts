/** Figures of random days are those that the plainest recomputation from the raw events gives. */
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dayOf } from './always.test-kit.ts'
import { type DayRecord, openDayRecord } from './day-record.ts'
import type { TimedEvent } from './events.ts'
import { figureKeys, openRows } from './figure-rows.ts'
import { noon, smallRules } from './given.test-kit.ts'
import { naiveFigures } from './naive-figures.test-kit.ts'
import type { Rules } from './rules.ts'

/** Two agencies, and sessions with a break that the random minutes run across. */
const rules: Rules = {
  ...smallRules,
  calendar: {
    week: Array.from({ length: 7 }, () => [
      { from: 420, to: 740 },
      { from: 770, to: 1020 },
    ]),
    holidays: [],
    extra: [],
    dayEnds: 1440,
    services: Object.fromEntries(
      smallRules.services.map(({ id }) => [id, { week: null, issueBefore: 60, cutOff: 0, dailyLimit: null }]),
    ),
  },
  services: smallRules.services.map((one) => ({ ...one, agency: one.id === 'land' ? 'land-office' : null })),
  counters: smallRules.counters.map((one) => ({ ...one, agency: one.id === 'q1' ? 'land-office' : null })),
}

function recorded(events: readonly TimedEvent[], now: number): DayRecord[] {
  const days: ReturnType<typeof openDayRecord>[] = []
  for (const event of events) {
    if (event.type === 'DayOpened') days.push(openDayRecord())
    days.at(-1)?.take(event)
  }
  return days.map((day) => day.record(now)).filter((record) => record !== null)
}

const test = suite('figures always')

test('figures from the fold equal figures recomputed naively from raw events', () => {
  const minutes = (from: number, to: number) => fc.integer({ min: from * 60_000, max: to * 60_000 })
  const asked = fc.record({
    by: fc.constantFrom(...figureKeys),
    from: minutes(-60, 60).map((ms) => noon + ms),
    length: fc.oneof(minutes(1, 120), fc.constant(5 * 86_400_000)),
    limitMs: minutes(1, 30),
    later: fc.oneof(minutes(0, 60), fc.constant(2 * 86_400_000)),
  })
  let legs = 0
  fc.assert(
    fc.property(dayOf(rules), asked, (steps, { by, from, length, limitMs, later }) => {
      const events = steps.flatMap((step) => step.events)
      const now = Math.max(...events.map(({ at }) => at)) + later
      const to = from + length
      const rows = openRows({ by, from, to, limitMs })
      for (const day of recorded(events, now)) rows.take(day)
      const { leftOut, ...folded } = rows.result(1000)
      assert.is(leftOut, 0)
      assert.equal(folded, naiveFigures(events, { by, from, to, limitMs, now }))
      legs += folded.total.entered
    }),
    { numRuns: 1500 },
  )
  assert.ok(legs > 1000, `only ${legs} legs were compared`)
})

test.run()
