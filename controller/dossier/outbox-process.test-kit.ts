/** A controller of journal, link and outbox alone, in a process of its own, to be killed: DIRECTORY BROKER. */
import { argv } from 'node:process'
import { systemClock } from '../../hardware/clock.ts'
import { someEvents } from '../journal/event.sim.ts'
import { openJournal } from '../journal/journal.ts'
import { openDossierLink } from './link.ts'
import { openOutbox } from './outbox.ts'

const [, , directory = '', url = ''] = argv
const journal = await openJournal({ directory, siteId: 'demo' })
if ('refused' in journal) throw new Error(journal.message)
const isoTime = (at: number) => new Date(at).toISOString()
const shared = { site: 'demo', clock: systemClock, isoTime }
const { journalId } = journal
const pauses = { firstMs: 10, longestMs: 50 }
const link = openDossierLink({ ...shared, journalId, broker: { url }, describe: () => ({}), pauses })
const outbox = openOutbox({ ...shared, journal, link })
for (;;) {
  await journal.append(someEvents(journal.lastSeq() + 1, 50))
  outbox.wake()
}
