/** Messages for visitors, with a real Mosquitto: in time, or not at all. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later } from '../bus/bus.test-kit.ts'
import type { TestHall } from '../hall.test-kit.ts'
import { hallAt, issue, root, start, vendor } from './vendor.test-kit.ts'

const test = suite('messages for visitors')
test.after.each(closeAll)

test('a message for a visitor whose time is over is dropped, never sent late', async () => {
  const { hall, server, broker, counts } = await start()
  await hall.ask(issue('t1'))
  await server.until(() => server.of('visitors/NearTurn').length === 1)
  await broker.stop('SIGTERM')
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask(issue('t2'))
  await hall.clock.advance(4 * 60_000)
  await broker.start()
  const fresh = await vendor(broker, hall.clock)
  await fresh.until(() => fresh.of('services/land').some(({ data }) => data.serving === 1))
  await hall.ask({ type: 'Recall', counter: 'q1' })
  await fresh.until(() => fresh.of('visitors/Called').length > 0)
  assert.equal(
    fresh.of('visitors/Called').map(({ data }) => data.calls),
    [2],
  )
  assert.ok(counts().dropped >= 1)
})

test('what could not be said before the program ended is said by the next one, and nothing of it twice', async () => {
  const { hall, server, broker, leave } = await start()
  await hall.ask(issue('t1'))
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask(issue('t2'))
  await server.until(() => server.of('visitors/').length === 2)
  await settled(hall)
  await broker.stop('SIGTERM')
  await hall.ask({ type: 'Recall', counter: 'q1' })
  await hall.ask(issue('t3', 'fees'))
  await leave()
  const again = await hall.reopen()
  later(again.end)
  await again.clock.advance(2 * 60_000)
  await broker.start()
  const fresh = await vendor(broker, again.clock)
  const second = await hallAt(broker, again)
  await fresh.until(() => fresh.of('visitors/').length === 2)
  const told = () =>
    fresh.of('visitors/').map(({ type, data }) => `${type} ${data.number} ${data.calls ?? ''}`)
  assert.equal(told().sort(), ['Called A001 2', 'NearTurn 01 '])
  await settled(again)
  await second.leave()

  // All was told: another start says nothing, and goes on with what is new.
  const third = await again.reopen()
  later(third.end)
  await hallAt(broker, third)
  await third.ask({ type: 'Recall', counter: 'q1' })
  await fresh.until(() => fresh.of('visitors/').length === 3)
  assert.is(fresh.of('visitors/').at(-1)?.data.calls, 3)
})

/** Everything was told, and that is on disk. */
async function settled({ journal }: TestHall): Promise<void> {
  while (journal.bookmark('visitors') < journal.lastSeq()) await new Promise((go) => setTimeout(go, 5))
}

test('with MQTT 5 a message for a visitor expires at the broker when its time is over', async () => {
  const { hall, server } = await start({ version: 5 })
  await hall.ask(issue('t1'))
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask(issue('t2'))
  const expiry = (part: string) =>
    server.heard.find(({ topic }) => topic === `${root}/visitors/${part}`)?.properties?.messageExpiryInterval
  await server.until(() => expiry('Called') !== undefined && expiry('NearTurn') !== undefined)
  // The hall's time stands still here, the broker's does not.
  assert.ok(Number(expiry('Called')) > 60 && Number(expiry('Called')) <= 180)
  assert.ok(Number(expiry('NearTurn')) > 480 && Number(expiry('NearTurn')) <= 600)
})

test.run()
