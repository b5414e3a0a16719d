/**
 * Bytes from the broker → an event to be stored, or why it is none. Pure. It asks for what the contract says of
 * every event and for nothing more, so that types and fields of a later version are stored like any other.
 */
import { patterns } from '../../controller/dossier/contract/kinds.ts'

export type Arrival = {
  id: string
  journalId: string
  seq: number
  type: string
  /** The hall's clock, which may be wrong. */
  time: string
  chainHash: string
  /** The event as it was sent, without the mark of a replay. */
  body: string
  /** The ReplayEvents it answers; null: it came live. */
  replayOf: string | null
}

/** More than the largest event there is: a day's beginning with 20,000 appointments has 1.5 MB. */
const maxBytes = 16 * 1024 * 1024
const opaque = new RegExp(patterns.opaque)
const wanted = {
  id: opaque,
  journalid: opaque,
  sequence: new RegExp(patterns.count),
  type: new RegExp(patterns.code),
  time: new RegExp(patterns.time),
  chainhash: new RegExp(patterns.hash),
}

export function readEvent(site: string, payload: Uint8Array): Arrival | { wrong: string } {
  const value = readObject(payload)
  if ('wrong' in value) return value
  const fields = value.fields
  const source = `/den-luot/sites/${site}`
  if (fields.source !== source) return { wrong: `/source is not "${source}"` }
  for (const [name, pattern] of Object.entries(wanted)) {
    const field = fields[name]
    if (typeof field !== 'string' || !pattern.test(field))
      return { wrong: `/${name} is ${field === undefined ? 'missing' : 'not what the contract says'}` }
  }
  const { id, journalid, sequence, type, time, chainhash } = fields as Record<keyof typeof wanted, string>
  const seq = Number(sequence)
  if (!Number.isSafeInteger(seq) || seq < 1) return { wrong: '/sequence is not a whole number from 1' }
  const { replayof, ...event } = fields
  return {
    ...{ id, journalId: journalid, seq, type, time, chainHash: chainhash },
    body: JSON.stringify(event),
    replayOf: typeof replayof === 'string' ? replayof : null,
  }
}

export function readObject(payload: Uint8Array): { fields: Record<string, unknown> } | { wrong: string } {
  if (payload.length > maxBytes) return { wrong: `it has more than ${maxBytes} bytes` }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return { wrong: 'it is not JSON in UTF-8' }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { fields: value as Record<string, unknown> }
    : { wrong: 'it is not one JSON object' }
}
