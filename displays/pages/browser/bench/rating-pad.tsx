/** A pad on which a visitor rates: its buttons with their lights. */
import type { BenchRatingPad } from '../../../../firmware/wire/bench.ts'
import { pressing } from './act.ts'
import { FaultChoice } from './fault.tsx'

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
