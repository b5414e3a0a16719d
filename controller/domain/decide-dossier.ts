/**
 * What the dossier server asks: each command once, however often it arrives, and never after its time. The
 * memory of it is an event beside the command's own, so both are on disk or neither is.
 */
import type { Command, CommandOf } from './commands.ts'
import { type Decision, refuse } from './decision.ts'
import { isRemembered, maxNoticeLength, maxNotices, maxTaken, maxValidityMs } from './dossier-state.ts'
import { refusal } from './refusals.ts'
import type { State } from './state.ts'

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
    const { ticket, refused } = earlier.answer
    return {
      events: [],
      ...(ticket === null ? {} : { ticket }),
      ...(refused === null ? {} : { refused: refusal(refused) }),
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
  return {
    ...decision,
    events: [
      ...decision.events,
      {
        type: 'DossierCommandTaken',
        data: {
          id,
          command: request.type,
          validUntil,
          answer: { refused: decision.refused?.code ?? null, ticket: decision.ticket ?? null },
        },
      },
    ],
  }
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
