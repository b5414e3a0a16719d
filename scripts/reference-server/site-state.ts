/** What can be told of one site at this moment: for the terminal, for `--json`, for tests. Pure. */
import type { BrokerState } from './broker.ts'
import type { Commands } from './commands.ts'
import type { Day, DayStore } from './day-store.ts'
import type { EventStore, JournalKnown, Range, Taken } from './event-store.ts'
import type { FileState } from './file-watch.ts'
import type { HallStatus } from './hall-status.ts'
import type { Publisher } from './publisher.ts'
import { receivedOf } from './receipts.ts'
import type { VisitorMessages } from './visitor-messages.ts'
import type { Wanted } from './wanted-range.ts'
import { withinReach } from './within-reach.ts'

export type JournalState = JournalKnown & {
  /** The one the hall writes now. */
  current: boolean
  last: { seq: number; type: string; time: string } | null
  /** Events that are known to exist and are not here, and the first ranges of them. */
  missing: number
  gaps: Range[]
  /** The same of what the hall does not have either: it stood on a card that is gone. Asked for never. */
  lost: number
  lostGaps: Range[]
}
export type SiteState = {
  site: string
  broker: BrokerState
  hall: { state: HallStatus['state']; journalId: string | null; seq: number }
  /** In the order in which they were met. */
  journals: JournalState[]
  counts: Taken & { malformed: number }
  /** The last message that could not be read, and why. */
  lastMalformed: string | null
  /** The disk takes no writes: nothing is acknowledged meanwhile. */
  diskTrouble: string | null
  replay: { under: Wanted | null; tries: number; refused: string | null }
  /** What the hall took as received. */
  acknowledged: { journalId: string; upTo: number } | null
  commands: ReturnType<Commands['state']>
  /** The newest days the hall summed up, newest first, and whether they agree with what is here. */
  days: Day[]
  file: (FileState & ReturnType<Publisher['state']>) | null
  /** Messages for visitors since the start. */
  visitors: ReturnType<VisitorMessages['state']>
  /** Nothing is known to be missing, and the hall has been told so. */
  caughtUp: boolean
}

const gapsShown = 5
const daysShown = 5

export function siteState(now: {
  site: string
  store: Pick<EventStore, 'journals' | 'missing' | 'count' | 'last'> & Pick<DayStore, 'days'>
  broker: SiteState['broker']
  hall: Readonly<HallStatus>
  counts: Taken & { malformed: number; lastMalformed: string | null; trouble: string | null }
  replay: SiteState['replay']
  acknowledged: SiteState['acknowledged']
  commands: SiteState['commands']
  file: SiteState['file']
  visitors: SiteState['visitors']
}): SiteState {
  const { site, store, broker, hall, replay, acknowledged, commands, file, visitors } = now
  const { lastMalformed, trouble, ...counts } = now.counts
  const all = store.journals()
  const reach = withinReach(all, hall.journalId)
  const journals = all.map((one) => journalState(store, one, hall, reach(one.journalId)))
  const current = journals.find((one) => one.current)
  const received = receivedOf(journals, hall.journalId)
  const caughtUp =
    hall.state === 'online' &&
    broker.connected &&
    hall.endKnown &&
    (current ? current.first !== null && current.missing === 0 : hall.seq === 0) &&
    acknowledged !== null &&
    acknowledged.journalId === received?.journalId &&
    acknowledged.upTo === received.head &&
    acknowledged.upTo === current?.head
  return {
    ...{ site, broker, journals, counts, lastMalformed, diskTrouble: trouble, replay, acknowledged },
    ...{ commands, file, visitors, days: store.days(daysShown) },
    hall: { state: hall.state, journalId: hall.journalId === '' ? null : hall.journalId, seq: hall.seq },
    caughtUp,
  }
}

function journalState(
  store: Pick<EventStore, 'missing' | 'count' | 'last'>,
  journal: JournalKnown,
  hall: Readonly<HallStatus>,
  reach: number | null,
): JournalState {
  const current = journal.journalId === hall.journalId
  const top = current ? Math.max(journal.highest, hall.seq) : journal.highest
  // Below the lowest one known nobody can say yet how many there are.
  const from = journal.first ?? journal.lowest
  const last = store.last(journal.journalId)
  const all = top - from + 1 - journal.stored
  const after = (journal.head ?? from - 1) + 1
  const until = Math.max(from - 1, Math.min(top, reach ?? top))
  // Most journals lack nothing, and then nothing need be counted.
  const lost =
    all === 0 || until < from
      ? all
      : top - until - store.count(journal.journalId, { from: until + 1, to: top })
  const ranges = (from: number, to: number) =>
    from > to ? [] : store.missing(journal.journalId, { from, to }, gapsShown)
  return {
    ...journal,
    current,
    last: last && { seq: last.seq, type: last.type, time: last.time },
    missing: all - lost,
    gaps: ranges(after, until),
    lost,
    lostGaps: lost === 0 ? [] : ranges(Math.max(after, until + 1), top),
  }
}
