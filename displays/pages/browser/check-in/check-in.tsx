/** The touch page of booked visitors: a code in, a number out. Standing, with gloves, without reading much. */
import './check-in.css'
import type { ApiError, HallView } from '../../../../controller/api/views.ts'
import { aheadWords, bookedWords, type Issued, nextStep, waitWords } from '../issued.ts'
import { Clock, Connecting, Logo, mount, Pictogram, StaleBanner } from '../parts.tsx'
import { again, busy, code, erase, live, outcome, startAgain, submit, type } from './entry.ts'

const rows = ['1234567890', 'QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM-']

function Keys() {
  return (
    <div class="board">
      {rows.map((row) => (
        <div key={row}>
          {[...row].map((character) => (
            <button type="button" key={character} disabled={busy.value} onClick={() => type(character)}>
              {character}
            </button>
          ))}
          {row.endsWith('-') && (
            <button type="button" class="erase" disabled={busy.value} onClick={erase}>
              Xóa
            </button>
          )}
        </div>
      ))}
    </div>
  )
}

function Enter({ view }: { view: HallView }) {
  const noPaper = view.printers.length > 0 && view.printers.every(({ ready }) => !ready)
  return (
    <section class="enter">
      <h2>Nhận số theo lịch hẹn</h2>
      <p>Quét mã trên giấy hẹn, hoặc bấm mã lịch hẹn rồi bấm “Nhận số”.</p>
      {view.day === null && <p class="warn">Trung tâm hiện không nhận giao dịch.</p>}
      {noPaper && view.day !== null && (
        <p class="warn">Máy in phiếu đang tạm ngừng. Xin gặp cán bộ hướng dẫn.</p>
      )}
      <div class="line">
        <output aria-label="Mã lịch hẹn">{code.value || <i>Mã lịch hẹn</i>}</output>
        <button
          type="button"
          class="go"
          disabled={busy.value || code.value === ''}
          onClick={() => void submit()}
        >
          {busy.value ? 'Đang xử lý…' : 'Nhận số'}
        </button>
      </div>
      <Keys />
    </section>
  )
}

function Got({ ticket, view }: { ticket: Issued; view: HallView }) {
  const service = view.services.find(({ id }) => id === ticket.service)
  const failed = view.unclaimed.some(({ id }) => id === ticket.id)
  return (
    <section class="got" style={{ '--service': service?.colour ?? '#1f4e79' }} aria-live="assertive">
      <p class="service">
        {service && <Pictogram name={service.pictogram} />}
        {service?.name ?? ticket.service}
      </p>
      <p class="caption">Số thứ tự</p>
      <p class="number">{ticket.number}</p>
      <p class="booked">{bookedWords(ticket)}</p>
      <p class="ahead">{aheadWords(ticket.ahead)}</p>
      <p class="wait">
        {service?.open === false ? 'Chưa có quầy nào mở cho nội dung này.' : waitWords(ticket)}
      </p>
      {failed ? (
        <p class="warn">
          Phiếu chưa in được. Xin nhớ số <b>{ticket.number}</b> và báo cán bộ hướng dẫn.
        </p>
      ) : (
        <p class="note">{ticket.slip ? 'Xin lấy phiếu và chờ gọi số.' : 'Xin nhớ số này và chờ gọi số.'}</p>
      )}
      <button type="button" class="go" onClick={startAgain}>
        Xong
      </button>
    </section>
  )
}

function Refused({ error, typed }: { error: ApiError; typed: string }) {
  const lost = error.refused === 'unreachable'
  const said = lost
    ? 'Chưa kết nối được với máy chủ.'
    : error.refused === 'malformed'
      ? 'Mã lịch hẹn không hợp lệ.'
      : error.message.vi
  return (
    <section class="refused" role="alert">
      <h2>{said}</h2>
      <p class="typed">{typed}</p>
      <p>{nextStep(error)}</p>
      <button type="button" class="go" onClick={lost ? again : startAgain}>
        {lost ? 'Thử lại' : 'Nhập lại'}
      </button>
    </section>
  )
}

function Page() {
  const view = live.hall.value
  if (!view) return <Connecting live={live} />
  const done = outcome.value
  return (
    <main class="kiosk">
      <header>
        <Logo src={view.site.logo} name={view.site.name} />
        <h1>{view.site.name}</h1>
        <Clock live={live} />
      </header>
      {done === null ? (
        <Enter view={view} />
      ) : 'ticket' in done ? (
        <Got ticket={done.ticket} view={view} />
      ) : (
        <Refused error={done.error} typed={done.code} />
      )}
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Page />)
