/** Times and numbers as Vietnamese readers write them. `ms` is epoch ms; the offset is the server's, never the device's. */
const weekdays = ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy']
const two = (value: number) => String(value).padStart(2, '0')
const local = (ms: number, offsetMinutes: number) => new Date(ms + offsetMinutes * 60_000)

export function clockTime(ms: number, offsetMinutes: number): string {
  const date = local(ms, offsetMinutes)
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
}
export function longDate(ms: number, offsetMinutes: number): string {
  const date = local(ms, offsetMinutes)
  return `${weekdays[date.getUTCDay()]}, ${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`
}
/** "10:42" of an ISO time that carries the site's offset. */
export const timeOf = (iso: string): string => iso.slice(11, 16)

/** Minutes east of UTC that an ISO time carries. */
export function offsetOf(iso: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
}

/** Of another day than today's with its date. */
export function momentOf(iso: string, today: string): string {
  return iso.slice(0, 10) === today.slice(0, 10)
    ? timeOf(iso)
    : `${timeOf(iso)} ngày ${iso.slice(8, 10)}/${iso.slice(5, 7)}`
}

/** "10:42", with its date when that is not today: "10:42 ngày 21/11". */
export function timeWithDay(ms: number, nowMs: number, offsetMinutes: number): string {
  const date = local(ms, offsetMinutes)
  const time = clockTime(ms, offsetMinutes)
  if (longDate(ms, offsetMinutes) === longDate(nowMs, offsetMinutes)) return time
  return `${time} ngày ${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}`
}
/** "4:07", or "1:04:07" from an hour on. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = two(seconds % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}
/** "7,5 phút"; "–" when there is none. */
export function minutes(seconds: number | null): string {
  if (seconds === null) return '–'
  return `${(seconds / 60).toFixed(1).replace('.', ',')} phút`
}
/** "10–20 phút", in whole minutes: a range promises no more than is known. */
export function minutesBetween(lowSeconds: number, highSeconds: number): string {
  const low = Math.floor(lowSeconds / 60)
  return `${low}–${Math.max(low + 1, Math.ceil(highSeconds / 60))} phút`
}
/** A dash ends a line, it never begins one. */
export const unbroken = (name: string): string => name.replace(/ – /g, '\u00a0– ')
/** Why a counter gives nothing now; null while it is open. */
export const shutWords = { open: null, paused: 'Tạm dừng', closed: 'Đóng quầy' } as const
/** "95,2 %", with its denominator beside it elsewhere; "–" of nothing. */
export function share(part: number, total: number): string {
  return total === 0 ? '–' : `${((100 * part) / total).toFixed(1).replace('.', ',')}\u00a0%`
}
/** "4,6/5": the mean of what visitors said, of the most that there is; "–" of nothing. */
export function points({ mean, best }: { mean: number | null; best: number | null }): string {
  return mean === null || best === null ? '–' : `${mean.toFixed(1).replace('.', ',')}/${best}`
}
/** "21/11" of "2026-11-21", with the year when it is not this one. */
export function dayMonth(date: string, nowMs: number, offsetMinutes: number): string {
  const [year, month, day] = date.split('-')
  const thisYear = new Date(nowMs + offsetMinutes * 60_000).getUTCFullYear()
  return `${day}/${month}${Number(year) === thisYear ? '' : `/${year}`}`
}
export const whole = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, '.')
