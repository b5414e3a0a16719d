/** What earlier days leave to the morning, and how today moves it. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { learn } from './learned.ts'
import { noObservations, type Observations, type SeenVisit } from './observations.ts'
import { meanOf } from './quantile-table.ts'
import { statsOf } from './service-stats.ts'

const visits = (count: number, seconds: number, service = 'land', counter = 'q1'): SeenVisit[] =>
  // Some shorter, some longer, alike on all days.
  Array.from({ length: count }, (_, n) => ({
    service,
    counter,
    seconds: seconds * (0.6 + (0.8 * n) / (count - 1)),
  }))
const day = (...of: SeenVisit[][]): Observations => ({ ...noObservations, visits: of.flat() })
const near = (actual: number | undefined, expected: number, part = 0.04) =>
  assert.ok(
    actual !== undefined && Math.abs(actual / expected - 1) < part,
    `${actual} is not near ${expected}`,
  )
const mean = (stats: ReturnType<typeof statsOf>, service = 'land') =>
  meanOf(stats.visits[service] ?? stats.anyVisit)

const test = suite('what was learned')

test('before there is data a visit takes six minutes', () => {
  const stats = statsOf(noObservations)
  near(mean(stats), 360)
  assert.ok(stats.delay.every((seconds) => seconds > 0 && seconds < 120))
})

test('a morning begins with what earlier days left', () => {
  const learned = learn(Array(10).fill(day(visits(40, 600), visits(40, 200, 'fees', 'q3'))))
  const stats = statsOf(noObservations, learned)
  near(mean(stats), 600)
  near(mean(stats, 'fees') * (stats.pace.q3 ?? 1), 200, 0.06)
  near(mean(stats, 'unheard-of'), 400, 0.05)
  assert.ok((stats.doubt.land ?? 1) < 0.15)
})

test('a slow counter makes its services no longer', () => {
  const learned = learn(
    Array(10).fill(day(visits(40, 300, 'land', 'quick'), visits(40, 600, 'land', 'slow'))),
  )
  const stats = statsOf(noObservations, learned)
  near((stats.pace.slow ?? 0) / (stats.pace.quick ?? 1), 2, 0.1)
  near(mean(stats) * (stats.pace.slow ?? 0), 600, 0.06)
})

test('the newest days count most', () => {
  const learned = learn([...Array(40).fill(day(visits(40, 300))), ...Array(40).fill(day(visits(40, 600)))])
  assert.ok(mean(statsOf(noObservations, learned)) > 500)
})

test('a first day is believed as its visits come in', () => {
  const today = (count: number) => mean(statsOf(day(visits(count, 900))))
  assert.ok(today(2) < today(10) && today(10) < today(60))
  near(mean(statsOf(day(visits(200, 900)))) * (statsOf(day(visits(200, 900))).pace.q1 ?? 1), 900, 0.06)
})

test('a slow morning moves the prior much where days differ, little where they are alike', () => {
  const slow = day(visits(20, 500))
  const alike = learn(Array(60).fill(day(visits(40, 400))))
  const differing = learn(Array.from({ length: 60 }, (_, n) => day(visits(40, n % 2 === 0 ? 250 : 550))))
  const moved = (learned: typeof alike) => {
    const stats = statsOf(slow, learned)
    return mean(stats) * (stats.pace.q1 ?? 1)
  }
  assert.ok(alike.steadiness.services > 5 * differing.steadiness.services)
  assert.ok(moved(alike) < 430, `${moved(alike)}`)
  assert.ok(moved(differing) > 455, `${moved(differing)}`)
})

test('how visits end is learned too', () => {
  const ends = { land: { done: 80, 'no-show': 10, fees: 10 } }
  const stats = statsOf({ ...noObservations, ends }, learn([{ ...noObservations, ends }]))
  near(stats.noShow.land, 0.1, 0.1)
  near(stats.transfers.land?.[0]?.share, 0.1, 0.1)
})

test.run()
