/**
 * Chance from a seed: sfc32 (C. Doty-Humphrey, PractRand), 128 bits of state, the same numbers on every machine.
 * Every part of a simulation that should not disturb another gets a generator of its own, by name.
 */
export type Random = {
  /** From 0 up to, not including, 1. */
  share(): number
  between(low: number, high: number): number
  chance(probability: number): boolean
  exponential(mean: number): number
  normal(): number
  /** Positive values with this mean and coefficient of variation. */
  gamma(mean: number, variation: number): number
  poisson(mean: number): number
  /** One of them by weight. */
  pick<T>(choices: readonly { value: T; weight: number }[]): T
}

export function randomOf(...name: (string | number)[]): Random {
  let [a, b, c, d] = seedOf(name.join(' '))
  const share = () => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  for (let turn = 0; turn < 12; turn++) share()

  const between = (low: number, high: number) => low + (high - low) * share()
  const exponential = (mean: number) => -Math.log(1 - share()) * mean
  const normal = () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share())
  /** Marsaglia and Tsang 2000. */
  function gammaOfShape(shape: number): number {
    if (shape < 1) return gammaOfShape(shape + 1) * (1 - share()) ** (1 / shape)
    const scale = shape - 1 / 3
    for (;;) {
      const x = normal()
      const v = (1 + x / Math.sqrt(9 * scale)) ** 3
      if (v > 0 && Math.log(1 - share()) < 0.5 * x * x + scale * (1 - v + Math.log(v))) return scale * v
    }
  }
  return {
    share,
    between,
    chance: (probability) => share() < probability,
    exponential,
    normal,
    gamma: (mean, variation) => gammaOfShape(1 / variation ** 2) * mean * variation ** 2,
    poisson: (mean) => {
      let count = 0
      for (let sum = exponential(1); sum < mean; sum += exponential(1)) count++
      return count
    },
    pick: (choices) => {
      const [first] = choices
      if (!first) throw new Error('nothing to pick from')
      let rest = share() * choices.reduce((sum, { weight }) => sum + weight, 0)
      for (const { value, weight } of choices) {
        rest -= weight
        if (rest < 0) return value
      }
      return first.value
    },
  }
}

/** Four words from a name (FNV-1a, then stirred). */
function seedOf(name: string): [number, number, number, number] {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  const word = () => {
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
    hash ^= hash >>> 15
    return hash | 0
  }
  return [word(), word(), word(), 1]
}
