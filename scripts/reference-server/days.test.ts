/** The hall's daily sums at the reference server, through a real broker. */

import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, listener } from '../../controller/bus/bus.test-kit.ts'
import { dateOf } from '../../controller/domain/local-time.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import { issue } from '../../controller/hall.test-kit.ts'
import { openDatabase } from '../../controller/journal/sqlite.ts'
import { systemClock } from '../../hardware/clock.ts'
import { caughtUp, startBroker, startHall, startServer } from './reference-server.test-kit.ts'

const test = suite('daily sums')
test.after.each(closeAll)

/** What waits a minute or more need not be waited for. */
const hastyClock = {
  ...systemClock,
  after: (ms: number, action: () => void) => systemClock.after(ms >= 60_000 ? 20 : ms, action),
}

test('each day is checked when its sum comes, and a sum that never came is asked for', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  linkHall(hall, broker)
  await hall.ask(issue())
  await hall.ask({ type: 'CloseDay' })
  const server = startServer(broker.url)
  await caughtUp(server, hall)
  assert.is(server.state().days.length, 0)
  await server.close()
  const again = startServer(broker.url, server.directory, { clock: hastyClock })
  await again.until(({ days }) => days.length === 1 && days[0]?.verdict !== null)
  assert.equal(again.state().days[0]?.verdict?.differences, [])
  await hall.clock.advance(24 * 3_600_000)
  await hall.ask({ type: 'OpenDay', date: dateOf(hall.clock.now(), 'Asia/Ho_Chi_Minh') })
  await hall.ask(issue())
  await hall.ask({ type: 'CloseDay' })
  await again.until(({ days }) => days.length === 2 && days[0]?.verdict !== null)
  const [second, first] = again.state().days
  assert.is(second?.sum.firstSeq, (first?.sum.lastSeq ?? 0) + 1)
  assert.equal(second?.verdict?.differences, [])
  assert.is(second?.verdict?.given, 0)
})

test('a sum is kept until all it speaks of is here; what was changed meanwhile is said', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  linkHall(hall, broker)
  const server = startServer(broker.url)
  for (let one = 0; one < 5; one++) await hall.ask(issue())
  await hall.ask({ type: 'CloseDay' })
  await caughtUp(server, hall)
  await server.until(({ days }) => days[0]?.verdict?.differences.length === 0)
  await server.close()
  const database = openDatabase(join(server.directory, 'test.sqlite'))
  database.exec(`UPDATE days SET verdict = NULL;
    UPDATE events SET body = replace(body, '"button"', '"greeter"') WHERE seq = 7;
    DELETE FROM events WHERE seq = 6`)
  database.close()
  const { heard } = await listener(broker.url, ['den-luot/v1/test/replay/+'])
  const again = startServer(broker.url, server.directory)
  await again.until(({ days }) => days[0]?.verdict != null)
  assert.ok(heard.length > 0)
  assert.equal(again.state().days[0]?.verdict?.differences, [
    'event 7 does not follow from the one before it',
  ])
})

test.run()
