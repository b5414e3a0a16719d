/**
 * Runs a day's worth of commands through the real hall and journal on a disk whose writes are recorded, and
 * marks in that record what had been said to the world: a number given, a slip begun, a number called.
 *
 * Runs in the virtual machine, as root, where /dev/vdb has a file system and /dev/vdc takes the record. Argument:
 * the number of tickets.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHall, putSiteInForce, type Request } from '../../controller/hall.ts'
import { openJournal } from '../../controller/journal/journal.ts'
import { folderOnDisk } from './check-cut.ts'
import { markOf, type Said } from './said.ts'
import { clockOfTheDay, siteOfTheDay } from './the-day.ts'

const tickets = Number(process.argv[2])
const recording = 'recorded'
const mounted = '/mnt'

// There is no udev here: device-mapper makes its nodes itself.
const env = { ...process.env, DM_DISABLE_UDEV: '1' }
const dmsetup = (...args: string[]) =>
  execFileSync('dmsetup', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
const mark = (text: string) => dmsetup('message', recording, '0', 'mark', text)
const say = (said: Said) => mark(markOf(said))

const sectors = readFileSync('/sys/block/vdb/size', 'utf8').trim()
dmsetup('create', recording, '--table', `0 ${sectors} log-writes /dev/vdb /dev/vdc`)
mkdirSync(mounted, { recursive: true })
execFileSync('mount', ['-t', 'ext4', `/dev/mapper/${recording}`, mounted])

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

for (let turn = 0; turn < tickets; turn++) {
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
execFileSync('umount', [mounted])
// Writes the end of the record.
dmsetup('remove', recording)
console.log(`recorded ${journal.lastSeq()} events of ${tickets} tickets`)
process.exit(0)
