/** From `scripts/start` to "Ready": with an empty journal, and with what five years leave. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { journalFile } from '../../controller/journal/schema.ts'
import { startHall } from './hall-process.ts'
import { ms, type Result, spread, times } from './table.ts'
import { inWorkPlace } from './work-place.ts'
import { writeYears } from './years-of-journal.ts'

const tickets = 1_250_000
const starts = 7
const limitMs = 2000

export function benchStartUp(): Promise<Result> {
  return inWorkPlace(async (directory) => {
    const empty = join(directory, 'empty')
    const full = join(directory, 'five-years')
    mkdirSync(full)
    const before = performance.now()
    const events = await writeYears(full, tickets)
    const journal = join(full, journalFile)
    console.error(`wrote ${events} events in ${((performance.now() - before) / 1000).toFixed(0)} s`)

    await startOnce(empty)
    const taken = { empty: [] as number[], warm: [] as number[], cold: [] as number[] }
    for (let turn = 0; turn < starts; turn++) {
      taken.empty.push(await startOnce(empty))
      // As after switching on: nothing of the journal is in memory.
      execFileSync('dd', [`if=${journal}`, 'iflag=nocache', 'count=0', 'status=none'])
      taken.cold.push(await startOnce(full))
      taken.warm.push(await startOnce(full))
    }
    const [none, cold, warm] = [spread(taken.empty), spread(taken.cold), spread(taken.warm)]
    const size = `${(statSync(journal).size / 2 ** 30).toFixed(1)} GB`
    return {
      title: 'Start-up',
      head: ['from scripts/start to "Ready"', 'p50', 'slowest', 'of empty'],
      rows: [
        ['empty journal', ms(none.p50), ms(none.p99), ''],
        [`five years, file in memory`, ms(warm.p50), ms(warm.p99), times(warm.p50 / none.p50)],
        ['**five years**, file on disk only', ms(cold.p50), ms(cold.p99), times(cold.p50 / none.p50)],
      ],
      aims: [{ text: `five years: p50 ${ms(cold.p50)} < ${limitMs / 1000} s`, met: cold.p50 < limitMs }],
      notes: [
        `Five years: ${tickets.toLocaleString('en')} tickets, ${events.toLocaleString('en')} events, ${size}, today's ${Math.min(1000, tickets)} tickets replayed. ${starts} starts each.`,
      ],
    }
  })
}

async function startOnce(directory: string): Promise<number> {
  const hall = await startHall(directory)
  await hall.stop()
  return hall.readyMs
}
