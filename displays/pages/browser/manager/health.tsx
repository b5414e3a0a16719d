/** Which devices work and which do not, and what to do about it. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { timeOf } from '../words.ts'
import { advice, kindWords } from './advice.ts'

export function Devices({ view }: { view: ManagerView }) {
  const troubled = view.devices.filter((device) => device.health.state === 'down')
  const starting = view.devices.filter((device) => device.health.state === 'starting')
  const ready = view.devices.length - troubled.length - starting.length
  return (
    <section class="panel devices">
      <h2>Thiết bị</h2>
      <p class={troubled.length > 0 ? '' : 'good'}>
        {ready}/{view.devices.length} thiết bị hoạt động tốt
        {starting.length > 0 && `, ${starting.length} đang khởi động`}
      </p>
      <ul>
        {troubled.map((device) => (
          <li key={`${device.station} ${device.device}`}>
            <b>
              {kindWords(device.kind)} – {device.stationName}
            </b>
            <span>{advice(device.kind, device.health)}</span>
            <small title={device.health.state === 'down' ? device.health.detail : ''}>
              {device.device}, từ {timeOf(device.since)}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
