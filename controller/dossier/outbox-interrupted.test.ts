/** The outbox over interruptions of a real broker and of itself: nothing lost, all in order. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { closeAll, temporaryDirectory } from '../bus/bus.test-kit.ts'
import { someEvent, someEvents } from '../journal/event.sim.ts'
import { count, openAt, openTo, startMosquitto } from './link.test-kit.ts'
import { has, reader, says, sequences, statuses } from './outbox.test-kit.ts'

const test = suite('outbox, interrupted')
test.after.each(closeAll)

test('a day goes on while the broker is dead, and arrives whole and in order after', async () => {
  const broker = await startMosquitto()
  const far = await reader(broker.url)
  const journal = await openAt(temporaryDirectory())
  const outbox = openTo(journal, { url: broker.url })
  await journal.append(someEvents(1, 50))
  outbox.wake()
  await far.until(has(50))
  await outbox.until(() => outbox.state().pending === 0)
  await broker.stop('SIGTERM')
  await outbox.until(() => outbox.state().state === 'connecting')
  for (let batch = 0; batch < 20; batch++) {
    await journal.append(someEvents(51 + batch * 20, 20))
    outbox.wake()
  }
  assert.is(outbox.state().pending, 400)
  await outbox.until(() => outbox.state().trouble?.code === 'unreachable')
  await broker.start()
  await far.until(has(450))
  assert.equal(sequences(far.heard), count(450))
  await outbox.until(() => outbox.state().pending === 0)
  const { state, pending, atBroker, atServer, trouble } = outbox.state()
  assert.equal([state, pending, atBroker, atServer, trouble], ['connected', 0, 450, null, null])
})

test('a broker that goes down again and again in the middle of a flood still gets all in order', async () => {
  const broker = await startMosquitto()
  const far = await reader(broker.url)
  const journal = await openAt(temporaryDirectory())
  const outbox = openTo(journal, { url: broker.url })
  let written = 0
  for (let round = 1; round <= 4; round++) {
    await journal.append(someEvents(written + 1, 1000))
    written += 1000
    outbox.wake()
    await far.until(has(written - 700))
    await broker.stop('SIGTERM')
    await broker.start()
  }
  await far.until(has(written))
  assert.equal(sequences(far.heard), count(written))
})

test('the bookmark waits for the acknowledgement: a frozen broker moves nothing', async () => {
  const broker = await startMosquitto()
  const journal = await openAt(temporaryDirectory())
  const outbox = openTo(journal, { url: broker.url }, 10)
  await outbox.until(() => outbox.state().state === 'connected')
  await journal.append(someEvents(1, 5))
  outbox.wake()
  await outbox.until(() => outbox.state().pending === 0)
  assert.is(journal.bookmark('outbox'), 5)
  broker.freeze()
  await journal.append(someEvents(6, 100))
  outbox.wake()
  await journal.append([someEvent(106)])
  assert.is(journal.bookmark('outbox'), 5)
  assert.is(outbox.state().pending, 101)
  broker.thaw()
  await outbox.until(() => outbox.state().pending === 0)
  assert.is(journal.bookmark('outbox'), 106)
})

test('a broker that takes events and acknowledges none is left and tried anew', async () => {
  const broker = await startMosquitto()
  const far = await reader(broker.url)
  const journal = await openAt(temporaryDirectory())
  const clock = manualClock()
  const outbox = openTo(journal, { url: broker.url }, 64, clock)
  await outbox.until(() => outbox.state().state === 'connected')
  broker.freeze()
  await journal.append(someEvents(1, 5))
  outbox.wake()
  await clock.advance(30_000)
  assert.is(outbox.state().state, 'connecting')
  assert.match(outbox.state().trouble?.text ?? '', /acknowledged none for 30 s/)
  broker.thaw()
  await clock.advance(100)
  await far.until(has(5))
  assert.equal(sequences(far.heard), count(5))
})

test('a controller that dies in the middle goes on from its bookmark, and its last will says that it was gone', async () => {
  const broker = await startMosquitto()
  const far = await reader(broker.url)
  const directory = temporaryDirectory()
  const journal = await openAt(directory)
  await journal.append(someEvents(1, 3000))
  const outbox = openTo(journal, { url: broker.url })
  await far.until(has(500))
  outbox.drop()
  await journal.close()
  await far.until(says('offline'))
  const again = await openAt(directory)
  assert.ok(again.bookmark('outbox') < 3000)
  openTo(again, { url: broker.url })
  await far.until(has(3000))
  assert.equal(sequences(far.heard), count(3000))
  assert.equal(
    statuses(far.heard).map(({ state }) => state),
    ['online', 'offline', 'online'],
  )
})

test('an orderly end finishes what is on its way, moves the bookmark and says goodbye', async () => {
  const broker = await startMosquitto()
  const far = await reader(broker.url)
  const directory = temporaryDirectory()
  const journal = await openAt(directory)
  const outbox = openTo(journal, { url: broker.url })
  await outbox.until(() => outbox.state().state === 'connected')
  await journal.append(someEvents(1, 40))
  outbox.wake()
  await outbox.close()
  await journal.close()
  await far.until(says('offline'))
  const { at, instance, connectedAt, ...status } = statuses(far.heard).at(-1)
  assert.ok(instance && connectedAt)
  assert.equal(status, { state: 'offline', journalId: journal.journalId, seq: 40 })
  assert.ok(at)
  assert.equal(sequences(far.heard), count(40))
  assert.is((await openAt(directory)).bookmark('outbox'), 40)
})

test('closing takes no longer than a moment while the broker is frozen', async () => {
  const broker = await startMosquitto()
  const journal = await openAt(temporaryDirectory())
  const outbox = openTo(journal, { url: broker.url })
  await outbox.until(() => outbox.state().state === 'connected')
  broker.freeze()
  await journal.append(someEvents(1, 5))
  outbox.wake()
  const start = performance.now()
  await outbox.close()
  assert.ok(performance.now() - start < 3000)
  assert.is(journal.bookmark('outbox'), 0)
})

test.run()
