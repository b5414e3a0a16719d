/** A day's sum against a real journal's events as they are sent: what agrees, and each way in which it does not. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { cloudEvent } from '../../controller/dossier/cloud-event.ts'
import { openReconciliation } from '../../controller/dossier/reconciliation.ts'
import { issue, onPaper, testHall } from '../../controller/hall.test-kit.ts'
import { systemClock } from '../../hardware/clock.ts'
import { checkDay, type DaySum } from './check-day.ts'
import type { StoredEvent } from './event-store.ts'

const test = suite('check of a day')

/** A day with every fate a ticket may have, as it would stand at the server, and the hall's own sum of it. */
async function aDay(): Promise<{ events: StoredEvent[]; sum: DaySum }> {
  const { ask, journal, end } = await testHall()
  for (let one = 0; one < 6; one++) await ask(issue('land', onPaper))
  await ask({ type: 'CallNext', counter: 'q1' })
  await ask({ type: 'Start', counter: 'q1' })
  await ask({ type: 'Finish', counter: 'q1' })
  await ask({ type: 'CallNext', counter: 'q1' })
  await ask({ type: 'NoShow', counter: 'q1' })
  await ask({ type: 'CallNext', counter: 'q1' })
  await ask({ type: 'Start', counter: 'q1' })
  await ask({ type: 'Finish', counter: 'q1' })
  await ask({ type: 'Undo', counter: 'q1' })
  await ask({ type: 'ReserveNumber', code: 'portal-1', service: 'land', source: 'greeter', newTicket: 'r1' })
  await ask({ type: 'CloseDay' })
  let said = ''
  const reconciliation = openReconciliation({
    ...{ journal, clock: systemClock, site: { id: 'test', timeZone: 'Asia/Ho_Chi_Minh' } },
    link: {
      publish: async (_topic, payload) => {
        said = payload
        return 'acknowledged'
      },
      onConnected: () => () => {},
    },
  })
  const closed = journal.read(0, 1000).find(({ type }) => type === 'DayClosed')
  assert.ok(await reconciliation.again((closed?.data as { date: string } | undefined)?.date ?? ''))
  const events = journal.read(0, 1000).map((event): StoredEvent => {
    const { seq, journalId, type, at, hash } = event
    return {
      seq,
      journalId,
      type,
      time: at,
      chainHash: hash,
      body: JSON.stringify(cloudEvent('test', event)),
    }
  })
  reconciliation.close()
  await end()
  const sum = JSON.parse(said).data as DaySum
  return { events: events.slice(0, sum.lastSeq), sum }
}

test('a day as it was agrees, its tickets counted again and its chain recomputed', async () => {
  const { events, sum } = await aDay()
  const { differences, recomputed, given } = checkDay(sum, events, null)
  assert.equal(differences, [])
  assert.is(recomputed + given, events.length)
  // Of the site file less is sent than the journal holds.
  assert.is(given, events.filter(({ type }) => type === 'SiteChanged').length)
  assert.ok(sum.tickets.served > 0 && sum.tickets.noShow > 0 && sum.tickets.voided > 0)
  assert.is(sum.reservationsUnused, 1)
})

test('an event that was changed, at either end, breaks the chain and is named', async () => {
  const { events, sum } = await aDay()
  const at = events.findIndex(({ type }) => type === 'TicketCalled')
  const changed = events.map((event, index) =>
    index === at ? { ...event, body: event.body.replace('"q1"', '"q2"') } : event,
  )
  assert.equal(checkDay(sum, changed, null).differences, [
    `event ${events[at]?.seq} does not follow from the one before it`,
  ])
  const rehashed = events.map((event, index) =>
    index === at ? { ...event, chainHash: 'f'.repeat(64) } : event,
  )
  assert.is(checkDay(sum, rehashed, null).differences.length, 2)
})

test('a count that is another is named, with both numbers', async () => {
  const { events, sum } = await aDay()
  const { tickets } = sum
  const { differences } = checkDay(
    { ...sum, tickets: { ...tickets, served: tickets.served + 1 } },
    events,
    null,
  )
  assert.equal(differences, [
    `tickets, served: the hall says ${tickets.served + 1}, here are ${tickets.served}`,
  ])
  const fewer = checkDay({ ...sum, events: { ...sum.events, TicketIssued: 5 } }, events, null)
  assert.equal(fewer.differences, ['events, TicketIssued: the hall says 5, here are 6'])
  assert.equal(checkDay({ ...sum, reservationsUnused: 0 }, events, null).differences, [
    'numbers given ahead, unused: the hall says 0, here are 1',
  ])
  assert.equal(checkDay({ ...sum, chainHead: '0'.repeat(64) }, events, null).differences, [
    'the head of the chain is another',
  ])
})

test('an event that is missing shows in counts and chain', async () => {
  const { events, sum } = await aDay()
  const without = events.filter(({ type }) => type !== 'TicketNoShow')
  const { differences } = checkDay(sum, without, null)
  assert.ok(differences.some((one) => one.startsWith('events, TicketNoShow: the hall says 1')))
  assert.ok(differences.some((one) => one.startsWith('tickets, noShow')))
  assert.ok(differences.some((one) => one.includes('does not follow')))
})

test.run()
