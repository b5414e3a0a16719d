/**
 * The hall's side of the dossier link in a process of its own, to be killed: journal, queue, outbox, commands; no
 * devices and no pages. It does what its parent says: DIRECTORY BROKER, then messages.
 */
import { randomUUID } from 'node:crypto'
import { argv } from 'node:process'
import { smallRules } from '../../controller/domain/given.test-kit.ts'
import { openHallSide } from '../../controller/dossier/hall-side.ts'
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
const { link, outbox, react, stopCommands, close } = openHallSide({
  ...{ journal, broker: { url }, clock: hurriedClock(times), pauses: quickPauses },
  site: faultSite,
  state: hall.state,
  execute: hall.execute,
  devices: () => [],
  nearTurnAhead: 1,
  estimate: () => null,
  newTicketId: randomUUID,
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
  react(committed)
  say()
})
outbox.onChange(say)
link.onChange(say)
process.on('message', (message: ToHall) => {
  if ('work' in message) return work(message.work)
  void (async () => {
    stopCommands()
    await hall.close()
    await close()
    await journal.close()
    process.disconnect()
  })()
})
// Nobody is left to ask for anything.
process.on('disconnect', () => process.exit())
outbox.wake()
say()
