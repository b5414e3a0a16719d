/** The ticket at the counter, readable from a chair away. */
import type { HallView } from '../../../../controller/api/views.ts'
import { Pictogram } from '../parts.tsx'
import { elapsed, timeOf } from '../words.ts'
import type { Counter } from './steps.ts'

export function Current({ counter, view, nowMs }: { counter: Counter; view: HallView; nowMs: number }) {
  const ticket = counter.ticket
  if (!ticket) {
    const closed = counter.state === 'closed'
    return (
      <section class={`current ${closed ? 'closed' : 'none'}`}>
        <p class="state">{closed ? 'Đóng quầy' : 'Chưa gọi số nào'}</p>
        {counter.lastNumber && <p class="service">Số gọi gần nhất: {counter.lastNumber}</p>}
      </section>
    )
  }
  const service = view.services.find((one) => one.id === ticket.service)
  const since = Date.parse(ticket.startedAt ?? ticket.calledAt)
  return (
    <section class={`current ${ticket.state}`} style={{ '--service': service?.colour ?? '#0b2b4b' }}>
      <p class="state">
        <span>{ticket.state === 'called' ? 'Đang gọi' : 'Đang phục vụ'}</span>
        {ticket.state === 'called' && ticket.calls > 1 && <span>lần {ticket.calls}</span>}
        <b class="elapsed">{elapsed(nowMs - since)}</b>
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

export function Waiting({ counter, view }: { counter: Counter; view: HallView }) {
  const given = view.services.filter((service) => counter.services.includes(service.id))
  return (
    <section class="waiting">
      <h2>
        Đang chờ <b>{counter.waiting}</b>
      </h2>
      <ul>
        {given.map((service) => (
          <li key={service.id} style={{ '--service': service.colour }}>
            <span>{service.shortName}</span>
            <b>{service.waiting}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
