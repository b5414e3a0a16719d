/** Which devices work and which do not, and what to do about it. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { timeOf } from '../words.ts'
import { advice, causeOf, kindWords } from './advice.ts'
import { Panel } from './panel.tsx'
import { traces } from './traces.ts'

type Device = ManagerView['devices'][number]

/** `taken`: the devices that do not work because this one does not. */
function Row({ device, taken = [] }: { device: Device; taken?: Device[] }) {
  const { health, kind, lastError } = device
  const warns = health.state === 'ready' && health.warning !== undefined
  return (
    <li class={health.state === 'down' ? 'down' : warns ? 'warns' : ''}>
      <b>
        {kindWords(kind)} – {device.stationName}
      </b>
      {health.state !== 'ready' || warns ? <span>{advice(kind, health)}</span> : null}
      <small title={health.state === 'starting' ? undefined : (health.detail ?? lastError?.detail)}>
        {[
          device.device,
          device.place,
          ...(health.state === 'ready' ? [] : [`từ ${timeOf(device.since)}`]),
          ...traces(device),
        ].join('\u00a0· ')}
      </small>
      {taken.length > 0 && (
        <small class="taken">
          Kéo theo {taken.length} thiết bị: {taken.map(({ device }) => device).join(', ')}
        </small>
      )}
    </li>
  )
}

export function Devices({ view }: { view: ManagerView }) {
  const down = view.devices.filter(({ health }) => health.state === 'down')
  const causes = new Map(down.map((device) => [device, causeOf(device, view.devices)]))
  const troubled = down.filter((device) => causes.get(device) === undefined)
  const takenBy = (chip: Device) => down.filter((device) => causes.get(device) === chip)
  const warned = view.devices.filter(({ health }) => health.state === 'ready' && health.warning !== undefined)
  const starting = view.devices.filter(({ health }) => health.state === 'starting')
  const ready = view.devices.length - down.length - starting.length
  const rest = view.devices.filter((device) => !down.includes(device) && !warned.includes(device))
  const rows = (devices: Device[]) => (
    <ul>
      {devices.map((device) => (
        <Row key={`${device.station} ${device.device}`} device={device} taken={takenBy(device)} />
      ))}
    </ul>
  )
  return (
    <Panel kind="devices" title="Thiết bị">
      <p class={down.length > 0 ? '' : 'good'}>
        {ready}/{view.devices.length} thiết bị hoạt động tốt
        {starting.length > 0 && `, ${starting.length} đang khởi động`}
      </p>
      {rows([...troubled, ...warned])}
      {rest.length > 0 && (
        <details>
          <summary>{troubled.length + warned.length > 0 ? 'Các thiết bị khác' : 'Tất cả thiết bị'}</summary>
          {rows(rest)}
        </details>
      )}
    </Panel>
  )
}
