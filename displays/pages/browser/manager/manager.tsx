/** The manager's day at a glance. Shows figures the hall made; makes none itself. */
import './manager.css'
import './period.css'
import type { ManagerView, RatingFigures } from '../../../../controller/api/views.ts'
import { type Live, openLive } from '../live.ts'
import { Clock, Connecting, mount, StaleBanner } from '../parts.tsx'
import { unwritten } from '../unwritten.ts'
import { longDate, minutes, points, share, whole } from '../words.ts'
import { Devices } from './health.tsx'
import { Links } from './links.tsx'
import { Period } from './period.tsx'
import { Counters, Services } from './tables.tsx'

/** Of how many the share is, and how many were asked. */
const rated = (ratings: RatingFigures) =>
  ratings.n === 0
    ? 'chưa có đánh giá'
    : `${whole(ratings.n)}/${whole(ratings.of)} lượt, điểm ${points(ratings)}`

function Totals({ view }: { view: ManagerView }) {
  const { total, limitSeconds } = view
  const { ratings } = total
  const longest = Math.max(0, ...view.services.map((service) => service.longestWaitSeconds ?? 0))
  const tiles: [string, string, string, boolean][] = [
    ['Đang chờ', whole(total.waiting), `lâu nhất ${minutes(longest || null)}`, longest > limitSeconds],
    ['Đang phục vụ', whole(total.serving), '', false],
    [
      'Chờ trung bình',
      minutes(total.wait.meanSeconds),
      `của ${whole(total.wait.n)} lượt`,
      (total.wait.meanSeconds ?? 0) > limitSeconds,
    ],
    [
      'Chờ lâu nhất',
      minutes(total.wait.maxSeconds),
      'trong hôm nay',
      (total.wait.maxSeconds ?? 0) > limitSeconds,
    ],
    [
      `Quá ${limitSeconds / 60} phút`,
      whole(total.overLimit.n),
      `trên ${whole(total.overLimit.of)} lượt`,
      total.overLimit.n > 0,
    ],
    ['Đã cấp', whole(total.issued), `đã xong ${whole(total.finished)}`, false],
    ['Vắng mặt', whole(total.noShow), `đã hủy ${whole(total.voided)}`, false],
    ['Hài lòng', share(ratings.satisfied, ratings.n), rated(ratings), false],
  ]
  return (
    <ul class="totals">
      {tiles.map(([name, value, note, alarm]) => (
        <li key={name} class={alarm ? 'over' : ''}>
          <span>{name}</span>
          <b>{value}</b>
          <small>{note}</small>
        </li>
      ))}
    </ul>
  )
}

/** The longest waits first; the table names the others. */
const mostNamed = 2

function Manager({ live }: { live: Live }) {
  const view = live.manager.value
  const name = live.hall.value?.site.name ?? ''
  const notices = live.hall.value?.notices ?? []
  if (!view) return <Connecting live={live} />
  const { failure } = view.journal
  // That it is full says more than that it soon will be.
  const filling = failure ? null : view.disk.message
  const soon = view.services
    .filter(({ expected }) => (expected?.midSeconds ?? 0) > view.limitSeconds)
    .sort((a, b) => (b.expected?.midSeconds ?? 0) - (a.expected?.midSeconds ?? 0))
  const alarmed = notices.length > 0 || filling !== null || soon.length > 0
  return (
    <main class={`day ${alarmed ? 'noticed' : ''}`}>
      <header>
        <h1>Số liệu trong ngày</h1>
        <p class="whose">{name}</p>
        <Period live={live} limitSeconds={view.limitSeconds} />
        <span>{live.now.value === 0 ? '' : longDate(live.now.value, live.offsetMinutes.value)}</span>
        <Clock live={live} />
      </header>
      {alarmed && (
        <div class="alarms" role="alert">
          {notices.map(({ code, message }) => (
            <p key={message.vi}>
              {code === 'not-recorded' && failure
                ? `${unwritten[failure.reason].what} ${unwritten[failure.reason].todo}`
                : message.vi}
            </p>
          ))}
          {filling && <p class={view.disk.level === 'low' ? 'soon' : ''}>{filling.vi}</p>}
          {soon.length > 0 && (
            <p class="soon">
              Lấy số bây giờ dự kiến chờ quá {view.limitSeconds / 60} phút, nên mở thêm quầy:{' '}
              {soon
                .slice(0, mostNamed)
                .map(({ name }) => name)
                .join('; ')}
              {soon.length > mostNamed && ` và ${soon.length - mostNamed} nội dung khác`}
            </p>
          )}
        </div>
      )}
      <Totals view={view} />
      <Services view={view} />
      <Counters view={view} />
      <div class="aside">
        <Devices view={view} />
        <Links view={view} />
      </div>
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Manager live={openLive(['hall', 'manager'])} />)
