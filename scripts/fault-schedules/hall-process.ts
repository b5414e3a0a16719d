/**
 * The hall's side of the dossier link in a process of its own, to be killed: journal, queue, outbox, commands; no
 * devices and no pages. It does what its parent says: DIRECTORY BROKER, then messages.
 */
import { randomUUID } from 'node:crypto'
import { argv } from 'node:process'
import { smallRules } from '../../controller/domain/given.test-kit.ts'
import { isoTime } from '../../controller/domain/local-time.ts'
import { openDossierServer } from '../../controller/dossier/dossier-server.ts'
import { openDossierLink } from '../../controller/dossier/link.ts'
import { openOutbox } from '../../controller/dossier/outbox.ts'
import { openHall, putSiteInForce } from '../../controller/hall.ts'
import { openJournal } from '../../controller/journal/journal.ts'
import { systemClock } from '../../hardware/clock.ts'
import { hurriedClock } from './hurried-clock.ts'
import { faultSite, quickPauses, times } from './place.ts'

export type ToHall = { work: number } | { end: true }
/** Said when it changed. */
export type FromHall = {
  journalId: string
  lastSeq: number
  connected: boolean
  pending: number
  atServer: number | null
  /** Tickets asked for since the start, and those not answered yet. */
  asked: number
  busy: number
  trouble: string | null
}

const [, , directory = '', url = ''] = argv
const { id: site, timeZone } = faultSite
const opened = await openJournal({ directory, siteId: site })
if ('refused' in opened) throw new Error(opened.message)
const journal = opened
const hall = openHall({
  journal,
  clock: systemClock,
  readClock: () => ({ synced: true, bootId: 'faults', monotonicMs: systemClock.monotonicMs() }),
  timeZone,
})
const refused = await putSiteInForce(hall, journal, smallRules, { id: site })
if (refused) throw new Error(refused.en)
const localIso = (at: number) => isoTime(at, timeZone)
const clock = hurriedClock(times)
const shared = { site, clock, isoTime: localIso }
const link = openDossierLink({
  ...shared,
  broker: { url },
  journalId: journal.journalId,
  describe: () => ({
    seq: journal.lastSeq(),
    continues: journal.continues,
    at: localIso(systemClock.now()),
  }),
  pauses: quickPauses,
})
const outbox = openOutbox({ ...shared, journal, link })
const server = openDossierServer({
  link,
  journal,
  clock,
  site: faultSite,
  state: hall.state,
  devices: () => [],
  nearTurnAhead: 1,
  estimate: () => null,
  newTicketId: randomUUID,
  take: (command) =>
    hall.execute(
      { type: 'TakeDossierCommand', ...command },
      { actor: { kind: 'dossier' }, cause: command.id },
    ),
  confirm: outbox.confirm,
  changeServices: () => ({ refused: { pointer: '/data/services', en: 'Not here.' } }),
})

let asked = 0
let busy = 0
let said = ''
function say(): void {
  const now: FromHall = {
    journalId: journal.journalId,
    lastSeq: journal.lastSeq(),
    connected: link.state().state === 'connected',
    pending: outbox.state().pending,
    atServer: outbox.state().atServer,
    asked,
    busy,
    trouble: link.state().trouble?.text ?? null,
  }
  const text = JSON.stringify(now)
  if (text === said || !process.connected) return
  said = text
  process.send?.(now)
}

function work(tickets: number): void {
  const origin = { actor: { kind: 'system' }, cause: 'faults' } as const
  asked += tickets
  busy += tickets
  for (let one = 0; one < tickets; one++)
    void Promise.all([
      hall.execute(
        { type: 'IssueTicket', newTicket: randomUUID(), service: 'land', source: 'button' },
        origin,
      ),
      ...(one % 3 === 0 ? [hall.execute({ type: 'CallNext', counter: 'q1' }, origin)] : []),
    ]).then(() => {
      busy--
      say()
    })
}

hall.onCommit((committed) => {
  outbox.wake()
  server.react(committed)
  say()
})
outbox.onChange(say)
link.onChange(say)
process.on('message', (message: ToHall) => {
  if ('work' in message) return work(message.work)
  void (async () => {
    server.stopCommands()
    await hall.close()
    server.close()
    await outbox.close()
    await link.close()
    await journal.close()
    process.disconnect()
  })()
})
// Nobody is left to ask for anything.
process.on('disconnect', () => process.exit())
outbox.wake()
say()
