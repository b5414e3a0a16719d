/** The outbox when things break: late brokers, a full disk, cables cut at random. All together: `scripts/link-faults`. */
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { cable, closeAll, later, listener, startBus, temporaryDirectory } from '../bus/bus.test-kit.ts'
import { someEvents } from '../journal/event.sim.ts'
import { count, openAt, openTo, startMosquitto } from './link.test-kit.ts'
import type { DossierLink } from './link.ts'
import { openOutbox } from './outbox.ts'

const test = suite('outbox, with faults')
test.after.each(closeAll)
const isoTime = (at: number) => new Date(at).toISOString()

/** Collects like a server: what it has by id, in the order of first arrival. */
async function collector(url: string) {
  const far = await listener(url, ['den-luot/v1/demo/events/#'], { clientId: 'far', keepSession: true })
  const ids = new Map<string, number>()
  let looked = 0
  const look = () => {
    for (const { text } of far.heard.slice(looked)) {
      const { id, sequence } = JSON.parse(text)
      if (!ids.has(id)) ids.set(id, Number(sequence))
    }
    looked = far.heard.length
    return [...ids.values()]
  }
  return {
    sequences: look,
    has: (last: number) => far.until(() => look().length >= last),
  }
}

/** A link whose acknowledgements come when the test says so. */
function slowLink() {
  const waiting: (() => void)[] = []
  const restarts: string[] = []
  let connect = () => {}
  let gone = () => {}
  const link = {
    onConnected(listener: () => void) {
      connect = listener
      return () => true
    },
    onGone(listener: (reason: string) => void) {
      gone = () => listener('')
      return () => true
    },
    publish: () => new Promise((resolve) => waiting.push(() => resolve('acknowledged'))),
    restart(code: string, text: string) {
      restarts.push(`${code}: ${text}`)
      waiting.length = 0
      gone()
      connect()
    },
  } as unknown as DossierLink
  return {
    link,
    restarts,
    connect: () => connect(),
    acknowledge: () => waiting.splice(0).map((one) => one()),
  }
}

test('a broker that acknowledges later than it is waited for is waited for longer each time, not cut off for ever', async () => {
  const journal = await openAt(temporaryDirectory())
  await journal.append(someEvents(1, 5))
  const clock = manualClock()
  const { link, restarts, connect, acknowledge } = slowLink()
  const outbox = openOutbox({ site: 'demo', clock, isoTime, journal, link })
  later(outbox.close)
  connect()
  await clock.advance(30_000)
  assert.equal(restarts, ['no-acknowledgement: the broker takes events but acknowledged none for 30 s'])
  await clock.advance(59_000)
  assert.is(restarts.length, 1)
  assert.is(outbox.state().waitingSince, '2026-11-23T01:00:00.000Z')
  acknowledge()
  await clock.advance(1)
  assert.is(outbox.state().pending, 0)
  assert.is(outbox.state().waitingSince, null)
  await journal.append(someEvents(6, 1))
  outbox.wake()
  await clock.advance(30_000)
  assert.is(restarts.length, 2, 'after one that came in time the wait is short again')
})

test('a full disk stops neither the link nor the events that are there; a start after it repeats, and loses none', async () => {
  const broker = await startMosquitto()
  const far = await collector(broker.url)
  const directory = temporaryDirectory()
  const journal = await openAt(directory, { maxPages: 40 })
  let full = ''
  while (full === '')
    full = await journal.append(someEvents(journal.lastSeq() + 1, 20)).then(
      () => '',
      (error: Error) => error.message,
    )
  assert.match(full, /the disk is full/)
  const last = journal.lastSeq()
  const outbox = openTo(journal, { url: broker.url })
  await outbox.delivered()
  assert.is(outbox.link.state().state, 'connected')
  await far.has(last)
  await outbox.close()
  await journal.close()
  const again = await openAt(directory)
  await again.append(someEvents(last + 1, 10))
  const second = openTo(again, { url: broker.url })
  await second.delivered()
  await far.has(last + 10)
  assert.equal(far.sequences(), count(last + 10))
})

type Fault = { kind: 'cut' | 'append' | 'drop'; size: number }
const faults: fc.Arbitrary<Fault[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Fault['kind'][]>('cut', 'append', 'append', 'drop'),
    size: fc.integer({ min: 1, max: 60 }),
  }),
  { minLength: 3, maxLength: 8 },
)

test('whatever is cut and whoever is restarted at random: every event arrives, in order, without a gap', async () => {
  await fc.assert(
    fc.asyncProperty(faults, fc.integer({ min: 1, max: 80 }), async (steps, window) => {
      const bus = await startBus()
      const far = await collector(bus.url)
      const wire = await cable(Number(new URL(bus.url).port))
      const directory = temporaryDirectory()
      let journal = await openAt(directory)
      const connect = () => openTo(journal, { ...bus.credentials.outbox, url: wire.url }, window)
      let outbox = connect()
      for (const { kind, size } of steps) {
        await journal.append(someEvents(journal.lastSeq() + 1, size))
        outbox.wake()
        if (kind === 'cut') {
          await far.has(Math.max(0, journal.lastSeq() - size))
          wire.cut()
          wire.mend()
        }
        if (kind === 'drop') {
          outbox.link.drop()
          await journal.close()
          journal = await openAt(directory)
          outbox = connect()
        }
      }
      await outbox.delivered()
      await far.has(journal.lastSeq())
      assert.equal(far.sequences(), count(journal.lastSeq()))
      await closeAll()
    }),
    { numRuns: 20 },
  )
})

test.run()
