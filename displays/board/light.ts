/**
 * How bright LED devices are at a time of day. Pure: a table of times, each with the percentage of a device's own
 * brightness that holds from then on. It knows no device and no clock.
 */
export type Dimming = readonly { from: string; percent: number }[]

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** The percentage at a minute of the day; before the first entry the last one of the day before still holds. */
export function lightAt(dimming: Dimming, minute: number): number {
  const sorted = [...dimming].sort((a, b) => minuteOf(a.from) - minuteOf(b.from))
  const now = sorted.filter(({ from }) => minuteOf(from) <= minute).at(-1) ?? sorted.at(-1)
  return now?.percent ?? 100
}
