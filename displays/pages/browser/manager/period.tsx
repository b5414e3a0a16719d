/** Figures of several days: asked for when the manager wants them, read here or taken along to Excel. */
import type { ApiError, PeriodFigures, PeriodRow } from '../../../../controller/api/views.ts'
import { get } from '../api.ts'
import type { Live } from '../live.ts'
import { useSignal, useSignalEffect } from '../preact.ts'
import { minutes, share, unbroken, whole } from '../words.ts'
import { areDays, choicesOf, type Days, shifted } from './days.ts'

/** A year is counted for some twenty seconds the first time. */
const limitMs = 120_000

const keys = {
  service: 'Nội dung',
  counter: 'Quầy',
  officer: 'Cán bộ',
  day: 'Ngày',
  hour: 'Giờ',
  source: 'Nơi lấy số',
  class: 'Diện',
  agency: 'Cơ quan',
} as const
type Key = keyof typeof keys
type Asked = { days: Days; by: Key }

const queryOf = ({ days, by }: Asked) => `from=${days.from}&to=${shifted(days.to, 1)}&by=${by}`

const dayOf = (date: string) => date.split('-').reverse().join('/')
const nameOf = (by: string, { name }: PeriodRow) => (by === 'day' ? dayOf(name) : unbroken(name))

function Cells({ row }: { row: PeriodRow }) {
  const { waiting, overLimit, service, ratings } = row
  return (
    <>
      <td class="figure">{whole(row.issued)}</td>
      <td class="figure">{whole(row.finished)}</td>
      <td class="figure">{whole(row.noShow)}</td>
      <td class="figure strong">{minutes(waiting.mean)}</td>
      <td class="figure">{minutes(waiting.p90)}</td>
      <td class="figure">{minutes(waiting.max)}</td>
      <td class={`figure ${overLimit.n > 0 ? 'over' : ''}`}>
        {whole(overLimit.n)} <small>/ {whole(overLimit.of)}</small>
      </td>
      <td class="figure">{share(overLimit.n, overLimit.of)}</td>
      <td class="figure">{minutes(service.mean)}</td>
      <td class="figure">
        {share(ratings.satisfied.n, ratings.satisfied.of)} <small>/ {whole(ratings.n)}</small>
      </td>
    </>
  )
}

function Table({ figures, limitSeconds }: { figures: PeriodFigures; limitSeconds: number }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{keys[figures.by as Key]}</th>
          <th scope="col">Lượt lấy số</th>
          <th scope="col">Đã xong</th>
          <th scope="col">Vắng mặt</th>
          <th scope="col">Chờ trung bình</th>
          <th scope="col">90 % chờ không quá</th>
          <th scope="col">Chờ lâu nhất</th>
          <th scope="col">Chờ quá {limitSeconds / 60} phút</th>
          <th scope="col">Tỷ lệ quá {limitSeconds / 60} phút</th>
          <th scope="col">Giao dịch TB</th>
          <th scope="col">Hài lòng / đã đánh giá</th>
        </tr>
      </thead>
      <tbody>
        {figures.rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{nameOf(figures.by, row)}</th>
            <Cells row={row} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{figures.total.name}</th>
          <Cells row={figures.total} />
        </tr>
      </tfoot>
    </table>
  )
}

function Answer({ asked, limitSeconds }: { asked: Asked; limitSeconds: number }) {
  const figures = useSignal<PeriodFigures | null>(null)
  const error = useSignal<ApiError | null>(null)
  useSignalEffect(() => {
    let left = false
    void get<PeriodFigures>(`/api/figures?${queryOf(asked)}&limitSeconds=${limitSeconds}`, limitMs).then(
      (answer) => {
        if (left) return
        if (answer.ok) figures.value = answer.value
        else error.value = answer.error
      },
    )
    return () => {
      left = true
    }
  })
  if (error.value) return <p role="alert">{error.value.message.vi}</p>
  if (!figures.value)
    return (
      <p class="empty" role="status">
        Đang tính…
      </p>
    )
  if (figures.value.total.entered === 0) return <p class="empty">Không có lượt nào trong những ngày này.</p>
  return (
    <>
      <div class="panel">
        <Table figures={figures.value} limitSeconds={limitSeconds} />
      </div>
      <p class="take">
        Thời gian chờ tính từ lúc cấp số đến lúc bắt đầu giao dịch, của các lượt đã bắt đầu.
        <a href={`/api/figures.csv?${queryOf(asked)}&limitSeconds=${limitSeconds}`} download>
          Tải cho Excel
        </a>
        <a href={`/api/figures.csv?${queryOf(asked)}&limitSeconds=${limitSeconds}&excel=en`} download>
          Excel cài vùng tiếng Anh
        </a>
      </p>
    </>
  )
}

export function Period({ live, limitSeconds }: { live: Live; limitSeconds: number }) {
  const asked = useSignal<Asked | null>(null)
  // The hall's date, not that of the computer the page stands on.
  const today = new Date(live.now.value + live.offsetMinutes.value * 60_000).toISOString().slice(0, 10)
  const now = asked.value
  const change = (part: Partial<Asked>) => {
    if (asked.value) asked.value = { ...asked.value, ...part }
  }
  return (
    <>
      <button
        type="button"
        class="open-period"
        onClick={() => {
          asked.value ??= { days: choicesOf(today)[3]?.[1] ?? { from: today, to: today }, by: 'service' }
        }}
      >
        Số liệu nhiều ngày
      </button>
      {now && (
        <dialog
          class="period"
          aria-label="Số liệu nhiều ngày"
          ref={(dialog) => {
            if (dialog && !dialog.open) dialog.showModal()
          }}
          onClose={() => {
            asked.value = null
          }}
        >
          <form method="dialog">
            <h2>
              Số liệu từ {dayOf(now.days.from)} đến hết {dayOf(now.days.to)}
            </h2>
            <button type="submit">Đóng</button>
          </form>
          <div class="choose">
            {choicesOf(today).map(([words, days]) => (
              <button
                type="button"
                key={words}
                aria-pressed={days.from === now.days.from && days.to === now.days.to}
                onClick={() => change({ days })}
              >
                {words}
              </button>
            ))}
          </div>
          <div class="choose">
            <label>
              Từ ngày
              <input
                type="date"
                max={today}
                value={now.days.from}
                onChange={(event) => change({ days: { ...now.days, from: event.currentTarget.value } })}
              />
            </label>
            <label>
              Đến hết ngày
              <input
                type="date"
                max={today}
                value={now.days.to}
                onChange={(event) => change({ days: { ...now.days, to: event.currentTarget.value } })}
              />
            </label>
            <label>
              Theo
              <select value={now.by} onChange={(event) => change({ by: event.currentTarget.value as Key })}>
                {Object.entries(keys).map(([key, words]) => (
                  <option key={key} value={key}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
          </div>
          {areDays(now.days) ? (
            <Answer key={queryOf(now)} asked={now} limitSeconds={limitSeconds} />
          ) : (
            <p role="alert">Ngày đầu phải trước hoặc trùng ngày cuối.</p>
          )}
        </dialog>
      )}
    </>
  )
}
