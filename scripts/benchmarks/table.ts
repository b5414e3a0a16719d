/** What a measurement answers, its quantiles, and how it is printed. */
export type Spread = { n: number; p50: number; p99: number }
export type Aim = { text: string; met: boolean }
export type Result = { title: string; head: string[]; rows: string[][]; aims: Aim[]; notes?: string[] }

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { n: sorted.length, p50: at(0.5), p99: at(0.99) }
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`
export const times = (ratio: number): string => `${ratio.toFixed(1)}×`

export function table({ title, head, rows, aims, notes = [] }: Result): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [
    `### ${title}`,
    '',
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(line),
    '',
    ...notes.map((note) => `${note}\n`),
    ...aims.map(({ text, met }) => `- ${met ? 'met' : '**missed**'}: ${text}`),
  ].join('\n')
}
