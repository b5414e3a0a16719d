/** Which devices work and which do not, and what to do about it. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { timeOf } from '../words.ts'
import { advice, kindWords } from './advice.ts'
import { traces } from './traces.ts'

type Device = ManagerView['devices'][number]

function Row({ device }: { device: Device }) {
  const { health, kind, lastError } = device
  const warns = health.state === 'ready' && health.warning !== undefined
  return (
    <li class={health.state === 'down' ? 'down' : warns ? 'warns' : ''}>
      <b>
        {kindWords(kind)} – {device.stationName}
      </b>
      {health.state !== 'ready' || warns ? <span>{advice(kind, health)}</span> : null}
      <small title={health.state === 'down' ? health.detail : lastError?.detail}>
        {[
          device.device,
          ...(health.state === 'ready' ? [] : [`từ ${timeOf(device.since)}`]),
          ...traces(device),
        ].join(' · ')}
      </small>
    </li>
  )
}

export function Devices({ view }: { view: ManagerView }) {
  const troubled = view.devices.filter(({ health }) => health.state === 'down')
  const warned = view.devices.filter(({ health }) => health.state === 'ready' && health.warning !== undefined)
  const starting = view.devices.filter(({ health }) => health.state === 'starting')
  const ready = view.devices.length - troubled.length - starting.length
  const rest = view.devices.filter((device) => !troubled.includes(device) && !warned.includes(device))
  const rows = (devices: Device[]) => (
    <ul>
      {devices.map((device) => (
        <Row key={`${device.station} ${device.device}`} device={device} />
      ))}
    </ul>
  )
  return (
    <section class="panel devices">
      <h2>Thiết bị</h2>
      <p class={troubled.length > 0 ? '' : 'good'}>
        {ready}/{view.devices.length} thiết bị hoạt động tốt
        {starting.length > 0 && `, ${starting.length} đang khởi động`}
      </p>
      {rows([...troubled, ...warned])}
      {rest.length > 0 && (
        <details>
          <summary>Các thiết bị khác</summary>
          {rows(rest)}
        </details>
      )}
    </section>
  )
}
