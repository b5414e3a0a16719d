/** A seed → what goes wrong between a hall and its dossier server, and when. Pure: the same seed, the same schedule. */
import { type Random, randomOf } from '../simulation/random.ts'

/** Whose wire to the broker. */
export type Side = 'hall' | 'server'
export type Fault =
  /** The hall takes so many tickets and is not waited for. */
  | { kind: 'work'; tickets: number }
  | { kind: 'cut' | 'halve' | 'half-open'; side: Side }
  | { kind: 'stall'; side: Side; ms: number }
  /** KILL loses what the broker kept for the server, TERM does not. */
  | { kind: 'broker'; signal: 'SIGKILL' | 'SIGTERM'; ms: number }
  | { kind: 'broker-frozen'; ms: number }
  /** kill -9 while events are on their way, and a new start. */
  | { kind: 'hall-killed'; tickets: number }
  /** An older copy of the hall's data is put back after a kill: a new journalId. */
  | { kind: 'hall-restored'; tickets: number }
  | { kind: 'server-restarted' }
export type Step = { afterMs: number; fault: Fault }

const steps = { fewest: 5, most: 9 }
const longestPauseMs = 120
const longestAwayMs = 300

export function scheduleOf(seed: number): Step[] {
  const random = randomOf('link faults', seed)
  const upTo = (most: number) => Math.floor(random.between(0, most + 1))
  const count = steps.fewest + upTo(steps.most - steps.fewest)
  const work: Step = { afterMs: 0, fault: { kind: 'work', tickets: 20 + upTo(60) } }
  return [
    work,
    ...Array.from({ length: count }, () => ({
      afterMs: upTo(longestPauseMs),
      fault: anyFault(random, upTo),
    })),
  ]
}

function anyFault(random: Random, upTo: (most: number) => number): Fault {
  const side = (): Side => (random.chance(0.7) ? 'hall' : 'server')
  const ms = () => 10 + upTo(longestAwayMs)
  const tickets = () => 5 + upTo(120)
  const make = random.pick<() => Fault>([
    { weight: 5, value: () => ({ kind: 'work', tickets: tickets() }) },
    { weight: 2, value: () => ({ kind: 'cut', side: side() }) },
    { weight: 2, value: () => ({ kind: 'halve', side: side() }) },
    { weight: 2, value: () => ({ kind: 'half-open', side: side() }) },
    { weight: 2, value: () => ({ kind: 'stall', side: side(), ms: ms() }) },
    { weight: 1, value: () => ({ kind: 'broker', signal: 'SIGTERM', ms: ms() }) },
    { weight: 1, value: () => ({ kind: 'broker', signal: 'SIGKILL', ms: ms() }) },
    { weight: 1, value: () => ({ kind: 'broker-frozen', ms: ms() }) },
    { weight: 2, value: () => ({ kind: 'hall-killed', tickets: tickets() }) },
    { weight: 1, value: () => ({ kind: 'hall-restored', tickets: tickets() }) },
    { weight: 1, value: () => ({ kind: 'server-restarted' }) },
  ])
  return make()
}

export function inWords({ afterMs, fault: { kind, ...more } }: Step): string {
  return `+${afterMs} ms ${[kind, ...Object.values(more)].join(' ')}`
}
