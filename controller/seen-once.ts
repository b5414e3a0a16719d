/** Remembers the ids of reports already acted on: over a network one may come twice. */

const remembered = 500

/** Answers whether an id was asked about before, among the last 500. */
export function openSeenOnce(): (id: string) => boolean {
  const seen = new Set<string>()
  return (id) => {
    if (seen.has(id)) return true
    seen.add(id)
    for (const oldest of seen) {
      if (seen.size <= remembered) break
      seen.delete(oldest)
    }
    return false
  }
}
