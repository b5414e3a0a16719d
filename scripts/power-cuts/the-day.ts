/** The day that is recorded and then cut: its site, and a clock that both sides of the cut share. */
import { fileURLToPath } from 'node:url'
import { rulesOfSite } from '../../controller/rules-of-site.ts'
import { type Clock, systemClock } from '../../hardware/clock.ts'
import { readSite } from '../../hardware/read-site.ts'
import type { FilledSite } from '../../hardware/site-description.ts'

const siteFile = fileURLToPath(new URL('../../hardware/sites/demo.json', import.meta.url))
const morning = Date.parse('2026-03-02T08:00:00+07:00')

export async function siteOfTheDay(): Promise<{ site: FilledSite; rules: ReturnType<typeof rulesOfSite> }> {
  const read = await readSite(siteFile)
  if (!read.ok) throw new Error('the demo site does not pass its own check')
  const { hours: _, ...roundTheClock } = read.site
  return { site: roundTheClock, rules: rulesOfSite(roundTheClock) }
}

/** A day that does not end while it is recorded or checked, whatever the calendar on the wall says. */
export function clockOfTheDay(afterMs = 0): Clock {
  const begun = systemClock.monotonicMs()
  return { ...systemClock, now: () => morning + afterMs + systemClock.monotonicMs() - begun }
}
