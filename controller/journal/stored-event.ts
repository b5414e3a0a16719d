/**
 * How one event is written down: its stored bytes and the hash that chains them. Pure; whoever wants to check
 * the chain by other means needs only this file.
 */
import { createHash } from 'node:crypto'
import type { Envelope, NewEvent } from './envelope.ts'

/** `hash` is 32 bytes: sha256 of the previous hash in hex followed by the body. */
export type StoredEvent = { seq: number; type: string; body: string; hash: Uint8Array }

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest()

/** What the first event's hash is chained to. */
export function chainStart(journalId: string): string {
  return sha256(journalId).toString('hex')
}

export function chainHash(previousHash: string, body: string): Buffer {
  return sha256(previousHash + body)
}

/** The first bytes of every body: they bind the columns beside it to what is hashed. */
export function bodyPrefix(seq: number, journalId: string, type: string): string {
  return `{"seq":${seq},"journalId":${JSON.stringify(journalId)},"type":${JSON.stringify(type)},"v":`
}

export function bodyOf(event: NewEvent, seq: number, journalId: string): string {
  const { type, v, at, clock, actor, cause, data } = event
  return JSON.stringify({ seq, journalId, type, v, at, clock, actor, cause, data })
}

export function envelopeOf(body: string, hash: Uint8Array): Envelope {
  return { ...JSON.parse(body), hash: Buffer.from(hash).toString('hex') }
}
