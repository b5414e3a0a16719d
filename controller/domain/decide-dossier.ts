/**
 * What the dossier server asks: each command once, however often it arrives, and never after its time. The
 * memory of it is an event beside the command's own, so both are on disk or neither is.
 */
import { aheadOf } from './calling-rule.ts'
import type { Command, CommandOf } from './commands.ts'
import { type Decision, refuse } from './decision.ts'
import { isRemembered, maxNoticeLength, maxNotices, maxTaken, maxValidityMs } from './dossier-state.ts'
import { evolve } from './evolve.ts'
import { type Refusal, refusal } from './refusals.ts'
import { type State, serviceOf, type TicketId } from './state.ts'

/** A clock this far behind the newest event cannot judge what is late. */
const behindMs = 60_000
/** How far ahead of ours the server's clock may be. */
const aheadMs = 300_000

export function takeDossierCommand(
  command: CommandOf<'TakeDossierCommand'>,
  state: State,
  decide: (command: Command, state: State) => Decision,
): Decision {
  const { id, validUntil, request, at } = command
  const earlier = state.dossier.taken.get(id)
  if (earlier) {
    if (earlier.command !== request.type) return refuse('command-id-reused')
    const { ticket, refused, words } = earlier.answer
    return {
      events: [],
      ...(ticket === null ? {} : { ticket }),
      ...(refused === null ? {} : { refused: { ...refusal(refused), ...words } }),
    }
  }
  if (at < state.latestAt - behindMs) return refuse('clock-behind')
  if (at > validUntil) return refuse('expired')
  if (validUntil - at > maxValidityMs) return refuse('validity-too-long')
  if (state.dossier.taken.size >= maxTaken) {
    let remembered = 0
    for (const one of state.dossier.taken.values()) if (isRemembered(one, at)) remembered++
    if (remembered >= maxTaken) return refuse('too-many-commands')
  }
  const decision = decide({ ...request, at } as Command, state)
  const { refused = null, ticket = null } = decision
  const after = decision.events.reduce((present, event) => evolve(present, { ...event, at }), state)
  const answer = {
    ...{ refused: refused?.code ?? null, ticket, at },
    ...wordsOf(refused),
    ...(ticket === null ? {} : shownOf(ticket, after, at)),
  }
  const taken = { id, command: request.type, validUntil, answer }
  return { ...decision, events: [...decision.events, { type: 'DossierCommandTaken', data: taken }] }
}

function wordsOf(refused: Refusal | null) {
  if (!refused) return {}
  const { vi, en } = refused
  const usual = refusal(refused.code)
  return vi === usual.vi && en === usual.en ? {} : { words: { vi, en } }
}

function shownOf(id: TicketId, state: State, now: number) {
  const ticket = state.tickets.get(id)
  if (ticket) {
    const { number, state: life } = ticket
    return { shown: { number, service: serviceOf(ticket), state: life, ahead: aheadOf(state, ticket, now) } }
  }
  for (const { ticket: reserved, number, service } of state.reservations.values())
    if (reserved === id) return { shown: { number, service, state: 'reserved', ahead: null } }
  return {}
}

export function takeFigures(command: CommandOf<'ShowDossierFigures'>, state: State): Decision {
  const { since, asOf, early, onTime, overdue, total, at } = command
  if (early + onTime + overdue !== total) return refuse('figures-disagree')
  if (asOf > at + aheadMs) return refuse('figures-from-the-future')
  if (state.dossier.figures && asOf < state.dossier.figures.asOf) return refuse('older-figures')
  return {
    events: [{ type: 'DossierFiguresReceived', data: { since, asOf, early, onTime, overdue, total } }],
  }
}

export function postNotice(command: CommandOf<'PostNotice'>, state: State): Decision {
  const { id, text, from, until, at } = command
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const plain = text.trim() !== '' && text.length <= maxNoticeLength && !/[\u0000-\u001f\u007f]/.test(text)
  if (!plain || until <= from || until <= at) return refuse('bad-notice')
  const others = state.dossier.notices.filter((one) => one.id !== id && one.until > at)
  if (others.length >= maxNotices) return refuse('too-many-notices')
  return { events: [{ type: 'NoticePosted', data: { id, text, from, until } }] }
}

export function withdrawNotice({ id }: CommandOf<'WithdrawNotice'>, state: State): Decision {
  if (!state.dossier.notices.some((one) => one.id === id)) return refuse('unknown-notice')
  return { events: [{ type: 'NoticeWithdrawn', data: { id } }] }
}
