/**
 * What the LED boards of a hall show at a moment: the calls that are new, newest first; the notices; at rest the
 * last call of the day, which a restart does not lose. A call that its visitor has followed is gone.
 */
import { type BoardSize, callSlide, noticeSlide, type SlideContent } from '../displays/board/hall-board.ts'
import type { HallFace, Slide } from '../firmware/messages.ts'
import type { FilledDeviceOf, FilledSite } from '../hardware/site-description.ts'
import { legOf, type State } from './domain/state.ts'

type HallBoardConfig = FilledDeviceOf<'hall-board'> | FilledDeviceOf<'text-board'>
type Call = { id: string; number: string; counter: string; zone: string; at: number }

/** Drawn texts that are kept: as many as may stand on boards at once, and some more. */
const keptAtMost = 400

/** Whether `at` is that near: a clock that was set back by more must not make old things new until it has caught up. */
export const isWithin = (ms: number, at: number, now: number) => Math.abs(now - at) < ms

export function hallFaces({
  counters,
  callMs,
}: {
  counters: FilledSite['counters']
  callMs: number
}): (config: HallBoardConfig, state: State, notices: readonly string[], now: number) => HallFace {
  const drawn = new Map<string, SlideContent | undefined>()

  /** The same text on boards of the same size is drawn once. */
  function once(key: string, draw: () => SlideContent | undefined): SlideContent | undefined {
    if (!drawn.has(key)) {
      if (drawn.size >= keptAtMost) drawn.clear()
      drawn.set(key, draw())
    }
    return drawn.get(key)
  }

  function calling(state: State): Call[] {
    return counters
      .flatMap(({ id, spoken, zone }): Call[] => {
        const counter = state.counters.get(id)
        const ticket = state.tickets.get(counter?.ticket ?? '')
        if (!counter?.open || counter.paused !== null || ticket?.state !== 'called') return []
        const { calls, lastCalledAt } = legOf(ticket)
        const at = lastCalledAt ?? 0
        return [{ id: `${ticket.id} ${id} ${calls}`, number: ticket.number, counter: spoken, zone, at }]
      })
      .sort((a, b) => b.at - a.at)
  }

  function lastOf(state: State, zone: string | undefined): Call | undefined {
    for (const { ticket, counter, at } of state.calls) {
      const place = counters.find(({ id }) => id === counter)
      const number = state.tickets.get(ticket)?.number
      if (!place || number === undefined || (zone !== undefined && place.zone !== zone)) continue
      return { id: `last ${ticket} ${counter}`, number, counter: place.spoken, zone: place.zone, at }
    }
    return undefined
  }

  return (config, state, notices, now) => {
    const size: BoardSize | undefined =
      config.kind === 'hall-board' ? { rows: config.rows, columns: config.columns } : undefined
    const { zone } = config
    const sizeKey = size ? `${size.rows} ${size.columns}` : 'text'
    const slideOf = ({ id, number, counter }: Call): Slide[] => {
      const content = once(`${sizeKey} call ${number} ${counter}`, () => callSlide({ number, counter }, size))
      return content ? [{ id, ...content }] : []
    }
    const calls = calling(state).filter(
      (call) => isWithin(callMs, call.at, now) && (zone === undefined || call.zone === zone),
    )
    const last = state.day === null ? undefined : lastOf(state, zone)
    return {
      calls: calls.flatMap(slideOf),
      notices: notices.flatMap((text, i) => {
        const content = once(`${sizeKey} notice ${text}`, () => noticeSlide(text, size))
        return content ? [{ id: `notice ${i}`, ...content }] : []
      }),
      rest: (last && slideOf(last)[0]) ?? null,
    }
  }
}
