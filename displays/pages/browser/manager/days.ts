/** Ranges of days a manager asks about, as ISO dates; the last day is included. Pure. */
export type Days = { from: string; to: string }

const dayMs = 86_400_000
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The day after a date, or some days before it. */
export const shifted = (date: string, days: number): string => iso(Date.parse(date) + days * dayMs)

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)
/** A range that can be asked for. */
export const areDays = ({ from, to }: Days): boolean => isDate(from) && isDate(to) && from <= to

export function choicesOf(today: string): [words: string, days: Days][] {
  const weekday = (new Date(today).getUTCDay() + 6) % 7
  const monday = shifted(today, -weekday)
  const firstOfMonth = `${today.slice(0, 7)}-01`
  const lastOfMonthBefore = shifted(firstOfMonth, -1)
  const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3)
  return [
    ['Hôm nay', { from: today, to: today }],
    ['Tuần này', { from: monday, to: today }],
    ['Tuần trước', { from: shifted(monday, -7), to: shifted(monday, -1) }],
    ['Tháng này', { from: firstOfMonth, to: today }],
    ['Tháng trước', { from: `${lastOfMonthBefore.slice(0, 7)}-01`, to: lastOfMonthBefore }],
    ['Quý này', { from: `${today.slice(0, 4)}-${String(quarter * 3 + 1).padStart(2, '0')}-01`, to: today }],
    ['Năm nay', { from: `${today.slice(0, 4)}-01-01`, to: today }],
  ]
}
