/** Giving a number: the services as large keys, the class, whose companion, where the slip comes out. */
import type { HallView, StaffView } from '../../../../controller/api/views.ts'
import { aheadWords, bookedWords, waitWords } from '../issued.ts'
import { Pictogram } from '../parts.tsx'
import { unbroken } from '../words.ts'
import { busy, companion, giveNumber, issued, priority, sheet, station, stationNow } from './act.ts'

export function Give({ view, staff }: { view: HallView; staff: StaffView | null }) {
  const down = view.printers.find(({ station: at }) => at === stationNow())?.ready === false
  return (
    <section class="give">
      <div class="options">
        <h2>Lấy số</h2>
        {staff?.classes.includes('priority') && (
          <button
            type="button"
            aria-pressed={priority.value}
            onClick={() => {
              priority.value = !priority.value
            }}
          >
            Diện ưu tiên
          </button>
        )}
        {companion.value && (
          <button
            type="button"
            aria-pressed="true"
            onClick={() => {
              companion.value = null
            }}
          >
            Cùng người với {companion.value.number} ✕
          </button>
        )}
        <button
          type="button"
          class="booking"
          onClick={() => {
            sheet.value = { kind: 'booking' }
          }}
        >
          Lịch hẹn
        </button>
        {view.printers.length > 1 && (
          <select
            aria-label="Nơi in phiếu"
            value={stationNow() ?? ''}
            onChange={(event) => {
              station.value = event.currentTarget.value
            }}
          >
            {view.printers.map((one) => (
              <option key={one.station} value={one.station}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </div>
      {down && <p class="warn">Máy in phiếu ở đây đang tạm ngừng: kiểm tra giấy và nắp máy.</p>}
      <ul class="services">
        {view.services.map((service) => (
          <li key={service.id}>
            <button
              type="button"
              disabled={busy.value}
              style={{ '--service': service.colour }}
              onClick={() => void giveNumber(service.id)}
            >
              <Pictogram name={service.pictogram} />
              <b>{unbroken(service.shortName)}</b>
              <small>{service.waiting} chờ</small>
              {!service.open && <small class="shut">chưa có quầy mở</small>}
            </button>
          </li>
        ))}
      </ul>
      <Last view={view} />
    </section>
  )
}

function Last({ view }: { view: HallView }) {
  const ticket = issued.value
  if (!ticket) return <p class="last none">Chọn nội dung để lấy số cho người dân.</p>
  const service = view.services.find(({ id }) => id === ticket.service)
  const failed = view.unclaimed.some(({ id }) => id === ticket.id)
  const slip = failed
    ? 'Phiếu in lỗi: xem thẻ “Phiếu lỗi”.'
    : ticket.slip
      ? 'Phiếu đang in.'
      : 'Không in phiếu.'
  return (
    <div class={`last ${failed ? 'failed' : ''}`} role="status">
      <b>{ticket.number}</b>
      <p>
        {service?.shortName ?? ticket.service}
        {ticket.class === 'priority' && ', ưu tiên'}
        {ticket.class === 'booked' && ', đã đặt lịch'}
        <br />
        {aheadWords(ticket.ahead)}. {service?.open === false ? 'Chưa có quầy mở.' : waitWords(ticket)}
        <br />
        {bookedWords(ticket)} <span>{slip}</span>
      </p>
      <button
        type="button"
        onClick={() => {
          companion.value = { id: ticket.id, number: ticket.number }
        }}
      >
        Lấy thêm số cho người này
      </button>
    </div>
  )
}
