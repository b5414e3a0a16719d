/**
 * Plays simulated open days of a site through the real domain and prints one line a day, a digest of all events
 * and, last, tickets and mean wait. Exit code 2: the options or the site file are not usable.
 */
import { parseArgs } from 'node:util'
import { rulesOfSite } from '../controller/rules-of-site.ts'
import { formatProblems } from '../hardware/problem.ts'
import { readSite } from '../hardware/read-site.ts'
import { simulate } from './simulation/simulate.ts'
import { count, emptyTally, openDigest, type Tally } from './simulation/tally.ts'

const usage = `Usage: scripts/simulate --site FILE --days N --seed N [--tickets A-DAY] [--roster steady|changing]
Example: scripts/simulate --site hardware/sites/province.json --days 20 --seed 1`

type Options = {
  site: string
  days: number
  seed: number
  tickets: number | undefined
  roster: 'steady' | 'changing'
}

function optionsOf(args: string[]): Options | null {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args,
      options: { site: text, days: text, seed: text, tickets: text, roster: text },
    })
    const whole = (value: string | undefined, least: number) =>
      value !== undefined && /^\d{1,9}$/.test(value) && Number(value) >= least ? Number(value) : null
    const [days, seed] = [whole(values.days, 1), whole(values.seed, 0)]
    const tickets = values.tickets === undefined ? undefined : whole(values.tickets, 1)
    const roster = values.roster ?? 'changing'
    if (values.site === undefined || days === null || seed === null || tickets === null) return null
    if (roster !== 'steady' && roster !== 'changing') return null
    return { site: values.site, days, seed, tickets, roster }
  } catch {
    return null
  }
}

const minutes = (ms: number, n: number) => (n === 0 ? '–' : (ms / n / 60_000).toFixed(1))
const line = (tally: Tally) =>
  `${tally.issued} tickets: ${tally.finished} finished, ${tally.noShow} no-show, ${tally.voided} voided`

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2))
  if (!options) {
    console.error(usage)
    return 2
  }
  const reading = await readSite(options.site)
  if (!reading.ok) {
    console.error(formatProblems(reading.problems))
    return 2
  }
  const { site } = reading
  const digest = openDigest()
  const { days, seed, roster, tickets } = options
  let all = emptyTally
  let played = 0
  for (const { date, state } of simulate({
    ...{ site: site.id, rules: rulesOfSite(site), days, seed, roster },
    ...(tickets === undefined ? {} : { ticketsADay: tickets }),
    watching: { onEvents: digest.add },
  })) {
    const day = count(emptyTally, state.tickets.values())
    all = count(all, state.tickets.values())
    played++
    const longest = minutes(day.longestMs, 1)
    console.log(
      `${date} ${line(day)}; wait mean ${minutes(day.waitedMs, day.started)}, longest ${longest} min`,
    )
  }
  console.log(`${played} days, ${line(all)}`)
  console.log(`${digest.events()} events, digest ${digest.hex()}`)
  console.log(`${all.issued} tickets, mean wait ${minutes(all.waitedMs, all.started)} min`)
  return 0
}

process.exitCode = await main()
