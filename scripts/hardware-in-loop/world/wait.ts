/** Waiting in the guest, where time is virtual: waiting costs nothing, looking costs. */

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks until `probe` answers something; rejects with what it saw last. */
export async function soon<T>(
  what: string,
  probe: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  { withinMs = 15_000, everyMs = 40 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const until = performance.now() + withinMs
  for (;;) {
    const found = await probe()
    if (found) return found
    if (performance.now() > until) throw new Error(`not within ${withinMs / 1000} s: ${what}`)
    await pause(everyMs)
  }
}
