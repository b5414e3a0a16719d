/** Expander chips as a probe would find them: every pin's level, and who holds it. */
import { FaultChoice, ofExpander } from './fault.tsx'
import { allOf, type WiredBench } from './whose.ts'

const holds = { driven: 'chip điều khiển', 'pull-up': 'kéo lên', floating: 'thả nổi' }

export function Expanders({ bench }: { bench: WiredBench }) {
  const all = allOf(bench, 'expander')
  if (all.length === 0) return null
  return (
    <section class="expanders">
      {all.map(({ station, device }) => (
        <div key={`${station.id} ${device.id}`} data-device={device.id}>
          <p>
            <span>
              Mở rộng chân <b>{device.id}</b>
            </span>
            <FaultChoice station={station.id} device={device.id} fault={device.fault} choices={ofExpander} />
          </p>
          <p>
            <small>
              {device.chip.toUpperCase()}, I2C {device.address}, ngắt{' '}
              {device.interrupt === 0 ? 'đang báo' : 'yên'}
            </small>
          </p>
          <ol>
            {device.pins.map((pin) => (
              <li
                key={pin.name}
                class={`${pin.holds} ${pin.level === 1 ? 'high' : ''}`}
                title={`${pin.name}: ${pin.level === 1 ? 'mức cao' : 'mức thấp'}, ${holds[pin.holds]}`}
              >
                {pin.name}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}
