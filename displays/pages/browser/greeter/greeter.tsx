/** The greeter's page, for a tablet in the hand: give numbers, check bookings in, put wrong buttons right. */
import './greeter.css'
import './sheets.css'
import { Clock, Connecting, mount, StaleBanner } from '../parts.tsx'
import { live, said, sheet } from './act.ts'
import { Give } from './give.tsx'
import { Sheets } from './sheets.tsx'
import { Tickets } from './tickets.tsx'

addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return
  sheet.value = null
  said.value = null
})

function Page() {
  const view = live.hall.value
  const staff = live.staff.value
  if (!view || !staff) return <Connecting live={live} />
  return (
    <main class="greeter">
      <header>
        <h1>Bàn hướng dẫn</h1>
        <p>{view.day === null ? 'Trung tâm hiện không nhận giao dịch' : view.site.name}</p>
        <Clock live={live} />
      </header>
      <Give view={view} staff={staff} />
      <Tickets view={view} staff={staff} />
      <Sheets view={view} staff={staff} />
      {said.value && (
        <p class={`said ${sheet.value ? 'above' : ''}`} role="alert">
          {said.value}
          <button
            type="button"
            onClick={() => {
              said.value = null
            }}
          >
            Đóng
          </button>
        </p>
      )}
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Page />)
