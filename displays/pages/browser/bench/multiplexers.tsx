/** Multiplexers on I2C: which channel is open, and what is wrong with them. */
import { FaultChoice } from './fault.tsx'
import { allOf, type WiredBench } from './whose.ts'

export function Multiplexers({ bench }: { bench: WiredBench }) {
  const all = allOf(bench, 'multiplexer')
  if (all.length === 0) return null
  return (
    <section class="speakers multiplexers">
      {all.map(({ station, device }) => (
        <div key={`${station.id} ${device.id}`} class="speaker" data-device={device.id}>
          <span>
            Bộ chia kênh I2C{' '}
            <small>
              {station.name}, bus {device.bus}, {device.address}
            </small>
          </span>
          <ol>
            {[0, 1, 2, 3, 4, 5, 6, 7].map((channel) => (
              <li key={channel} class={device.open.includes(channel) ? 'open' : ''}>
                {channel}
              </li>
            ))}
          </ol>
          <FaultChoice station={station.id} device={device.id} fault={device.fault} />
        </div>
      ))}
    </section>
  )
}
