/** One ticket on the visitor's own phone. Knows the ticket by its token and nothing of the person. */
import './phone.css'
import type { PhoneView } from '../../../../controller/api/views.ts'
import { openLive } from '../live.ts'
import { Connecting, mount, Pictogram, StaleBanner } from '../parts.tsx'
import { effect, signal } from '../preact.ts'
import { timeOf, unbroken } from '../words.ts'
import { Rating } from './rating.tsx'

const token = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const live = openLive(['phone'], token)
/** The stream cannot say that a ticket does not exist, or no longer does; one plain request can. */
const missing = signal(false)
const lookUp = () =>
  fetch(`/api/t/${encodeURIComponent(token)}`)
    .then(({ status }) => {
      missing.value = status === 400 || status === 404
    })
    .catch(() => {})
void lookUp()
setInterval(() => {
  if (live.stale.value !== null) void lookUp()
}, 10_000)

let calledBefore = false
effect(() => {
  const called = live.phone.value?.state === 'called'
  // Browsers allow it only after a touch, and some never: the page itself calls out too.
  if (called && !calledBefore && navigator.userActivation?.hasBeenActive !== false)
    navigator.vibrate?.([400, 200, 400, 200, 800])
  calledBefore = called
})

const waitingNote = ({ counter }: PhoneView) =>
  counter
    ? 'Xin giữ trang này mở và chờ gọi đến quầy này.'
    : 'Xin giữ trang này mở. Khi đến lượt, quầy sẽ hiện tại đây.'

/** A range in whole minutes: nobody is promised a moment. */
function howLong({ estimate, noCounterOpen }: PhoneView): string {
  if (noCounterOpen) return 'Hiện chưa có quầy mở cho nội dung này.'
  if (!estimate) return ''
  const from = Math.floor(estimate.lowSeconds / 60)
  const to = Math.max(from + 1, Math.ceil(estimate.highSeconds / 60))
  return `Dự kiến còn chờ ${from}–${to} phút`
}

function what(view: PhoneView): { title: string; note: string } {
  switch (view.state) {
    case 'waiting':
      return { title: 'Đang chờ', note: waitingNote(view) }
    case 'called':
      return { title: 'Xin mời đến quầy', note: 'Xin mang theo phiếu và hồ sơ.' }
    case 'serving':
      return { title: 'Đang phục vụ', note: '' }
    case 'held':
      return {
        title: view.counter ? `Đang để chờ tại quầy ${view.counter.spoken}` : 'Đang để chờ',
        note: 'Khi chuẩn bị xong, xin quay lại quầy. Không phải lấy số lại.',
      }
    case 'finished':
      return { title: 'Đã kết thúc', note: 'Xin cảm ơn.' }
    case 'no-show':
      return { title: 'Vắng mặt', note: 'Số đã được gọi nhưng chưa thấy đến quầy. Xin hỏi cán bộ hướng dẫn.' }
    case 'voided':
      return { title: 'Số đã hủy', note: 'Xin lấy số mới hoặc hỏi cán bộ hướng dẫn.' }
  }
}

function Ticket({ view }: { view: PhoneView }) {
  const { title, note } = what(view)
  const atCounter = view.counter && (view.state === 'called' || view.state === 'serving')
  return (
    <main class={`${view.state} ${view.rating ? 'rate' : ''}`} style={{ '--service': view.service.colour }}>
      <header>{view.site.name}</header>
      <section class="ticket">
        <p class="service">
          <Pictogram name={view.service.pictogram} />
          {unbroken(view.service.name)}
        </p>
        <p class="caption">Số thứ tự</p>
        <p class="number" style={{ '--characters': Math.max(4, view.number.length) }}>
          {view.number}
        </p>
        <p class="issued">Lấy số lúc {timeOf(view.issuedAt)}</p>
      </section>
      <section class={view.rating ? 'unseen' : 'state'} aria-live="assertive">
        <h1>{title}</h1>
        {view.state === 'waiting' && view.ahead !== null && (
          <p class="ahead">
            Số người chờ trước<b>{view.ahead}</b>
          </p>
        )}
        {view.state === 'waiting' && <p class="estimate">{howLong(view)}</p>}
        {atCounter && view.counter && (
          <p class="counter">
            Quầy<b>{view.counter.spoken}</b>
            {view.counter.floor && <span>Tầng {view.counter.floor}</span>}
          </p>
        )}
        {view.state === 'waiting' && view.counter && (
          <p class="tied">
            Quầy phục vụ: <b>{view.counter.spoken}</b>
            {view.counter.floor && <span>, tầng {view.counter.floor}</span>}
          </p>
        )}
        <p class="note">{note}</p>
      </section>
      {view.rating && <Rating token={token} {...view.rating} />}
      {view.site.hotline && (
        <footer>
          Đường dây nóng: <a href={`tel:${view.site.hotline.replace(/\s/g, '')}`}>{view.site.hotline}</a>
        </footer>
      )}
    </main>
  )
}

function Missing() {
  return (
    <main class="missing">
      <h1>Không tìm thấy số thứ tự này</h1>
      <p>Mỗi phiếu chỉ dùng trong ngày lấy số. Nếu phiếu là của hôm nay, xin hỏi cán bộ hướng dẫn.</p>
    </main>
  )
}

function Page() {
  const view = live.phone.value
  if (missing.value) return <Missing />
  if (!view) return <Connecting live={live} />
  return (
    <>
      <Ticket view={view} />
      <StaleBanner live={live} />
    </>
  )
}

mount(<Page />)
