/**
 * A distribution of durations, kept as its quantiles: what a draw, a share below and a rest after some elapsed
 * time need. No shape is assumed; only beyond what was ever seen the tail is.
 */
export type QuantileTable = readonly number[]

const steps = 64

/** From observed values, each with a weight. Empty: everything takes no time. */
export function tableOf(values: readonly { seconds: number; weight: number }[]): QuantileTable {
  const sorted = values.filter(({ weight }) => weight > 0).sort((a, b) => a.seconds - b.seconds)
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0)
  const first = sorted[0]?.seconds ?? 0
  const last = sorted.at(-1)?.seconds ?? 0
  const table: number[] = []
  let index = 0
  let below = 0
  // Each value stands at the middle of its weight; between two the table is a straight line.
  let [leftAt, left] = [0, first * 0.9]
  for (let step = 0; step <= steps; step++) {
    const share = step / steps
    for (;;) {
      const value = sorted[index]
      if (!value) break
      const at = (below + value.weight / 2) / total
      if (at >= share) break
      ;[leftAt, left] = [at, value.seconds]
      below += value.weight
      index++
    }
    const right = sorted[index]
    const rightAt = right ? (below + right.weight / 2) / total : 1
    const rightIs = right ? right.seconds : last * 1.1
    const part = rightAt > leftAt ? (share - leftAt) / (rightAt - leftAt) : 1
    table.push(left + (rightIs - left) * Math.min(1, part))
  }
  return table
}

export function meanOf(table: QuantileTable): number {
  let sum = 0
  for (let step = 0; step < steps; step++) sum += (table[step] ?? 0) + (table[step + 1] ?? 0)
  return sum / (2 * steps)
}

/** The value with this share below it. */
export function draw(table: QuantileTable, share: number): number {
  const place = share * steps
  const step = Math.min(steps - 1, Math.floor(place))
  const low = table[step] ?? 0
  return low + ((table[step + 1] ?? low) - low) * (place - step)
}

/** The share below a value. */
export function shareBelow(table: QuantileTable, value: number): number {
  if (value <= (table[0] ?? 0)) return 0
  if (value >= (table[steps] ?? 0)) return 1
  let [low, high] = [0, steps]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((table[middle] ?? 0) <= value) low = middle
    else high = middle
  }
  const from = table[low] ?? 0
  const to = table[high] ?? from
  return (low + (to > from ? (value - from) / (to - from) : 0)) / steps
}

/** What is left when `elapsed` has passed. Past nearly everything seen, half of what has passed, more or less. */
export function drawRest(table: QuantileTable, elapsed: number, share: number): number {
  if (elapsed <= 0) return draw(table, share)
  const passed = shareBelow(table, elapsed)
  if (passed < 0.97) return Math.max(0, draw(table, passed + (1 - passed) * share) - elapsed)
  return -Math.log(1 - share) * elapsed * 0.5
}
