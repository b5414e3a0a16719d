/** The rows of the side panel's lists. A waiting ticket is chosen first, then called, changed or withdrawn. */
import type { StaffView } from '../../../../controller/api/views.ts'
import { signal } from '../preact.ts'
import { timeOf } from '../words.ts'
import { classWords } from './choices.ts'
import { callChosen, type Desk, openSheet, steps } from './desk.ts'

/** The waiting ticket that was chosen. */
export const selected = signal<string | null>(null)

const colourOf = ({ view }: Desk, service: string) =>
  view.services.find(({ id }) => id === service)?.colour ?? '#8494a3'

type Row = { id: string; number: string; service: string; counter: string | null; at: string; until?: string }
export function Rows(props: {
  desk: Desk
  rows: Row[]
  none: string
  words: string
  note(time: string): string
  take(id: string): void
}) {
  const { desk, rows } = props
  if (rows.length === 0) return <p class="empty">{props.none}</p>
  const spoken = (id: string | null) => desk.view.counters.find((one) => one.id === id)?.spoken
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id} class="row" style={{ '--service': colourOf(desk, row.service) }}>
          <b>{row.number}</b>
          <small>
            {props.note(timeOf(row.until ?? row.at))}
            {row.counter !== null && row.counter !== desk.counter.id && `, quầy ${spoken(row.counter)}`}
          </small>
          <button type="button" disabled={steps.busy.value} onClick={() => props.take(row.id)}>
            {props.words}
          </button>
        </li>
      ))}
    </ul>
  )
}

export function WaitingRows({ desk, rows }: { desk: Desk; rows: StaffView['waiting'] }) {
  const busy = steps.busy.value
  if (rows.length === 0) return <p class="empty">Chưa có ai chờ</p>
  const shortName = (id: string) => desk.view.services.find((one) => one.id === id)?.shortName ?? id
  return (
    <ul>
      {rows.map((row) => (
        <li
          key={row.id}
          class={selected.value === row.id ? 'chosen' : ''}
          style={{ '--service': colourOf(desk, row.service) }}
        >
          <button
            type="button"
            class="row"
            aria-expanded={selected.value === row.id}
            onClick={() => {
              selected.value = selected.value === row.id ? null : row.id
            }}
          >
            <b>{row.number}</b>
            {row.class !== 'ordinary' && <em>{classWords[row.class]}</em>}
            {row.tiedTo !== null && <em>riêng quầy này</em>}
            <small>
              {!row.callable
                ? 'ở quầy khác'
                : row.overtakes > 0
                  ? `bị vượt ${row.overtakes}/${desk.staff?.maxOvertakes}`
                  : timeOf(row.issuedAt)}
            </small>
          </button>
          {selected.value === row.id && (
            <div class="more">
              <p>
                {shortName(row.service)}, lấy số {timeOf(row.issuedAt)}
                {!row.callable && <strong> – người này đang ở quầy khác</strong>}
              </p>
              <button
                type="button"
                class="call"
                disabled={busy || !row.callable}
                onClick={() => callChosen(row.id)}
              >
                Gọi số này
              </button>
              <button type="button" disabled={busy} onClick={() => openSheet('change', row.id)}>
                Đổi
              </button>
              <button type="button" disabled={busy} onClick={() => openSheet('void', row.id)}>
                Hủy
              </button>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
