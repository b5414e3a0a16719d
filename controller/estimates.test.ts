import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../hardware/clock.sim.ts'
import { nothingEarlier } from './domain/earlier.ts'
import { openEstimates } from './estimates.ts'
import { openEarlierDays } from './figures/earlier-days.ts'
import { issue, type TestHall, testHall } from './hall.test-kit.ts'

const test = suite('estimates')
const noEarlier = () => Promise.resolve(null)
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('follow the queue a moment later, without holding up the press that asks', async () => {
  const hall = await testHall()
  const estimates = openEstimates({ ...hall, readEarlier: noEarlier })
  const empty = estimates.forNew({ service: 'land' }).estimate?.mid ?? Number.NaN
  for (let n = 0; n < 20; n++) await hall.ask(issue())
  assert.is(estimates.forNew({ service: 'land' }).estimate?.mid, empty, 'the last one made is given at once')
  await hall.clock.advance(20_000)
  estimates.forNew({ service: 'land' })
  await turn()
  assert.ok((estimates.forNew({ service: 'land' }).estimate?.mid ?? 0) > empty + 600, 'then it is made anew')
  await hall.end()
})

test('say at once when the last counter of a service closes', async () => {
  const hall = await testHall()
  const estimates = openEstimates({ ...hall, readEarlier: noEarlier })
  assert.ok(estimates.forNew({ service: 'family' }).estimate)
  await hall.ask({ type: 'PauseCounter', counter: 'q2', reason: 'break' })
  await turn()
  assert.equal(estimates.forNew({ service: 'family' }), { estimate: null, reason: 'no-counter-open' })
  await hall.end()
})

test('given with a ticket are judged when service starts, after a restart too', async () => {
  const first = await testHall()
  const { ticket } = await first.ask(issue('land', { estimate: { low: 60, mid: 120, high: 300 } }))
  const second = await first.reopen()
  const estimates = openEstimates({ ...second, readEarlier: noEarlier })
  await second.clock.advance(180_000)
  await second.ask({ type: 'CallNext', counter: 'q1' })
  await second.ask({ type: 'Start', counter: 'q1', ticket: ticket?.id ?? '' })
  await turn()
  const { land } = estimates.errors()
  await second.end()
  assert.equal([land?.n, land?.inside], [1, 1])
})

/** A first day with twenty visits of a quarter of an hour, and the next morning with three who wait. */
async function secondMorning(): Promise<TestHall> {
  let ahead = 0
  const standing = manualClock()
  const clock = { ...standing, now: () => standing.now() + ahead }
  const hall = await testHall({ clock })
  await hall.ask({ type: 'OpenCounter', counter: 'q3' })
  for (let n = 0; n < 20; n++) {
    await hall.ask(issue('fees'))
    for (const type of ['CallNext', 'Start'] as const) await hall.ask({ type, counter: 'q3' })
    await clock.advance(15 * 60_000)
    await hall.ask({ type: 'Finish', counter: 'q3' })
  }
  ahead += 18 * 3_600_000
  await hall.ask({ type: 'OpenCounter', counter: 'q3' })
  for (let n = 0; n < 3; n++) await hall.ask(issue('fees'))
  return hall
}

test('the first ticket of a second day is told by the pace of the first', async () => {
  const hall = await secondMorning()
  const days = openEarlierDays(hall)
  const estimates = openEstimates({ ...hall, readEarlier: days.read })
  const before = estimates.forNew({ service: 'fees' }).estimate?.mid ?? Number.NaN
  assert.ok(before < 25 * 60, `${before} s before earlier days are read: three visits of six minutes`)
  await estimates.learned()
  const { estimate } = estimates.forNew({ service: 'fees' })
  assert.ok(estimate && estimate.mid > 38 * 60 && estimate.mid < 50 * 60, `${estimate?.mid} s, three visits`)
  await days.close()
  await hall.end()
})

test('are the same after a restart', async () => {
  const first = await secondMorning()
  const told = async (hall: TestHall) => {
    const days = openEarlierDays(hall)
    const estimates = openEstimates({ ...hall, readEarlier: days.read })
    await estimates.learned()
    const answers = ['fees', 'land'].map((service) => estimates.forNew({ service }))
    await days.close()
    return answers
  }
  const before = await told(first)
  const second = await first.reopen()
  assert.equal(await told(second), before)
  await second.end()
})

test('a day that is opened while the program runs learns from the one that ended', async () => {
  const hall = await secondMorning()
  let read = 0
  const days = openEarlierDays(hall)
  const readEarlier = () => {
    read++
    return days.read()
  }
  const estimates = openEstimates({ ...hall, readEarlier })
  await estimates.learned()
  await hall.clock.advance(20 * 3_600_000)
  await turn()
  assert.is(read, 2)
  await estimates.learned()
  await days.close()
  await hall.end()
})

test('on the first day there is nothing to read', async () => {
  const hall = await testHall()
  const days = openEarlierDays({ ...hall, directory: join(hall.directory, 'nowhere') })
  assert.equal(await days.read(), nothingEarlier)
  await hall.end()
})

test('earlier days that cannot be read are done without', async () => {
  const hall = await secondMorning()
  const warnings: string[] = []
  const hear = ({ message }: Error) => warnings.push(message)
  process.on('warning', hear)
  const days = openEarlierDays({ ...hall, directory: join(hall.directory, 'nowhere') })
  const estimates = openEstimates({ ...hall, readEarlier: days.read })
  await estimates.learned()
  assert.ok(estimates.forNew({ service: 'fees' }).estimate)
  await turn()
  process.off('warning', hear)
  assert.ok(warnings.some((message) => message.startsWith('estimates go without earlier days')))
  await days.close()
  await hall.end()
})

test('closing stops the reading of earlier days', async () => {
  const hall = await secondMorning()
  const days = openEarlierDays(hall)
  const reading = days.read()
  await days.close()
  assert.is(await reading, null)
  assert.is(await days.read(), null)
  await hall.end()
})

test.run()
