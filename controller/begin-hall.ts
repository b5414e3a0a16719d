/**
 * The first steps of a hall, of which each needs the one before: the site file is read and checked, the data
 * directory is taken, the journal opened and replayed, the site put in force. Nothing is heard or shown yet.
 */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '../hardware/clock.ts'
import { formatProblems } from '../hardware/problem.ts'
import { readSite } from '../hardware/read-site.ts'
import { bootRepairWarning } from './boot-repair.ts'
import { openCatalogue, recordedChanges, withCatalogue } from './catalogue.ts'
import { eventVersions } from './domain/events.ts'
import { openHall, putSiteInForce } from './hall.ts'
import { openJournal } from './journal/journal.ts'
import { rulesOfSite } from './rules-of-site.ts'
import { openSecret } from './secret.ts'
import { keepSiteFile, readBroker, readLogo } from './site-files.ts'
import { openClockReader } from './system-clock.ts'

/** `wrong-input`: of the person who starts it. `in-the-way`: somebody else holds a port or the data. */
export type NotRunning = { refused: 'wrong-input' | 'in-the-way'; lines: string[] }

/** `opened` is handed what must be closed, in the order of opening, also when the answer is a refusal. */
export async function beginHall({
  siteFile,
  directoryOf,
  syncDelayMs = 0,
  clock,
  opened,
}: {
  siteFile: string
  directoryOf: (siteId: string) => string
  syncDelayMs?: number
  clock: Clock
  opened: (end: () => Promise<void> | void) => void
}) {
  const refuse = (refused: NotRunning['refused'], ...lines: string[]): NotRunning => ({ refused, lines })

  const read = await readSite(siteFile)
  if (!read.ok) return refuse('wrong-input', formatProblems(read.problems))
  // One object that all parts read; when the dossier server changes the catalogue, it is changed in place.
  const site = structuredClone(read.site)
  const farBroker = await readBroker(site, dirname(siteFile)).catch((error: Error) => error)
  if (farBroker instanceof Error) return refuse('wrong-input', farBroker.message)
  const logo = await readLogo(site, dirname(siteFile))
  const bootRepair = bootRepairWarning()
  const warnings = [
    ...(read.warnings.length > 0 ? [formatProblems(read.warnings)] : []),
    ...(bootRepair === null ? [] : [bootRepair]),
  ]

  const directory = directoryOf(site.id)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const journal = await openJournal({
    directory,
    siteId: site.id,
    syncDelayMs: syncDelayMs,
    understands: (type, v) =>
      v <= (Object.hasOwn(eventVersions, type) ? eventVersions[type as keyof typeof eventVersions] : 0),
  })
  if ('refused' in journal) return refuse('in-the-way', journal.message)
  opened(journal.close)
  await keepSiteFile(directory, read.text)
  const secret = await openSecret(directory)
  const clockReader = openClockReader(clock)
  opened(clockReader.close)
  const hall = openHall({ journal, clock, readClock: clockReader.read, timeZone: site.timeZone })
  opened(hall.close)
  const recorded = recordedChanges(journal)
  const changed = withCatalogue(read.site, recorded)
  if ('site' in changed) Object.assign(site, changed.site)
  else
    warnings.push(
      `warning: the dossier server’s catalogue does not fit ${siteFile}, and is left out: ${changed.wrong}`,
    )
  const catalogue = openCatalogue(read.site, site, 'site' in changed ? recorded : [])
  const refused = await putSiteInForce(hall, journal, rulesOfSite(site), site, catalogue.changes())
  if (refused && refused.code !== 'day-over')
    return refuse(
      'wrong-input',
      `${siteFile} cannot be put in force now: ${refused.en}`,
      'The journal is unchanged; start with the former site file, or after the day’s end.',
    )

  return { site, directory, farBroker, logo, journal, secret, clockReader, hall, catalogue, warnings }
}
