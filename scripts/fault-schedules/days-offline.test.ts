/** Days without the broker, with the reference dossier server on the far side: what happened arrives when it is back. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll } from '../../controller/bus/bus.test-kit.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import { issue } from '../../controller/hall.test-kit.ts'
import { systemClock } from '../../hardware/clock.ts'
import {
  assertSame,
  caughtUp,
  startBroker,
  startHall,
  startServer,
} from '../reference-server/reference-server.test-kit.ts'

const test = suite('days offline')
test.after.each(closeAll)
const hour = 3_600_000
const ticketsADay = 40

test('three days without the broker arrive whole when it is back, and all three again for a server that asks', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  const clock = { ...systemClock, now: hall.clock.now }
  const server = startServer(broker.url, undefined, { clock })
  const { outbox } = linkHall(hall, broker)
  await hall.ask(issue())
  await caughtUp(server, hall)
  const before = hall.journal.lastSeq()
  await broker.stop('SIGTERM')
  for (let day = 0; day < 3; day++) {
    for (let one = 0; one < ticketsADay; one++) {
      await hall.ask(issue())
      await hall.ask({ type: 'CallNext', counter: 'q1' })
    }
    await hall.ask({ type: 'CloseDay' })
    await hall.clock.advance(24 * hour)
    await hall.ask({
      type: 'OpenDay',
      date: new Date(hall.clock.now() + 7 * hour).toISOString().slice(0, 10),
    })
  }
  const days = hall.journal.read(before, 1e6).filter(({ type }) => type === 'DayClosed')
  assert.is(days.length, 3)
  assert.is(outbox.state().atBroker, before)
  assert.is(outbox.state().pending, hall.journal.lastSeq() - before)
  assert.is(outbox.state().pendingAtServer, hall.journal.lastSeq() - before)
  await broker.start()
  await caughtUp(server, hall)
  assertSame(server, hall)
  assert.is(server.state().counts.conflicts, 0)
  await server.close()

  const anew = startServer(broker.url, undefined, { clock })
  await caughtUp(anew, hall)
  assertSame(anew, hall)
})

test.run()
