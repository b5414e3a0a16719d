/**
 * Numbers between 0 and 1 that stand in for chance. For each draw the runs of a play-forward share the range
 * evenly among them (a Latin square), in an order that looks like chance and is always the same: so few runs
 * give a steady answer, and the same state gives the same estimate.
 */
export const runs = 40
/** Draws of one run before they repeat. */
const depth = 512

const shares = fill()

function fill(): Float64Array {
  const table = new Float64Array(runs * depth)
  const random = mulberry32(20_251)
  for (let nth = 0; nth < depth; nth++) {
    const order = Array.from({ length: runs }, (_, run) => run)
    for (let last = runs - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1))
      ;[order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0]
    }
    for (let run = 0; run < runs; run++) table[nth * runs + run] = ((order[run] ?? 0) + random()) / runs
  }
  return table
}

export function shareOf(run: number, nth: number): number {
  return shares[(nth % depth) * runs + run] ?? 0.5
}

/** A generator of 32 bits of state (public domain, T. Ettinger); good enough to shuffle. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
