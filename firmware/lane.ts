/**
 * One device's work, one piece after another, bounded. A piece that fails does not harm the next one, and
 * nothing in one lane delays another.
 */
export type Lane = {
  /** The work's own result; undefined, and the work is not done, when the lane is full. */
  run<T>(work: () => Promise<T>): Promise<T> | undefined
}

export function lane({ limit }: { limit: number }): Lane {
  let tail: Promise<unknown> = Promise.resolve()
  let waiting = 0

  return {
    run(work) {
      if (waiting >= limit) return undefined
      waiting++
      const result = tail.then(work)
      tail = result.then(
        () => waiting--,
        () => waiting--,
      )
      return result
    },
  }
}
