import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openEstimates } from './estimates.ts'
import { issue, testHall } from './hall.test-kit.ts'

const test = suite('estimates')
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('follow the queue a moment later, without holding up the press that asks', async () => {
  const hall = await testHall()
  const estimates = openEstimates(hall)
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
  const estimates = openEstimates(hall)
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
  const estimates = openEstimates(second)
  await second.clock.advance(180_000)
  await second.ask({ type: 'CallNext', counter: 'q1' })
  await second.ask({ type: 'Start', counter: 'q1', ticket: ticket?.id ?? '' })
  await turn()
  const { land } = estimates.errors()
  await second.end()
  assert.equal([land?.n, land?.inside], [1, 1])
})

test.run()
