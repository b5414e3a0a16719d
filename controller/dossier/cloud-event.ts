/**
 * A journal event as the outside reads it: CloudEvents 1.0, structured JSON. Pure. Names of extension attributes
 * are lower case because the specification says so; its integers have 32 bits, so long numbers are strings.
 */
import { type Envelope, eventId } from '../journal/envelope.ts'
import { outwardData } from './outward.ts'

export type CloudEvent = {
  specversion: '1.0'
  /** The same whenever it is sent again: the receiver drops what it already has. */
  id: string
  source: string
  type: string
  time: string
  datacontenttype: 'application/json'
  /** Gap-free over all events of the site, in order. */
  sequence: string
  sequencetype: 'Integer'
  journalid: string
  /** Version of this type's data. */
  typeversion: number
  actorkind: string
  actorid?: string
  cause?: string
  /** Absent when the controller cannot tell. */
  clocksynced?: boolean
  bootid?: string
  monotonicms: string
  /** The journal's chain up to this event. */
  chainhash: string
  data: unknown
}

export function eventTopic(site: string, type: string): string {
  return `den-luot/v1/${site}/events/${type}`
}

export function cloudEvent(site: string, event: Envelope): CloudEvent {
  const { seq, journalId, type, v, at, clock, actor, cause, data, hash } = event
  return {
    specversion: '1.0',
    id: eventId(site, event),
    source: `/den-luot/sites/${site}`,
    type,
    time: at,
    datacontenttype: 'application/json',
    sequence: String(seq),
    sequencetype: 'Integer',
    journalid: journalId,
    typeversion: v,
    actorkind: actor.kind,
    ...(actor.id && { actorid: actor.id }),
    ...(cause && { cause }),
    ...(clock.synced !== null && { clocksynced: clock.synced }),
    ...(clock.bootId && { bootid: clock.bootId }),
    monotonicms: String(clock.monotonicMs),
    chainhash: hash,
    data: outwardData(type, data),
  }
}
