/** Who has which pin of an expander, what each of them knows, and the edges they are told. It speaks to no chip. */
import type { Clock } from '../../hardware/clock.ts'
import { pinsOfChip } from '../../hardware/expander-pins.ts'
import type { ExpanderConfig } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import { wireError } from '../wire/wire-error.ts'
import type { Level, LineOptions } from '../wire/wires.ts'
import type { Sample } from './chip.ts'

export type OnEdge = (level: Level, atMs?: number) => void
type Claim = { onEdge?: OnEdge; known?: Level; isSetUp: boolean; onHealth(health: DeviceHealth): void }

export function claimedPins({ config, clock }: { config: ExpanderConfig; clock: Clock }) {
  const names = pinsOfChip[config.chip]
  const claims = new Map<number, Claim>()
  let sampledAt = clock.monotonicMs()

  function bitOf(pin: string): number {
    const bit = names.indexOf(pin)
    if (bit < 0)
      throw wireError(
        'not-supported',
        `expander ${config.id} (${config.chip}) has no pin ${pin}: ${names.join(', ')}`,
      )
    return bit
  }

  const at = (word: number, bit: number): Level => ((word >> bit) & 1 ? 1 : 0)
  /** What a pin was caught at, or else what it was before. */
  const met = ({ caught }: Sample, bit: number, before: Level) =>
    at(caught.pins, bit) === 1 ? at(caught.levels, bit) : before

  return {
    bitOf,
    claim(pin: string, onHealth: LineOptions['onHealth'] = () => {}): { bit: number; entry: Claim } {
      const bit = bitOf(pin)
      if (claims.has(bit)) throw wireError('disagrees', `pin ${config.id}:${pin} is used twice`)
      const entry: Claim = { isSetUp: false, onHealth }
      claims.set(bit, entry)
      return { bit, entry }
    },
    release: (bit: number) => claims.delete(bit),
    hasInputs: () => [...claims.values()].some(({ onEdge }) => onEdge),
    tell(health: DeviceHealth) {
      for (const { onHealth } of claims.values()) onHealth(health)
    },
    /** The answer is called once the chip is set up as it is wanted now: until then a pin floats. */
    settingUp() {
      const wanted = [...claims.values()]
      return () => {
        for (const claim of wanted) claim.isSetUp = true
      }
    },
    /** When the newest levels were read. */
    sampledAt: () => sampledAt,
    /** Whether handing it on would tell anybody of a change. */
    differs: (sample: Sample): boolean =>
      [...claims].some(
        ([bit, { isSetUp, onEdge, known }]) =>
          isSetUp &&
          onEdge &&
          known !== undefined &&
          (met(sample, bit, known) !== known || at(sample.now, bit) !== known),
      ),
    /** Tells what changed, first what the chip caught, then what stands there now; whether anything had. */
    hand(sample: Sample, caughtAt: number): boolean {
      let changed = false
      sampledAt = clock.monotonicMs()
      for (const [bit, claim] of claims) {
        if (!claim.isSetUp) continue
        const before = claim.known
        claim.known = at(sample.now, bit)
        if (!claim.onEdge || before === undefined) continue
        const first = met(sample, bit, before)
        changed ||= first !== before || claim.known !== first
        if (first !== before) claim.onEdge(first, caughtAt)
        if (claim.known !== first) claim.onEdge(claim.known, sampledAt)
      }
      return changed
    },
  }
}
