/**
 * What of an event's data leaves the hall. The journal keeps the whole; a vendor needs no device's address, no path
 * of a file and no telephone, so of the site file goes out what the queue is made of. Pure.
 */
import { multiplexerId } from '../../hardware/chips.ts'
import { unknownFault } from '../domain/decide-slip.ts'
import { patterns } from './contract/kinds.ts'

const code = new RegExp(patterns.code)
type Record_ = Record<string, unknown>
const isRecord = (value: unknown): value is Record_ => typeof value === 'object' && value !== null
const listed = (value: unknown): Record_[] => (Array.isArray(value) ? value.filter(isRecord) : [])

export function outwardData(type: string, data: unknown): unknown {
  if (!isRecord(data)) return data
  if (type === 'SiteChanged') return { ...data, site: reducedSite(data.site) }
  // Journals of earlier programs hold the words of stations here.
  if (
    (type === 'SlipFailed' || type === 'SlipUnknown') &&
    !(typeof data.reason === 'string' && code.test(data.reason))
  )
    return { ...data, reason: unknownFault }
  return data
}

function reducedSite(site: unknown): Record_ {
  const { id, name, zones, counters, stations } = isRecord(site) ? site : {}
  return {
    reduced: true,
    ...only({ id, name }, ['id', 'name']),
    zones: listed(zones).map((one) => only(one, ['id', 'name'])),
    counters: listed(counters).map((one) => only(one, ['id', 'zone'])),
    stations: listed(stations).map((one) => ({
      ...only(one, ['id']),
      devices: [
        ...listed(one.devices).map((device) => only(device, ['id', 'kind'])),
        ...listed(one.expanders).map((chip) => ({ ...only(chip, ['id']), kind: 'expander' })),
        ...multiplexersOf([...listed(one.devices), ...listed(one.expanders)]),
      ],
    })),
  }
}

/** They have no entry of their own in the site file: what hangs behind one names it. */
function multiplexersOf(entries: Record_[]): Record_[] {
  const ids = entries.flatMap(({ bus, mux }) =>
    typeof bus === 'number' && isRecord(mux) && typeof mux.address === 'string'
      ? [multiplexerId(bus, { address: mux.address })]
      : [],
  )
  return [...new Set(ids)].map((id) => ({ id, kind: 'multiplexer' }))
}

function only(from: Record_, keys: readonly string[]): Record_ {
  return Object.fromEntries(keys.flatMap((key) => (typeof from[key] === 'string' ? [[key, from[key]]] : [])))
}
