/**
 * The catalogue as the dossier server changes it: services named anew, added, closed, opened, taken out. It is the
 * site file's own description with these changes on top, checked like a site file and put in force like one; the
 * changes stand in the journal with the site they made, so that the next start makes them again.
 */

import { fillDefaults } from '../hardware/check-shape.ts'
import { checkSite } from '../hardware/check-site.ts'
import type { FilledSite, Site } from '../hardware/site-description.ts'
import type { EventData, EventType } from './domain/events.ts'
import type { Journal } from './journal/envelope.ts'
import { rulesOfSite } from './rules-of-site.ts'

/** What changes of one service; what is absent stays. */
export type ServiceChange = {
  id: string
  name?: string
  shortName?: string
  series?: string
  colour?: string
  pictogram?: string
  agency?: string
  dailyLimit?: number
  counters?: string[]
  closed?: boolean
  removed?: boolean
}

const maxChanges = 200
const fields = [
  'name',
  'shortName',
  'series',
  'colour',
  'pictogram',
  'agency',
  'dailyLimit',
  'closed',
] as const

/** The site with the changes, or the first thing that is wrong with it. The given site stays as it is. */
export function withCatalogue(
  site: FilledSite,
  changes: readonly ServiceChange[],
): { site: FilledSite } | { wrong: string } {
  const changed = structuredClone(site) as FilledSite & { services: object[] }
  for (const change of changes) {
    const { id, counters, removed } = change
    const place = changed.services.findIndex((one) => one.id === id)
    if (removed) {
      changed.services = changed.services.filter((one) => one.id !== id)
      for (const counter of changed.counters) counter.services = counter.services.filter((one) => one !== id)
      continue
    }
    const own = Object.fromEntries(
      fields.flatMap((key) => (change[key] === undefined ? [] : [[key, change[key]]])),
    )
    // A new one is whole only if the change is: the check says what is missing.
    if (place < 0) changed.services.push({ id, ...own } as never)
    else changed.services[place] = { ...changed.services[place], ...own } as never
    if (!counters) continue
    for (const counter of changed.counters) {
      const gives = counter.services.includes(id)
      const should = counters.includes(counter.id)
      if (should && !gives) counter.services = [...counter.services, id]
      if (!should && gives) counter.services = counter.services.filter((one) => one !== id)
    }
    const unknown = counters.find((one) => !changed.counters.some((counter) => counter.id === one))
    if (unknown) return { wrong: `There is no counter ${unknown}.` }
  }
  // Files beside the site file were looked at when it was read; a catalogue names none.
  const elsewhere = { lookAt: () => ({ isFile: true, readable: true, openToOthers: false }) }
  const error = checkSite(changed, elsewhere).find(({ severity }) => severity === 'error')
  if (error) return { wrong: `${error.path} ${error.message}` }
  return { site: fillDefaults(changed as Site) }
}

/** Later changes of a service over earlier ones. */
export function mergeChanges(
  earlier: readonly ServiceChange[],
  later: readonly ServiceChange[],
): ServiceChange[] {
  const merged = new Map(earlier.map((one) => [one.id, one]))
  for (const { id, ...change } of later) {
    const before = merged.get(id)
    // Whatever is said of a service that was taken out makes it anew.
    merged.set(id, { ...(before?.removed ? {} : before), id, ...change })
  }
  return [...merged.values()]
}

/** What the site in force carries; empty when the dossier server never changed anything. */
export function recordedChanges(journal: Pick<Journal, 'lastOfType' | 'read'>): ServiceChange[] {
  const seq = journal.lastOfType('SiteChanged' satisfies EventType)
  const data = seq > 0 ? (journal.read(seq - 1, 1)[0]?.data as EventData['SiteChanged']) : undefined
  return (data?.catalogue as ServiceChange[] | undefined) ?? []
}

export type Catalogue = {
  changes(): readonly ServiceChange[]
  /** The command that puts the changes in force, and what to do once it was carried out. */
  change(services: readonly ServiceChange[]):
    | {
        request: {
          type: 'ChangeSite'
          rules: ReturnType<typeof rulesOfSite>
          site: unknown
          catalogue: unknown
        }
        apply(): void
      }
    | { refused: { pointer: string; en: string } }
}

/** `shared` is the one site all parts of the hall read: its services and counters are replaced when they change. */
export function openCatalogue(file: FilledSite, shared: FilledSite, recorded: ServiceChange[]): Catalogue {
  let changes = recorded
  return {
    changes: () => changes,
    change(services) {
      const merged = mergeChanges(
        changes,
        services.map(({ id, counters, removed, ...more }) => ({
          id,
          ...Object.fromEntries(fields.flatMap((key) => (more[key] === undefined ? [] : [[key, more[key]]]))),
          ...(counters === undefined ? {} : { counters }),
          ...(removed === undefined ? {} : { removed }),
        })),
      )
      const refused = (en: string) => ({ refused: { pointer: '/data/services', en: en.slice(0, 200) } })
      if (merged.length > maxChanges) return refused(`At most ${maxChanges} services can be changed.`)
      const made = withCatalogue(file, merged)
      if ('wrong' in made) return refused(made.wrong)
      const { site } = made
      return {
        request: { type: 'ChangeSite', rules: rulesOfSite(site), site, catalogue: merged },
        apply() {
          changes = merged
          Object.assign(shared, { services: site.services, counters: site.counters })
        },
      }
    },
  }
}
