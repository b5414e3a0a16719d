/**
 * A program for tests to kill: opens the journal of a directory, says so, and appends batches for ever, saying
 * each sequence only after it was promised durable.
 */
import { someEvents } from './event.sim.ts'
import { openJournal } from './journal.ts'

const [, , directory = '', work = 'append'] = process.argv
const journal = await openJournal({ directory, siteId: 'demo' })
if ('refused' in journal) {
  process.stdout.write(`${JSON.stringify(journal)}\n`)
} else {
  process.stdout.write(`open ${journal.lastSeq()}\n`)
  for (let batch = 1; work === 'append'; batch = (batch % 5) + 1) {
    const written = await journal.append(someEvents(journal.lastSeq() + 1, batch))
    process.stdout.write(`${written.at(-1)?.seq}\n`)
  }
  setInterval(() => undefined, 1 << 30)
}
