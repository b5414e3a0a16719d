/** Tickets by number: who waits, who was missed and may come back, whose slip failed. */
import type { HallView, StaffView } from '../../../../controller/api/views.ts'
import { signal } from '../preact.ts'
import { timeOf } from '../words.ts'
import { busy, settle, sheet } from './act.ts'

type Tab = 'waiting' | 'gone' | 'failed'
const tab = signal<Tab>('waiting')
const wanted = signal('')
export const classWords = { ordinary: 'thường', booked: 'đã đặt lịch', priority: 'ưu tiên' } as const

export function Tickets({ view, staff }: { view: HallView; staff: StaffView }) {
  const failed = new Set(view.unclaimed.map(({ id }) => id))
  const fits = ({ number }: { number: string }) => number.includes(wanted.value.trim().toUpperCase())
  const waiting = staff.waiting.filter((one) => !failed.has(one.id) && fits(one))
  const gone = staff.returnable.filter(fits)
  const broken = view.unclaimed.filter(fits)
  const tabs: [Tab, string, number][] = [
    ['waiting', 'Đang chờ', waiting.length],
    ['gone', 'Vắng mặt', gone.length],
    ['failed', 'Phiếu lỗi', broken.length],
  ]
  return (
    <aside>
      <input
        type="search"
        placeholder="Tìm số"
        aria-label="Tìm số"
        autocomplete="off"
        value={wanted.value}
        onInput={(event) => {
          wanted.value = event.currentTarget.value
        }}
      />
      <div class="tabs" role="tablist">
        {tabs.map(([name, words, count]) => (
          <button
            type="button"
            role="tab"
            key={name}
            aria-selected={tab.value === name}
            class={name === 'failed' && count > 0 ? 'alarm' : ''}
            onClick={() => {
              tab.value = name
            }}
          >
            <b>{count}</b> {words}
          </button>
        ))}
      </div>
      <ul class="list">
        {tab.value === 'waiting' &&
          waiting.map((one) => (
            <li key={one.id} style={{ '--service': colourOf(view, one.service) }}>
              <button
                type="button"
                class="row"
                onClick={() => {
                  sheet.value = { kind: 'ticket', ticket: one.id }
                }}
              >
                <b>{one.number}</b>
                <span>{nameOf(view, one.service)}</span>
                {one.class !== 'ordinary' && <em>{classWords[one.class]}</em>}
                {one.linked && <em>ghép</em>}
                <small>{timeOf(one.issuedAt)}</small>
              </button>
            </li>
          ))}
        {tab.value === 'gone' &&
          gone.map((one) => (
            <li key={one.id} class="row" style={{ '--service': colourOf(view, one.service) }}>
              <b>{one.number}</b>
              <span>quay lại đến {timeOf(one.until)}</span>
              <button type="button" disabled={busy.value} onClick={() => void settle(one.id, 'return')}>
                Quay lại
              </button>
            </li>
          ))}
        {tab.value === 'failed' &&
          broken.map((one) => (
            <li key={one.id} class="row" style={{ '--service': colourOf(view, one.service) }}>
              <b>{one.number}</b>
              <span>{timeOf(one.issuedAt)}</span>
              <button type="button" disabled={busy.value} onClick={() => void settle(one.id, 'claim')}>
                Nhận
              </button>
              <button type="button" disabled={busy.value} onClick={() => void settle(one.id, 'reprint')}>
                In lại
              </button>
            </li>
          ))}
        {{ waiting, gone, failed: broken }[tab.value].length === 0 && <li class="empty">Không có số nào</li>}
      </ul>
    </aside>
  )
}

export const nameOf = (view: HallView, id: string) =>
  view.services.find((one) => one.id === id)?.shortName ?? id
const colourOf = (view: HallView, id: string) =>
  view.services.find((one) => one.id === id)?.colour ?? '#8494a3'
