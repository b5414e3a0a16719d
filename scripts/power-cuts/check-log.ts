/**
 * Checks every disk that a power cut could have left while a log of writes was recorded, and prints how many
 * were right. Arguments: the log, the disk as it was before. Exit 1 when a cut lost or doubled something;
 * the log is kept by whoever made it, so that the cut can be made again by its name.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomOf } from '../simulation/random.ts'
import { whatIsWrong } from './check-cut.ts'
import { everyCut } from './cuts.ts'
import { readDisk } from './disk.ts'
import { clockOfTheDay, siteOfTheDay } from './the-day.ts'
import { readWriteLog } from './write-log.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Disks with a random part of the writes under way, at each flush. */
    torn: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    /** Checks each PARTS-th cut, beginning at PART: several processes share a log. */
    part: { type: 'string', default: '0' },
    parts: { type: 'string', default: '1' },
  },
})
const [log, before] = positionals
if (!log || !before)
  throw new Error('usage: check-log LOG DISK-BEFORE [--torn N] [--seed N] [--part N --parts N]')

const { site, rules } = await siteOfTheDay()
const service = rules.services[0]?.id ?? ''
// Nothing here must survive: in memory, a cut is checked in a fraction of the time.
const shared = '/dev/shm'
const directory = mkdtempSync(join(existsSync(shared) ? shared : tmpdir(), 'den-luot-cut-'))
const random = randomOf('power cuts', values.seed)
const cuts = everyCut(readWriteLog(log), {
  blank: readDisk(before),
  torn: Number(values.torn),
  random: random.share,
})
let [index, right, wrong, mended] = [0, 0, 0, 0]
for (const { name, disk, marks } of cuts) {
  if (index++ % Number(values.parts) !== Number(values.part)) continue
  const found = await whatIsWrong(disk, marks, {
    directory,
    siteId: site.id,
    timeZone: site.timeZone,
    clock: clockOfTheDay(3_600_000),
    service,
    onMended: () => mended++,
  }).catch((error: Error) => error.stack ?? error.message)
  if (found === null) right++
  else {
    wrong++
    console.log(`WRONG after ${name} (${marks.at(-1)}): ${found}`)
  }
}
rmSync(directory, { recursive: true })
console.log(`${right} cuts right, ${wrong} wrong, ${mended} mended`)
process.exitCode = wrong > 0 || right === 0 ? 1 : 0
