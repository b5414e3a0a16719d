/** A booked visitor at the greeter's: the code, and what to do when it is unknown here. */
import type { HallView } from '../../../../controller/api/views.ts'
import { useSignal } from '../preact.ts'
import { admit, busy, checkInBooked } from './act.ts'
import { Choices } from './choices.tsx'

export function Booking() {
  const code = useSignal('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (code.value.trim() !== '') void checkInBooked(code.value.trim())
      }}
    >
      <label>
        Mã lịch hẹn (quét hoặc gõ)
        <input
          ref={(input) => input?.focus()}
          maxLength={40}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            code.value = event.currentTarget.value
          }}
        />
      </label>
      <button type="submit" class="main" disabled={busy.value}>
        Nhận số
      </button>
    </form>
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
          type="time"
          required
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
            if (booked.value !== '') void admit(code, id, booked.value)
          },
        }))}
      />
    </>
  )
}
