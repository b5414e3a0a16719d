/** What the dossier server tells the hall: its figures with their age, and lines that hang for a time. */
import type { HallView } from '../../../../controller/api/views.ts'
import { dayMonth, share, timeWithDay, whole } from '../words.ts'
import { turn } from './current.ts'

const turnMs = 10_000

export function Told({
  view,
  nowMs,
  offsetMinutes,
}: {
  view: HallView
  nowMs: number
  offsetMinutes: number
}) {
  const { dossierFigures: figures } = view
  const posted = view.posted.filter(
    ({ from, until }) =>
      (from === null || Date.parse(from) <= nowMs) && (until === null || nowMs < Date.parse(until)),
  )
  const [line] = turn(posted, 1, nowMs, turnMs)
  if (!figures && !line) return null
  return (
    <section class="told">
      {line && (
        <p class="posted" data-long={line.text.length > 90 ? '' : undefined}>
          {line.text}
        </p>
      )}
      {figures && (
        <p class="dossiers">
          <span>
            Hồ sơ đã giải quyết từ {dayMonth(figures.since, nowMs, offsetMinutes)}:{' '}
            <b>{whole(figures.total)}</b>
          </span>
          <span>
            trước hạn <b>{share(figures.early, figures.total)}</b>
          </span>
          <span>
            đúng hạn <b>{share(figures.onTime, figures.total)}</b>
          </span>
          <span>
            quá hạn <b>{share(figures.overdue, figures.total)}</b>
          </span>
          <span class="age">tính đến {timeWithDay(Date.parse(figures.asOf), nowMs, offsetMinutes)}</span>
        </p>
      )}
    </section>
  )
}
