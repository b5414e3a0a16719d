/**
 * The site whose hall the checks run: the ward that an installer copies (`hardware/sites/ward.json`, real wires),
 * its station as it is, with what the check files add to it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Site, StationConfig } from '../../hardware/site-description.ts'

const ward = new URL('../../hardware/sites/ward.json', import.meta.url)

export const stationId = 'tram-chinh'
/** The directory of the run, in the guest's memory. */
export const directory = '/run/den-luot'
export const siteFile = `${directory}/site.json`

/** What a check file adds to the station, and to the hall. */
export type StationPart = Partial<Pick<StationConfig, 'devices' | 'expanders'>>
export type HallPart = Partial<Pick<Site, 'zones' | 'counters'>>

/** The site as it was written for this run. */
export const readSite = (): Site => JSON.parse(readFileSync(siteFile, 'utf8'))

export function writeSite(parts: readonly { station?: StationPart; site?: HallPart }[]): void {
  const site = JSON.parse(readFileSync(ward, 'utf8')) as Site & { $schema?: string }
  delete site.$schema
  const station = site.stations.find(({ id }) => id === stationId)
  if (!station) throw new Error(`ward.json has no station "${stationId}"`)
  // The ward's calls are not spoken: each would cost work. Those of the zones that a check file adds are.
  station.devices = station.devices.filter(({ kind }) => kind !== 'loudspeaker')
  for (const {
    station: { devices = [], expanders = [] } = {},
    site: { zones = [], counters = [] } = {},
  } of parts) {
    site.zones.push(...zones)
    site.counters.push(...counters)
    station.devices.push(...devices)
    if (expanders.length > 0) station.expanders = [...(station.expanders ?? []), ...expanders]
  }
  mkdirSync(directory, { recursive: true })
  writeFileSync(siteFile, JSON.stringify(site, null, 2))
}
