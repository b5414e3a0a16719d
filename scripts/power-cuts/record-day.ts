/**
 * Runs a day's worth of commands through the real hall and journal on a disk whose writes are recorded, and
 * marks in that record what had been said to the world: a number given, a slip begun, a number called.
 *
 * Arguments: the mounted folder, the device-mapper name of the recording, the number of tickets. Runs where the
 * disk is: in the virtual machine.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { openHall, putSiteInForce, type Request } from '../../controller/hall.ts'
import { openJournal } from '../../controller/journal/journal.ts'
import { folderOnDisk } from './check-cut.ts'
import { markOf, type Said } from './said.ts'
import { clockOfTheDay, siteOfTheDay } from './the-day.ts'

const [mounted, recording, wanted] = process.argv.slice(2)
if (!mounted || !recording || !wanted) throw new Error('usage: record-day FOLDER RECORDING TICKETS')

const say = (...said: Said[]) => {
  for (const one of said)
    execFileSync('dmsetup', ['message', recording, '0', 'mark', markOf(one)], { stdio: 'ignore' })
}

execFileSync('dmsetup', ['message', recording, '0', 'mark', 'begin'])
const { site, rules } = await siteOfTheDay()
const journal = await openJournal({ directory: join(mounted, folderOnDisk), siteId: site.id })
if ('refused' in journal) throw new Error(journal.message)
const clock = clockOfTheDay()
const hall = openHall({
  journal,
  clock,
  readClock: () => ({ synced: true, bootId: 'recorded', monotonicMs: clock.monotonicMs() }),
  timeZone: site.timeZone,
})
const refused = await putSiteInForce(hall, journal, rules, { id: site.id })
if (refused) throw new Error(refused.en)
const ask = (request: Request) => hall.execute(request, { actor: { kind: 'system' }, cause: 'recording' })

for (let turn = 0; turn < Number(wanted); turn++) {
  const service = rules.services[turn % rules.services.length]?.id ?? ''
  const newTicket = `ticket-${turn}`
  const { ticket } = await ask({
    type: 'IssueTicket',
    newTicket,
    service,
    source: 'button',
    slip: { station: 'tram', printer: 'may-in', ready: true },
  })
  if (!ticket) throw new Error(`no ticket for ${service}`)
  const { number } = ticket
  say({ what: 'issued', number })
  await ask({ type: 'StartSlip', ticket: newTicket, copy: 0 })
  say({ what: 'printed', number })
  await ask({ type: 'EndSlip', ticket: newTicket, copy: 0, outcome: 'printed', reason: '' })
  await journal.setBookmark('outbox', journal.lastSeq())
  const counter = rules.counters[turn % rules.counters.length]?.id ?? ''
  const called = await ask({ type: 'CallNext', counter })
  if (called.ticket && !called.refused) {
    say({ what: 'called', number: called.ticket.number })
    await ask({ type: 'Start', counter })
    await ask({ type: 'Finish', counter, outcome: 'accepted' })
  }
}
await hall.close()
await journal.close()
console.log(`recorded ${journal.lastSeq()} events of ${wanted} tickets`)
