/**
 * What of a hall board's face stands there at a moment: a new call at once, several calls in turn, notices while
 * there is no call, else what is shown at rest. Pure but for what it remembers; it knows no board and no clock,
 * times arrive as milliseconds that never jump.
 */
import type { HallFace, Slide } from '../messages.ts'

export type SlideKind = 'call' | 'notice' | 'rest'
export type Shown = { slide: Slide; kind: SlideKind; sinceMs: number }

export type Reel = {
  set(face: HallFace, now: number): void
  /** What stands there; null is a dark board. */
  at(now: number): Shown | null
  /** How long until it ends by itself; null when it never does. */
  endsInMs(now: number): number | null
}

export function openReel({ lengthMs }: { lengthMs: (slide: Slide, kind: SlideKind) => number }): Reel {
  let face: HallFace = { calls: [], notices: [], rest: null }
  let current: { slide: Slide; kind: SlideKind; from: number } | null = null
  /** How long each call has stood there, by its id. */
  const stood = new Map<string, number>()
  let nextNotice = 0

  const stoodMs = ({ id }: Slide) => stood.get(id) ?? -1

  function start(from: number, fresh?: Slide) {
    const call = face.calls.reduce<Slide | undefined>(
      (first, one) => (first && (first === fresh || stoodMs(first) <= stoodMs(one)) ? first : one),
      fresh,
    )
    const notice = face.notices[nextNotice % Math.max(1, face.notices.length)]
    if (call) stood.set(call.id, Math.max(0, stoodMs(call)))
    if (call) current = { slide: call, kind: 'call', from }
    else if (notice) current = { slide: notice, kind: 'notice', from }
    else if (face.rest) current = { slide: face.rest, kind: 'rest', from }
    else current = null
  }

  /** Ends what stands there: it has been seen for so long. */
  function end(now: number) {
    if (!current) return
    const { slide, kind, from } = current
    if (kind === 'call') stood.set(slide.id, Math.max(0, stoodMs(slide)) + now - from)
    // One that was interrupted early begins again; otherwise the last ones would never be read.
    if (kind === 'notice' && now - from >= lengthMs(slide, kind) / 2) nextNotice++
    current = null
  }

  function keepUp(now: number) {
    for (let turns = 0; current; turns++) {
      const endsAt = current.from + lengthMs(current.slide, current.kind)
      if (endsAt > now) return
      end(endsAt)
      // After a pause longer than a few turns nobody knows who saw what.
      start(turns < 20 ? endsAt : now)
    }
  }

  return {
    set(next, now) {
      keepUp(now)
      const known = new Set(face.calls.map(({ id }) => id))
      face = next
      const fresh = next.calls.find(({ id }) => !known.has(id))
      const list = { call: next.calls, notice: next.notices, rest: next.rest ? [next.rest] : [] }
      const same = current && list[current.kind].find(({ id }) => id === current?.slide.id)
      const first = next.calls.length > 0 ? 'call' : next.notices.length > 0 ? 'notice' : 'rest'
      if (current && same && !fresh && current.kind === first) current = { ...current, slide: same }
      else {
        end(now)
        start(now, fresh)
      }
      for (const id of stood.keys()) if (!next.calls.some((call) => call.id === id)) stood.delete(id)
    },
    at(now) {
      keepUp(now)
      return current && { slide: current.slide, kind: current.kind, sinceMs: now - current.from }
    },
    endsInMs(now) {
      keepUp(now)
      return current && current.from + lengthMs(current.slide, current.kind) - now
    },
  }
}
