/** Keypads with digits, and pads on which a visitor rates. */
import type { BenchDigitKeypad, BenchRatingPad } from '../../../../firmware/wire/bench.ts'
import { act, pressing } from './act.ts'
import { FaultChoice } from './fault.tsx'

const words: Record<string, [string, string]> = {
  next: ['TIẾP', 'Gọi số tiếp'],
  recall: ['LẠI', 'Gọi lại'],
  start: ['BĐ/KT', 'Bắt đầu hoặc kết thúc; giữ lâu: vắng mặt'],
  call: ['GỌI #', 'Gọi số vừa nhập'],
  officer: ['CÁN BỘ', 'Đăng nhập bằng số vừa nhập; nhập lại để đăng xuất'],
  clear: ['XÓA *', 'Xóa số vừa nhập'],
}
const noShowHoldMs = 1_500

export function DigitKeypad({ station, device }: { station: string; device: BenchDigitKeypad }) {
  return (
    <div class={`keypad digits ${device.buzzer ? 'buzzing' : ''}`} data-device={device.id}>
      <div class="three" style={{ gridTemplateColumns: `repeat(${device.columns}, 1fr)` }}>
        {device.keys.map((key) => {
          const [text, meaning] = words[key] ?? [key, `Số ${key}`]
          return (
            <button
              key={key}
              type="button"
              title={meaning}
              aria-label={meaning}
              class={device.pressed.includes(key) ? 'pressed' : ''}
              data-key={key}
              {...pressing(station, device.id, key)}
            >
              {text}
            </button>
          )
        })}
      </div>
      <p>
        {device.led !== null && <i class={`answer ${device.led ? 'lit' : ''}`} title="Đèn trả lời" />}
        <button
          type="button"
          class="hold"
          title="Giữ lâu phím BĐ/KT: vắng mặt"
          onClick={() =>
            void act(station, { action: 'hold', device: device.id, key: 'start', ms: noShowHoldMs })
          }
        >
          Giữ lâu
        </button>
        <FaultChoice station={station} device={device.id} fault={device.fault} />
      </p>
    </div>
  )
}

export function RatingPad({ station, device }: { station: string; device: BenchRatingPad }) {
  return (
    <div class="rating" data-device={device.id}>
      <p>
        <small title="1 là mức tốt nhất">Đánh giá</small>
        <FaultChoice station={station} device={device.id} fault={device.fault} />
      </p>
      <div>
        {device.buttons.map((button, n) => (
          <button
            key={String(button.pin)}
            type="button"
            aria-label={`Mức ${n + 1}, đèn ${button.lit ? 'sáng' : 'tắt'}`}
            class={`${button.pressed ? 'pressed' : ''} ${button.lit ? 'lit' : ''}`}
            data-key={n + 1}
            {...pressing(station, device.id, String(n + 1))}
          >
            {n + 1}
          </button>
        ))}
      </div>
    </div>
  )
}
