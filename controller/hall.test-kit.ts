/** A hall on a real journal in a temporary directory, with time that stands still until it is moved. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ManualClock, manualClock } from '../hardware/clock.sim.ts'
import { smallRules } from './domain/given.test-kit.ts'
import type { Rules } from './domain/rules.ts'
import { type Answer, type Hall, openHall, putSiteInForce, type Request } from './hall.ts'
import type { Journal } from './journal/envelope.ts'
import { type JournalOptions, openJournal } from './journal/journal.ts'

export type TestHall = {
  hall: Hall
  journal: Journal
  clock: ManualClock
  directory: string
  ask(request: Request): Promise<Answer>
  /** Closes everything and opens it again from what is on disk. */
  reopen(): Promise<TestHall>
  /** Closes and removes the directory. */
  end(): Promise<void>
}

export const reading = { synced: true, bootId: 'test', monotonicMs: 0 }

export async function testHall(
  options: { rules?: Rules; clock?: ManualClock; directory?: string } & Partial<JournalOptions> = {},
): Promise<TestHall> {
  const { rules = smallRules, clock = manualClock(), ...rest } = options
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'den-luot-')))
  const journal = await openJournal({ ...rest, directory, siteId: 'test' })
  if ('refused' in journal) throw new Error(journal.message)
  const hall = openHall({ journal, clock, readClock: () => reading, timeZone: 'Asia/Ho_Chi_Minh' })
  const refused = await putSiteInForce(hall, journal, rules, { id: 'test' })
  if (refused) throw new Error(refused.en)
  const close = async () => {
    await hall.close()
    await journal.close()
  }
  return {
    hall,
    journal,
    clock,
    directory,
    ask: (request) => hall.execute(request, { actor: { kind: 'system' }, cause: 'test' }),
    async reopen() {
      await close()
      return testHall({ rules, clock, ...rest, directory })
    },
    async end() {
      await close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

let issued = 0
export const issue = (
  service = 'land',
  more: Partial<Extract<Request, { type: 'IssueTicket' }>> = {},
): Request => ({
  type: 'IssueTicket',
  newTicket: `ticket-${++issued}`,
  service,
  source: 'button',
  ...more,
})
export const onPaper = { slip: { station: 'hall', printer: 'printer', ready: true } }
