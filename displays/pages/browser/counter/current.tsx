/** The ticket at the counter, readable from a chair away; without one, why. */
import { Pictogram } from '../parts.tsx'
import { elapsed, shutWords, timeOf } from '../words.ts'
import { type Desk, live, openOrClose, pauseOrContinue, steps } from './desk.ts'

function Idle({ counter, staff }: Desk) {
  const { state } = counter
  const reason = staff?.reasons.pause.find(({ code }) => code === counter.pausedFor)?.vi ?? counter.pausedFor
  return (
    <section class={`current ${state === 'open' ? 'none' : state}`}>
      <p class="state">{shutWords[state] ?? (counter.lastNumber ? 'Quầy đang trống' : 'Chưa gọi số nào')}</p>
      {state === 'paused' && reason && <p class="reason">{reason}</p>}
      {counter.lastNumber && <p class="service">Số gọi gần nhất: {counter.lastNumber}</p>}
      {state !== 'open' && (
        <button
          type="button"
          class="again"
          disabled={steps.busy.value}
          onClick={state === 'paused' ? pauseOrContinue : openOrClose}
        >
          {state === 'paused' ? 'Tiếp tục làm việc' : 'Mở quầy'} <kbd>{state === 'paused' ? 'P' : 'O'}</kbd>
        </button>
      )}
    </section>
  )
}

function Elapsed({ since }: { since: string }) {
  return <b class="elapsed">{elapsed(live.now.value - Date.parse(since))}</b>
}

export function Current({ desk }: { desk: Desk }) {
  const { counter, view } = desk
  const ticket = counter.ticket
  if (!ticket) return <Idle {...desk} />
  const service = view.services.find((one) => one.id === ticket.service)
  return (
    <section class={`current ${ticket.state}`} style={{ '--service': service?.colour ?? '#0b2b4b' }}>
      <p class="state">
        <span>{ticket.state === 'called' ? 'Đang gọi' : 'Đang phục vụ'}</span>
        {ticket.state === 'called' && ticket.calls > 1 && <span>lần {ticket.calls}</span>}
        <Elapsed since={ticket.startedAt ?? ticket.calledAt} />
      </p>
      <p class="number" data-long={ticket.number.length > 4 || undefined}>
        {ticket.number}
      </p>
      <p class="service">
        {service && <Pictogram name={service.pictogram} />}
        <span>{service?.name ?? ticket.service}</span>
      </p>
      <p class="issued">Lấy số lúc {timeOf(ticket.issuedAt)}</p>
      {ticket.slipDoubtful && <p class="doubt">Phiếu có thể chưa in ra: xin hỏi số, không hỏi phiếu.</p>}
    </section>
  )
}
