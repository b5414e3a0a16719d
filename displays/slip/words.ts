/** The slip's words: pure text from data, in Vietnamese. Where they stand is the layout's business. */

/** "10:42" and "23/11/2026" as the site's wall clock shows them, whatever zone the process runs in. */
export function timeAndDate(iso: string, timeZone: string): { time: string; date: string } {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) throw new RangeError(`not a time: ${iso}`)
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((p) => p.type === type)?.value ?? ''
  return {
    time: `${part('hour')}:${part('minute')}`,
    date: `${part('day')}/${part('month')}/${part('year')}`,
  }
}

export function aheadLine(ahead: number): string {
  return ahead <= 0 ? 'Không có người chờ trước' : `Số người chờ trước: ${ahead}`
}

/** A range in steps that promise no more than is known; null when the turn is near anyway. */
export function waitLine({ low, high }: { low: number; high: number }): string | null {
  const step = high > 30 * 60 ? 10 : 5
  const from = Math.floor(low / 60 / step) * step
  const to = Math.max(Math.ceil(high / 60 / step) * step, from + step)
  if (to <= 5) return 'Dự kiến chờ: dưới 5 phút'
  return from === 0 ? `Dự kiến chờ: dưới ${to} phút` : `Dự kiến chờ: ${from}–${to} phút`
}

export const noCounterOpenLine = 'Chưa có quầy nào mở cho nội dung này'
export const mayNotFitLine = 'Có thể không kịp trong buổi này'

/** "Quầy 1, 3, 5", neighbours together as "Quầy 1–7"; null without any. */
export function counterLine(spoken: readonly string[], most = 6): string | null {
  const sorted = [...new Set(spoken)].sort(
    (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1),
  )
  const runs: string[][] = []
  for (const counter of sorted) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    const follows =
      before !== undefined &&
      /^\d+$/.test(before) &&
      /^\d+$/.test(counter) &&
      Number(counter) === Number(before) + 1
    if (run && follows) run.push(counter)
    else runs.push([counter])
  }
  const parts = runs.flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run))
  if (parts.length === 0) return null
  const shown = parts.slice(0, most)
  return `Quầy ${shown.join(', ')}${parts.length > most ? ', …' : ''}`
}

export function reprintLine(reprint: { n: number; at: string }, timeZone: string): string {
  return `IN LẠI lần ${reprint.n}, ${timeAndDate(reprint.at, timeZone).time}`
}
