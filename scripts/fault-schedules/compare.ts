/**
 * What the server stored beside the journal, both read from disk after all: the same events, none missing, none
 * twice, in an unbroken chain. What the server has beyond it can only be of a journal that was put back to before.
 */
import { eventId } from '../../controller/journal/envelope.ts'
import { openJournal } from '../../controller/journal/journal.ts'
import { openStore } from '../reference-server/store.ts'
import { faultSite } from './place.ts'

export async function compare(
  hallDirectory: string,
  serverDirectory: string,
): Promise<{ wrong: string[]; events: number }> {
  const journal = await openJournal({ directory: hallDirectory, siteId: faultSite.id })
  if ('refused' in journal) throw new Error(journal.message)
  const there = journal.read(0, Number.MAX_SAFE_INTEGER)
  const { journalId: present } = journal
  await journal.close()
  const store = openStore(serverDirectory, faultSite.id)
  const here = store
    .journals()
    .flatMap(({ journalId }) => [...store.between(journalId, { from: 1, to: Number.MAX_SAFE_INTEGER })])
  store.close()
  const wrong: string[] = []
  const stored = new Map(here.map((event) => [eventId(faultSite.id, event), event]))
  if (stored.size !== here.length) wrong.push(`${here.length - stored.size} events are stored twice`)
  const ends = new Map<string, number>()
  for (const event of there) {
    ends.set(event.journalId, event.seq)
    const id = eventId(faultSite.id, event)
    const found = stored.get(id)
    stored.delete(id)
    if (!found) wrong.push(`${id} (${event.type}) is in the journal and not at the server`)
    else if (found.chainHash !== event.hash || found.type !== event.type)
      wrong.push(`${id} is another event at the server`)
  }
  for (const [id, { journalId, seq }] of stored) {
    const end = ends.get(journalId)
    // Of a journal that nobody has any more, or of the piece of one that was put back.
    const lost = journalId !== present && (end === undefined || seq > end)
    if (!lost) wrong.push(`${id} is at the server and not in the journal`)
  }
  return { wrong: wrong.slice(0, 10), events: there.length }
}
