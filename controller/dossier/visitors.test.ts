/** Messages for visitors, with a real Mosquitto: in time, or not at all. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll } from '../bus/bus.test-kit.ts'
import { issue, root, start, vendor } from './vendor.test-kit.ts'

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
