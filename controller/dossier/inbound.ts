/**
 * Commands of the dossier server: read, carried out once, answered. What can be read at all gets an answer; what
 * cannot is counted, and answered while that is not too often. Nothing that comes in ends the link: only a hall
 * that cannot write lets a command wait, and the broker keeps it.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Command, DossierRequest } from '../domain/commands.ts'
import type { Refusal } from '../domain/refusals.ts'
import type { State } from '../domain/state.ts'
import type { InboundData } from './contract/in-schemas.ts'
import { topicsOf } from './contract/topics.ts'
import { answering, type Refused, refuse } from './inbound-answer.ts'
import type { DossierLink, LinkMessage } from './link.ts'
import type { InboundState } from './link-state.ts'
import { type InboundCommand, readCommand } from './read-command.ts'
import { requestOf } from './request-of.ts'

/** `at`: when it was decided, where that was earlier. */
type Outcome = { refused: Refused | null; result: Record<string, unknown>; at?: number }
const done = (result: Record<string, unknown> = {}): Outcome => ({ refused: null, result })
/** A change of the catalogue, checked against the site file's description, or why it cannot be. */
export type CatalogueChange =
  | { request: Extract<DossierRequest, { type: 'ChangeSite' }>; apply(): void }
  | { refused: { pointer: string; en: string } }

export type InboundParts = {
  link: Pick<DossierLink, 'publish' | 'subscribe'>
  site: { id: string; timeZone: string }
  clock: Clock
  state(): State
  take(
    command: Omit<Extract<Command, { type: 'TakeDossierCommand' }>, 'at' | 'type'>,
  ): Promise<{ refused: Refusal | null; state: State }>
  newTicketId(): string
  changeServices(services: InboundData['ChangeServices']['services']): CatalogueChange
  confirm(journalId: string, seq: number): boolean
  replay(
    command: string,
    range: InboundData['ReplayEvents'],
  ): { from: number; to: number } | { refused: string }
  reconcile(date: string): Promise<boolean>
}
export type Inbound = {
  state(): InboundState
  onChange(listener: () => void): void
  /** What comes from now on stays with the broker, for the next start. */
  stop(): void
}

/** Commands are begun no faster than this on average; the broker keeps what is not begun. */
const everyMs = 20
const burst = 50
/** Answers to what could not be read: so many at once, one more each second. */
const unreadableBurst = 20

export function openInbound(parts: InboundParts): Inbound {
  const { link, site, clock, state, take } = parts
  const topics = topicsOf(site.id)
  const answer = answering(parts)
  const counts = { received: 0, refused: 0, malformed: 0 }
  let lastRefusal: InboundState['lastRefusal'] = null
  const listeners: (() => void)[] = []
  let slot = 0
  let unreadableTokens = unreadableBurst
  let refilledAt = clock.monotonicMs()
  let catalogueTurn: Promise<unknown> = Promise.resolve()
  let stopped = false

  async function handle(message: LinkMessage): Promise<void> {
    await pace()
    if (stopped) return new Promise(() => {})
    counts.received++
    const type = message.topic.slice(topics.commands.length + 1)
    const read = readCommand(type, message.payload)
    if ('unreadable' in read) {
      const { code, id, type: known, pointer, en } = read.unreadable
      counts.malformed++
      const refused = refuse(code, { en, pointer })
      note(known ?? '', refused)
      if (mayAnswerUnreadable()) await answer(message, { command: id, type: known, refused })
      return
    }
    const { command } = read
    const { refused, result, at } = await carryOut(command)
    if (refused) counts.refused++
    note(command.type, refused)
    await answer(message, { command: command.id, type: command.type, refused, result, at })
  }

  async function carryOut(command: InboundCommand): Promise<Outcome> {
    const no = (code: string): Outcome => ({ refused: refuse(code), result: {} })
    const late = clock.now() > command.validUntil ? no('expired') : null
    switch (command.type) {
      case 'EventsReceived': {
        const { journalId, upTo } = command.data
        return late ?? (parts.confirm(journalId, upTo) ? done() : no('unknown-journal'))
      }
      case 'ReplayEvents': {
        if (late) return late
        const replay = parts.replay(command.id, command.data)
        return 'refused' in replay ? no(replay.refused) : done({ replay })
      }
      case 'SendReconciliation': {
        const { date } = command.data
        if (late) return late
        return (await parts.reconcile(date)) ? done({ reconciliation: { date } }) : no('unknown-day')
      }
      case 'ChangeServices': {
        const { services } = command.data
        const mine = catalogueTurn.then(() => changeCatalogue(command, services))
        catalogueTurn = mine.catch(() => {})
        return mine
      }
      default:
        return takeOnce(command, requestOf(command, { now: clock.now(), newTicket: parts.newTicketId() }))
    }
  }

  async function changeCatalogue(
    command: InboundCommand,
    services: InboundData['ChangeServices']['services'],
  ): Promise<Outcome> {
    const { rules, dossier } = state()
    // What was answered before is answered again, whatever the catalogue is by now.
    if (rules && dossier.taken.has(command.id))
      return takeOnce(command, { type: 'ChangeSite', rules, site: {} })
    const change = parts.changeServices(services)
    if ('refused' in change) return { refused: refuse('bad-catalogue', change.refused), result: {} }
    const outcome = await takeOnce(command, change.request)
    if (!outcome.refused) change.apply()
    return outcome
  }

  async function takeOnce({ id, validUntil }: InboundCommand, request: DossierRequest): Promise<Outcome> {
    const { refused, state: after } = await take({ id, validUntil, request })
    // The broker keeps the command until the hall can write again.
    if (refused?.code === 'not-recorded') throw new Error('the journal takes no writes')
    const taken = after.dossier.taken.get(id)
    const known = taken?.command === request.type ? taken.answer : undefined
    const when = known?.at === undefined ? {} : { at: known.at }
    if (refused)
      return { refused: refuse(refused.code, { vi: refused.vi, en: refused.en }), result: {}, ...when }
    const { ticket, shown } = known ?? {}
    return { ...done(ticket && shown ? { ticket: { id: ticket, ...shown } } : {}), ...when }
  }

  function note(type: string, refused: Refused | null): void {
    if (refused) lastRefusal = { type, code: refused.code, pointer: refused.pointer ?? null, at: clock.now() }
    for (const listener of listeners) listener()
  }

  /** Keeps the order: each waits until its own moment. */
  async function pace(): Promise<void> {
    const now = clock.monotonicMs()
    slot = Math.max(slot + everyMs, now - burst * everyMs)
    if (slot > now) await new Promise<void>((resolve) => clock.after(slot - now, resolve))
  }

  function mayAnswerUnreadable(): boolean {
    const now = clock.monotonicMs()
    unreadableTokens = Math.min(unreadableBurst, unreadableTokens + (now - refilledAt) / 1000)
    refilledAt = now
    if (unreadableTokens < 1) return false
    unreadableTokens--
    return true
  }

  link.subscribe(topics.commandFilter, handle)
  return {
    state: () => ({ ...counts, lastRefusal }),
    onChange: (listener) => listeners.push(listener),
    stop() {
      stopped = true
    },
  }
}
