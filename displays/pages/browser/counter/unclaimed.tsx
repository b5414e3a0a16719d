/** Tickets whose slip did not come out: the visitor is here, prints again, or has gone. */
import type { HallView } from '../../../../controller/api/views.ts'
import { signal } from '../preact.ts'
import { timeOf } from '../words.ts'
import type { Steps } from './steps.ts'

/** The ticket whose withdrawal was asked once; it takes a second press. */
const doomed = signal<string | null>(null)

export function Unclaimed({ view, steps }: { view: HallView; steps: Steps }) {
  const busy = steps.busy.value
  return (
    <div class="unclaimed">
      {view.unclaimed.length === 0 && <p class="empty">Không có phiếu in lỗi</p>}
      <ul>
        {view.unclaimed.map((ticket) => (
          <li key={ticket.id}>
            <b>{ticket.number}</b>
            <time>{timeOf(ticket.issuedAt)}</time>
            <button type="button" disabled={busy} onClick={() => steps.settle(ticket.id, 'claim')}>
              Nhận
            </button>
            <button type="button" disabled={busy} onClick={() => steps.settle(ticket.id, 'reprint')}>
              In lại
            </button>
            <button
              type="button"
              class={doomed.value === ticket.id ? 'sure' : ''}
              disabled={busy}
              onBlur={() => {
                doomed.value = null
              }}
              onClick={() => {
                if (doomed.value === ticket.id)
                  void steps.settle(ticket.id, 'void', { reason: 'slip-failed' })
                doomed.value = doomed.value === ticket.id ? null : ticket.id
              }}
            >
              {doomed.value === ticket.id ? 'Hủy hẳn' : 'Hủy'}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
