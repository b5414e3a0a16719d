/** The example sites as data that a test may spoil, and what the check then says. */
import { readFileSync } from 'node:fs'
import { checkSite } from './check-site.ts'
import type { SiteContext } from './named-file.ts'
import type { Problem } from './problem.ts'
import type { DeviceConfig, Site } from './site-description.ts'

export const sitesFolder = new URL('./sites/', import.meta.url)

export const exampleSite = (name: 'demo' | 'ward'): Site =>
  JSON.parse(readFileSync(new URL(`${name}.json`, sitesFolder), 'utf8'))

export const allFilesThere: SiteContext = {
  lookAt: () => ({ isFile: true, readable: true, openToOthers: false }),
}

/** What is said of an example after a change; the change sees a value that may become anything. */
export function saidAfter(
  name: 'demo' | 'ward',
  change: (site: Site) => unknown,
  context: SiteContext = allFilesThere,
): Problem[] {
  const site = exampleSite(name)
  change(site)
  return checkSite(site, context)
}

export function deviceOf(site: Site, id: string): DeviceConfig {
  const found = site.stations.flatMap((station) => station.devices).find((device) => device.id === id)
  if (!found) throw new Error(`The example has no device ${id}`)
  return found
}

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new Error(`The example has no entry ${index}`)
  return found
}

export const lineOf = ({ severity, path, message }: Problem): string => `${severity}: ${path}: ${message}`
