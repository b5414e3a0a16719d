/** Latencies in one line. */
export function spread(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (part: number) => (sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms (n = ${sorted.length})`
}
