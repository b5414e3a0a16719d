/**
 * Notices a second controller that speaks for the same site. A broker lets only one connection have a client id
 * and throws out the other, so two would throw each other out for ever; what one of them left on the status
 * topic after this one had spoken gives it away. Then they take turns of some minutes: each reports all it has
 * in its turn, nothing is lost, and both say that there are two. It decides; the link acts.
 */
import type { Clock } from '../../hardware/clock.ts'

export type Rival = { journalId: string | null; seenAt: number }
export type Rivals = {
  /** At each connection, with the status that is going to be said. */
  connected(url: string, status: string): void
  /** The broker has our status. */
  spoke(url: string): void
  /** A message on the status topic. Answers whether to stand aside now. */
  heard(payload: Buffer, retained: boolean): boolean
  /** The connection went. Answers whether to stand aside instead of coming straight back. */
  gone(): boolean
  standAsideMs(): number
  known(): Rival | null
}

const shortestTurnMs = 5 * 60_000
/** Two signs within this time are one rival, and not a broker that was set back to what it once knew. */
const signsMs = 10 * 60_000
/** Who was not thrown out for so long has no rival any more. */
const aloneMs = 30 * 60_000

export function watchForRivals(instance: string, clock: Clock, random = Math.random): Rivals {
  /** Brokers that know this run: what an earlier run left there is no sign. */
  const spokenAt = new Set<string>()
  let url = ''
  let status = ''
  let connectedAt = 0
  /** Our own status came back: what comes now was said after it. */
  let echoed = false
  let rival: Rival | null = null
  let sign: { text: string; at: number } | undefined
  /** The rival has our client id; one of the two must stand aside. */
  let takingTurns = false
  /** What a turn finds at its start is what the rival left, and no news. */
  let turnBegins = false

  function known(): Rival | null {
    if (echoed && clock.monotonicMs() - connectedAt > aloneMs) {
      rival = null
      takingTurns = false
    }
    return rival
  }

  return {
    connected(at, text) {
      url = at
      status = text
      echoed = false
      connectedAt = clock.monotonicMs()
    },
    spoke(at) {
      spokenAt.add(at)
    },
    heard(payload, retained) {
      const text = payload.toString('utf8')
      const said = read(text)
      if (!said) return false
      if (said.instance === instance) {
        // A session may still bring what was said at an earlier connection.
        if (text === status) echoed = true
        return false
      }
      const seen = { journalId: said.journalId ?? rival?.journalId ?? null, seenAt: clock.now() }
      if (echoed) {
        // With another client id nobody is thrown out, and standing aside would help nobody.
        if (said.online && !retained) rival = seen
        return false
      }
      if (!retained || !spokenAt.has(url)) return false
      const now = clock.monotonicMs()
      const second = sign !== undefined && sign.text !== text && now - sign.at < signsMs
      sign = { text, at: now }
      if (turnBegins || !(second || rival !== null)) {
        turnBegins = false
        return false
      }
      rival = seen
      takingTurns = true
      turnBegins = true
      return true
    },
    gone() {
      const aside = known() !== null && takingTurns && echoed
      echoed = false
      if (aside) turnBegins = true
      return aside
    },
    standAsideMs: () => shortestTurnMs * (1 + random()),
    known,
  }
}

function read(text: string): { instance: string; online: boolean; journalId: string | null } | undefined {
  try {
    const { instance, state, journalId } = JSON.parse(text) as Record<string, unknown>
    if (typeof instance !== 'string') return undefined
    return {
      instance,
      online: state === 'online',
      journalId: typeof journalId === 'string' ? journalId : null,
    }
  } catch {
    return undefined
  }
}
