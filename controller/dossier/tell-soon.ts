/** A bell and who hears it: several rings at once are heard once, a little later. */
export function tellSoon(): [ring: () => void, onRing: (listener: () => void) => () => void] {
  const listeners = new Set<() => void>()
  let telling = false
  const ring = () => {
    if (telling) return
    telling = true
    setImmediate(() => {
      telling = false
      for (const listener of listeners) listener()
    })
  }
  return [ring, (listener) => added(listeners, listener)]
}

/** The answer takes it out again. */
export function added<T>(set: Set<T>, item: T): () => void {
  set.add(item)
  return () => set.delete(item)
}
