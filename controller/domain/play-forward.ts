/**
 * Plays the queue forward once: counters become free, call whom the calling rule gives them, walk, serve, send
 * on. It works on copies in numbers, not on the state, because it runs dozens of times for one estimate; the rule
 * it follows is that of `calling-rule.ts`, and `estimate.test.ts` holds the two together.
 */
import type { Line, PlayedCounter, PlayedService, Present, Scene, Stream, Waiter } from './played-scene.ts'
import { draw, drawRest, shareBelow } from './quantile-table.ts'

const never = Number.POSITIVE_INFINITY
/** No run takes longer, whatever the queue. */
const mostSteps = 5000
/** Seconds in which newcomers are foreseen. */
const streamsEnd = 3 * 3600

/**
 * Fills `startsAt` with the second in which each waiter would be started; infinite: never. Ends when `target`
 * (-1: everybody) is called. `chance` gives the nth number between 0 and 1.
 */
export function playForward(
  scene: Scene,
  startsAt: Float64Array,
  target: number,
  chance: (nth: number) => number,
): void {
  const { services, counters, lines, delay, walk, absence, maxOvertakes } = scene
  let nth = 0
  const share = () => chance(nth++)
  const factors = services.map(({ doubt }) => (doubt > 0 ? Math.exp(doubt * normal(share())) : 1))
  const shifts = counters.map(({ ways }) => ways[Math.floor(share() * ways.length)] ?? [])
  const waiters = scene.waiters.slice()
  const queues = lines.map((): number[] => [])
  const heads = new Int32Array(lines.length)
  const atLimit = new Int32Array(lines.length)
  const overtakes = waiters.map((waiter) => waiter.overtakes)
  const turn = (a: Waiter, b: Waiter) => a.creditStart - b.creditStart || a.order - b.order
  const waiterOf = (index: number) => waiters[index] as Waiter

  startsAt.fill(never)
  let missing = waiters.length
  waiters.forEach(({ line }, index) => {
    queues[line]?.push(index)
    if ((overtakes[index] ?? 0) >= maxOvertakes) atLimit[line] = (atLimit[line] ?? 0) + 1
  })

  /** Tickets on their way, as a visit sends them on or as they come in. */
  const coming: { at: number; waiter: Waiter; stream: Stream | null }[] = []
  const nextOf = (stream: Stream, after: number) => {
    const at = after - Math.log(1 - share()) / stream.perSecond
    if (at > streamsEnd) return
    coming.push({ at, stream, waiter: { creditStart: at, order: never, overtakes: 0, line: stream.line } })
  }
  for (const stream of scene.streams) nextOf(stream, 0)

  const visitTime = (service: number, pace: number) =>
    draw((services[service] as PlayedService).visit, share()) * pace * (factors[service] ?? 1)
  const sendOn = (
    service: number,
    at: number,
    from: { creditStart: number; order: number; class: number },
  ) => {
    const { transfers } = services[service] as PlayedService
    if (transfers.length === 0) return
    let rest = share()
    for (const { line, share: part, class: ofClass } of transfers) {
      if (ofClass !== from.class) continue
      rest -= part
      if (rest >= 0) continue
      const creditStart = scene.transfersKeepCredit ? from.creditStart : at
      coming.push({ at, stream: null, waiter: { creditStart, order: from.order, overtakes: 0, line } })
      return
    }
  }

  const freeAt = new Float64Array(counters.length)
  counters.forEach(({ present, pace }, counter) => {
    freeAt[counter] = presentEnd(present, pace)
  })

  function presentEnd(present: Present, pace: number): number {
    if (present.doing === 'idle') return drawRest(delay, present.since, share())
    const { service, since } = present
    let end: number
    if (present.doing === 'serving') {
      const scale = pace * (factors[service] ?? 1)
      end = drawRest((services[service] as PlayedService).visit, since / scale, share()) * scale
      sendOn(service, end, present)
    } else {
      // The longer nobody comes, the likelier nobody will.
      const absent = (services[service] as PlayedService).noShow
      const [gone, late] = [1 - shareBelow(absence, since), 1 - shareBelow(walk, since)]
      const odds = absent * gone + (1 - absent) * late
      if (share() < (odds > 0 ? (absent * gone) / odds : 0.5)) end = drawRest(absence, since, share())
      else {
        end = drawRest(walk, since, share()) + visitTime(service, pace)
        sendOn(service, end, present)
      }
    }
    return end + draw(delay, share())
  }

  for (let step = 0; step < mostSteps; step++) {
    let counter = -1
    let now = never
    for (let one = 0; one < freeAt.length; one++) {
      const at = freeAt[one] ?? never
      if (at < now) [counter, now] = [one, at]
    }
    let arrival = -1
    for (let one = 0; one < coming.length; one++) {
      const { at } = coming[one] as { at: number }
      if (at < now) [arrival, now] = [one, at]
    }
    if (now === never) return
    if (arrival >= 0) comes(arrival, now)
    else if (works(counter, now)) return
  }

  function comes(arrival: number, now: number): void {
    const { waiter, stream } = coming[arrival] as (typeof coming)[number]
    coming[arrival] = coming.at(-1) as (typeof coming)[number]
    coming.pop()
    if (stream) nextOf(stream, now)
    const index = waiters.length
    waiters.push(waiter)
    overtakes.push(0)
    const queue = queues[waiter.line] as number[]
    let place = queue.length
    while (place > (heads[waiter.line] ?? 0) && turn(waiterOf(queue[place - 1] ?? 0), waiter) > 0) place--
    queue.splice(place, 0, index)
    for (let one = 0; one < counters.length; one++) {
      if (freeAt[one] !== never) continue
      if (!(counters[one] as PlayedCounter).lines.some(({ line }) => line === waiter.line)) continue
      freeAt[one] = now + draw(delay, share())
    }
  }

  /** A free counter calls; true when nobody is left to be called who matters. */
  function works(counter: number, now: number): boolean {
    const played = counters[counter] as PlayedCounter
    const onDuty = nextIn(shifts[counter] ?? [], now, played.leavesBefore)
    if (onDuty > now) {
      freeAt[counter] = onDuty === never ? never : onDuty + draw(delay, share())
      return false
    }
    const line = choose(played, now)
    if (line < 0) {
      freeAt[counter] = nextSession(played, now)
      return false
    }
    const queue = queues[line] as number[]
    const index = queue[heads[line] ?? 0] ?? 0
    heads[line] = (heads[line] ?? 0) + 1
    if ((overtakes[index] ?? 0) >= maxOvertakes) atLimit[line] = (atLimit[line] ?? 0) - 1
    const { service, class: ofClass } = lines[line] as Line
    const walks = draw(walk, share())
    if (index < startsAt.length) {
      startsAt[index] = now + walks
      missing--
    }
    if (share() < (services[service] as PlayedService).noShow)
      freeAt[counter] = now + draw(absence, share()) + draw(delay, share())
    else {
      const end = now + walks + visitTime(service, played.pace)
      const { creditStart, order } = waiterOf(index)
      sendOn(service, end, { creditStart, order, class: ofClass })
      freeAt[counter] = end + draw(delay, share())
    }
    return index === target || missing === 0
  }

  /** The line whose first is called here: the largest credit, up to the first that may not be overtaken again. */
  function choose({ lines: here }: PlayedCounter, now: number): number {
    const ready = (line: number) =>
      (heads[line] ?? 0) < (queues[line] as number[]).length &&
      nextIn((services[(lines[line] as Line).service] as PlayedService).sessions, now) === now
    let limit: Waiter | undefined
    for (const { line } of here) {
      if (!atLimit[line] || !ready(line)) continue
      const queue = queues[line] as number[]
      for (let place = heads[line] ?? 0; place < queue.length; place++) {
        const index = queue[place] ?? 0
        if ((overtakes[index] ?? 0) < maxOvertakes) continue
        if (!limit || turn(waiterOf(index), limit) < 0) limit = waiterOf(index)
        break
      }
    }
    let best: Waiter | undefined
    let bestLine = -1
    let bestCredit = Number.NEGATIVE_INFINITY
    for (const { line, weight } of here) {
      if (!ready(line)) continue
      const first = waiterOf((queues[line] as number[])[heads[line] ?? 0] ?? 0)
      if (limit && turn(first, limit) > 0) continue
      const credit = weight * Math.max(0, now - first.creditStart)
      if (credit < bestCredit || (best && credit === bestCredit && turn(first, best) > 0)) continue
      ;[best, bestLine, bestCredit] = [first, line, credit]
    }
    if (best) for (const { line } of here) if (line !== bestLine && ready(line)) overtake(line, best)
    return bestLine
  }

  function overtake(line: number, by: Waiter): void {
    const queue = queues[line] as number[]
    for (let place = heads[line] ?? 0; place < queue.length; place++) {
      const index = queue[place] ?? 0
      if (turn(waiterOf(index), by) >= 0) return
      const times = (overtakes[index] ?? 0) + 1
      overtakes[index] = times
      if (times === maxOvertakes) atLimit[line] = (atLimit[line] ?? 0) + 1
    }
  }

  /** When somebody waits here whose session comes later; never: it sleeps until somebody comes. */
  function nextSession({ lines: here }: PlayedCounter, now: number): number {
    let earliest = never
    for (const { line } of here) {
      if ((heads[line] ?? 0) >= (queues[line] as number[]).length) continue
      const at = nextIn((services[(lines[line] as Line).service] as PlayedService).sessions, now)
      if (at > now && at < earliest) earliest = at + draw(delay, share())
    }
    return earliest
  }
}

function nextIn(spans: readonly { from: number; to: number }[], now: number, before = 0): number {
  for (const { from, to } of spans) if (now < Math.max(from, to - before)) return Math.max(now, from)
  return never
}

/** A standard normal value with this share below it (Acklam's middle branch is enough: it is cut at ±2.3). */
function normal(share: number): number {
  const p = Math.min(0.99, Math.max(0.01, share))
  // Tukey's lambda approximation, within 0.02 in this range.
  return (p ** 0.1349 - (1 - p) ** 0.1349) / 0.1975
}
