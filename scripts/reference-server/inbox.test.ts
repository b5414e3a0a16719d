/** Between broker and disk: nothing is acknowledged that is not stored. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { openInbox } from './inbox.ts'
import type { Arrival } from './read-event.ts'

const test = suite('inbox')

const arrival = (seq: number): Arrival => ({
  ...{ id: `test-j-${seq}`, journalId: 'j', seq, type: 'TicketIssued', time: '2026-11-23T08:00:00+07:00' },
  ...{ chainHash: 'a', body: '{}', replayOf: null },
})

function start() {
  const clock = manualClock()
  const batches: number[][] = []
  let full = false
  const inbox = openInbox({
    clock,
    store: {
      take(arrivals) {
        if (full) throw new Error('database or disk is full')
        batches.push(arrivals.map(({ seq }) => seq))
        return { stored: arrivals.length, duplicates: 0, conflicts: 0 }
      },
    },
    onStored() {},
    onChange() {},
  })
  const acknowledged: number[] = []
  return {
    ...{ clock, inbox, batches, acknowledged },
    fill: (now: boolean) => {
      full = now
    },
    put: (seq: number) => void inbox.put(arrival(seq)).then(() => acknowledged.push(seq)),
  }
}

test('what comes together is stored together, in order, and then acknowledged', async () => {
  const { clock, put, batches, acknowledged } = start()
  for (const seq of [1, 2, 3]) put(seq)
  assert.equal(acknowledged, [])
  await clock.advance(0)
  await clock.advance(0)
  assert.equal([batches, acknowledged], [[[1, 2, 3]], [1, 2, 3]])
})

test('while the disk is full nothing is acknowledged and it says so; when there is room again all of it is stored', async () => {
  const { clock, put, fill, inbox, batches, acknowledged } = start()
  fill(true)
  put(1)
  await clock.advance(500)
  put(2)
  await clock.advance(5000)
  assert.equal([acknowledged, inbox.state().trouble], [[], 'database or disk is full'])
  fill(false)
  await clock.advance(2000)
  assert.equal([batches, acknowledged, inbox.state().trouble], [[[1, 2]], [1, 2], null])
})

test('closed it stores what is here; dropped it leaves it to the broker', async () => {
  const first = start()
  first.put(1)
  first.inbox.close()
  assert.equal(first.batches, [[1]])
  const second = start()
  second.put(1)
  second.inbox.drop()
  second.put(2)
  await second.clock.advance(5000)
  assert.equal([second.batches, second.acknowledged], [[], []])
})

test.run()
