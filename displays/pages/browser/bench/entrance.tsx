/** Where tickets come from: the buttons with their rings, and the printers with the slips that came out. */
import type { HallView } from '../../../../controller/api/views.ts'
import type { BenchButton, BenchPrinter } from '../../../../firmware/wire/bench.ts'
import { Pictogram } from '../parts.tsx'
import { signal } from '../preact.ts'
import { unbroken, whole } from '../words.ts'
import { pressing } from './act.ts'
import { FaultChoice, PrinterFaults } from './fault.tsx'
import { Scanner } from './scanner.tsx'
import { Trace } from './trace.tsx'
import { allOf, serviceOf, type WiredBench } from './whose.ts'

export const enlarged = signal<string | null>(null)

function ServiceButton(props: { bench: WiredBench; hall: HallView; station: string; device: BenchButton }) {
  const { device, station } = props
  const service = serviceOf(props.bench, props.hall, station, device.id)
  const ring = device.ring === null ? 'none' : device.ring ? 'lit' : 'dark'
  return (
    <li>
      <button
        type="button"
        class={`push ring-${ring} ${device.pressed ? 'pressed' : ''}`}
        style={{ '--service': service?.colour ?? '#4c6075' }}
        data-device={device.id}
        {...pressing(station, device.id)}
      >
        <span class="cap">{service ? <Pictogram name={service.pictogram} /> : null}</span>
        <span class="text">
          <b>{service ? unbroken(service.shortName) : device.id}</b>
          <small title={String(device.pin)}>
            {typeof device.pin === 'number' ? `GPIO ${device.pin}` : `Chân ${device.pin.split(':')[1]}`}
          </small>
        </span>
      </button>
      <FaultChoice station={station} device={device.id} fault={device.fault} />
    </li>
  )
}

function Printer({ station, device }: { station: string; device: BenchPrinter }) {
  return (
    <section class={`printer ${device.fault === 'none' ? '' : 'broken'}`}>
      <h2>
        Máy in phiếu
        <Trace station={station} device={device.id} />
        <small>
          giấy {device.paperMm} mm, đã nhận {whole(device.bytes)} byte
        </small>
      </h2>
      <PrinterFaults station={station} device={device.id} fault={device.fault} />
      <div class="mouth" />
      <ol class="slips">
        {device.slips.length === 0 && <li class="empty">Chưa có phiếu nào</li>}
        {device.slips.map((slip) => (
          <li key={slip.id} class={slip.cut ? 'cut' : ''}>
            <button
              type="button"
              onClick={() => {
                enlarged.value = slip.picture
              }}
            >
              <img src={slip.picture} alt={`Phiếu ${slip.id}`} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

export function Entrance({ bench, hall }: { bench: WiredBench; hall: HallView }) {
  return (
    <section class="entrance">
      <h2>Nút lấy số</h2>
      <ul class="pushes">
        {allOf(bench, 'service-button').map(({ station, device }) => (
          <ServiceButton key={device.id} bench={bench} hall={hall} station={station.id} device={device} />
        ))}
      </ul>
      {allOf(bench, 'code-scanner').map(({ station, device }) => (
        <Scanner key={`${station.id} ${device.id}`} station={station.id} device={device} />
      ))}
      {allOf(bench, 'ticket-printer').map(({ station, device }) => (
        <Printer key={`${station.id} ${device.id}`} station={station.id} device={device} />
      ))}
    </section>
  )
}

export function Enlarged() {
  const picture = enlarged.value
  if (!picture) return null
  const shut = () => {
    enlarged.value = null
  }
  return (
    <div
      class="enlarged"
      role="dialog"
      aria-label="Phiếu"
      onClick={shut}
      onKeyDown={(event) => event.key === 'Escape' && shut()}
    >
      <img src={picture} alt="Phiếu số thứ tự" />
      <button type="button" ref={(button) => button?.focus()} onClick={shut}>
        Đóng
      </button>
    </div>
  )
}
