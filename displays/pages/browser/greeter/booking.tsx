/** A booked visitor at the greeter's: the code, and what to do when it is unknown here. */
import type { HallView } from '../../../../controller/api/views.ts'
import { CodeForm } from '../parts.tsx'
import { useSignal } from '../preact.ts'
import { admit, busy, checkInBooked, said } from './act.ts'
import { Choices } from './choices.tsx'

export function Booking() {
  return (
    <CodeForm
      label="Mã lịch hẹn (quét hoặc gõ)"
      look="main"
      done="Nhận số"
      busy={busy.value}
      take={(code) => void checkInBooked(code)}
    />
  )
}

export function Unverified({ view, code, time }: { view: HallView; code: string; time: string }) {
  const booked = useSignal(time)
  return (
    <>
      <p>
        Kiểm tra giấy hẹn. Nếu đúng, ghi giờ hẹn rồi chọn nội dung: số được ghi là <b>chưa đối chiếu</b>.
      </p>
      <label class="time">
        Giờ hẹn hôm nay
        <input
          inputMode="numeric"
          maxLength={5}
          autocomplete="off"
          placeholder="08:30"
          aria-invalid={!isTime(booked.value)}
          value={booked.value}
          onInput={(event) => {
            booked.value = event.currentTarget.value
          }}
        />
      </label>
      <Choices
        list={view.services.map(({ id, shortName, colour }) => ({
          key: id,
          words: shortName,
          colour,
          take: () => {
            if (isTime(booked.value)) void admit(code, id, booked.value.padStart(5, '0'))
            else said.value = 'Giờ hẹn ghi như 08:30.'
          },
        }))}
      />
    </>
  )
}

/** Not a field of the browser's: that shows hours as the tablet's language does, such as 08:30 PM. */
const isTime = (text: string) => /^([01]?\d|2[0-3]):[0-5]\d$/.test(text)
