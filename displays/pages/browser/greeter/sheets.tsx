/** What opens over the page: one ticket and what may be done with it. */
import type { HallView, StaffView } from '../../../../controller/api/views.ts'
import { type ComponentChildren, signal } from '../preact.ts'
import { timeOf } from '../words.ts'
import { companion, link, type Sheet, settle, sheet, tell, type WaitingTicket } from './act.ts'
import { Booking, Unverified } from './booking.tsx'
import { Choices, Told } from './choices.tsx'
import { classWords, nameOf } from './tickets.tsx'

type Views = { view: HallView; staff: StaffView }
const shut = () => {
  sheet.value = null
}
/** The reason chosen for a change; null: the usual one. */
const reason = signal<string | null>(null)

export function Sheets({ view, staff }: Views) {
  const open = sheet.value
  if (!open) return null
  const content = contentOf(open, { view, staff })
  if (!content) return null
  return (
    <div class="sheet" role="dialog" aria-label={content.title}>
      <header>
        <h2>{content.title}</h2>
        <button type="button" onClick={shut}>
          Đóng
        </button>
      </header>
      {content.body}
    </div>
  )
}

function contentOf(open: Sheet, views: Views): { title: string; body: ComponentChildren } | null {
  if (open.kind === 'story')
    return { title: `Số ${open.story.number} hôm nay`, body: <Told story={open.story} /> }
  if (open.kind === 'booking') return { title: 'Nhận số theo lịch hẹn', body: <Booking /> }
  if (open.kind === 'unverified')
    return {
      title: `Không có lịch hẹn ${open.code} ở đây`,
      body: <Unverified view={views.view} code={open.code} time={open.time} />,
    }
  const ticket = views.staff.waiting.find(({ id }) => id === open.ticket)
  // It was called meanwhile: nothing of this may be done any more.
  if (!ticket) return { title: 'Số này không còn chờ', body: null }
  const { number } = ticket
  switch (open.kind) {
    case 'ticket':
      return { title: `Số ${number}`, body: <Ticket ticket={ticket} {...views} /> }
    case 'void':
      return {
        title: `Hủy số ${number} – lý do`,
        body: (
          <Choices
            list={views.staff.reasons.void.map(({ code, vi }) => ({
              key: code,
              words: vi,
              take: () => void settle(ticket.id, 'void', { reason: code }),
            }))}
          />
        ),
      }
    case 'link':
      return {
        title: `Số ${number} cùng một người với số`,
        body: (
          <Choices
            list={views.staff.waiting
              .filter(({ id }) => id !== ticket.id)
              .map((one) => ({
                key: one.id,
                words: one.number,
                note: nameOf(views.view, one.service),
                take: () => void link(ticket.id, one.id),
              }))}
          />
        ),
      }
    default:
      return {
        title: `Đổi số ${number} sang`,
        body: <Change ticket={ticket} {...views} byClass={open.kind === 'class'} />,
      }
  }
}

function Ticket({ ticket, view, staff }: Views & { ticket: WaitingTicket }) {
  const go = (kind: 'change' | 'class' | 'void' | 'link') => () => {
    reason.value = null
    sheet.value = { kind, ticket: ticket.id }
  }
  const more = () => {
    companion.value = { id: ticket.id, number: ticket.number }
    shut()
  }
  return (
    <>
      <p>
        {nameOf(view, ticket.service)}, {classWords[ticket.class]}, lấy số {timeOf(ticket.issuedAt)}
        {ticket.overtakes > 0 && `, bị vượt ${ticket.overtakes}/${staff.maxOvertakes}`}
      </p>
      <Choices
        list={[
          { key: 'change', words: 'Đổi nội dung', note: 'bấm nhầm nút', take: go('change') },
          ...(staff.classes.length > 1 ? [{ key: 'class', words: 'Đổi diện', take: go('class') }] : []),
          { key: 'reprint', words: 'In lại phiếu', take: () => void settle(ticket.id, 'reprint') },
          { key: 'more', words: 'Lấy thêm số cho người này', take: more },
          { key: 'link', words: 'Ghép với số khác', take: go('link') },
          { key: 'void', words: 'Hủy số', take: go('void') },
          { key: 'story', words: 'Ai được gọi trước, vì sao?', take: () => void tell(ticket.id) },
        ]}
      />
    </>
  )
}

function Change(props: Views & { ticket: WaitingTicket; byClass: boolean }) {
  const { ticket, view, staff, byClass } = props
  const reasons = staff.reasons.change
  const usual = byClass ? reasons.find(({ code }) => code === 'priority') : reasons[0]
  const chosen = reason.value ?? (usual ?? reasons[0])?.code ?? ''
  const send = (what: object) => void settle(ticket.id, 'change', { ...what, reason: chosen })
  return (
    <>
      <div class="reasons">
        <span>Lý do</span>
        {reasons.map(({ code, vi }) => (
          <button
            type="button"
            key={code}
            aria-pressed={code === chosen}
            onClick={() => {
              reason.value = code
            }}
          >
            {vi}
          </button>
        ))}
      </div>
      <Choices
        list={
          byClass
            ? staff.classes
                .filter((one) => one !== ticket.class)
                .map((one) => ({ key: one, words: classWords[one], take: () => send({ class: one }) }))
            : view.services
                .filter(({ id }) => id !== ticket.service)
                .map(({ id, shortName, colour, waiting }) => ({
                  key: id,
                  words: shortName,
                  note: `${waiting} chờ`,
                  colour,
                  take: () => send({ service: id }),
                }))
        }
      />
    </>
  )
}
