/** What works and what does not, what to do about it, and whether the events reach the dossier server. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { timeOf, whole } from '../words.ts'
import { advice, kindWords } from './advice.ts'

const links = { connected: 'Đã kết nối', connecting: 'Đang kết nối lại', off: 'Không dùng' }

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

export function Links({ view }: { view: ManagerView }) {
  const { dossier, journal } = view
  return (
    <section class="panel links">
      <h2>Liên kết và nhật ký</h2>
      <dl>
        <dt>Phần mềm một cửa</dt>
        <dd class={dossier?.state ?? 'off'}>{links[dossier?.state ?? 'off']}</dd>
        {dossier && <Reported dossier={dossier} />}
        <dt>Nhật ký</dt>
        <dd>{whole(journal.seq)} sự kiện</dd>
        <dt>Mã nhật ký</dt>
        <dd class="code">{journal.journalId}</dd>
      </dl>
    </section>
  )
}

function Reported({ dossier }: { dossier: NonNullable<ManagerView['dossier']> }) {
  const { pending, pendingAtServer, lastError } = dossier
  return (
    <>
      <dt>Chờ gửi</dt>
      <dd>{whole(pending)} sự kiện</dd>
      {pendingAtServer !== null && <dt>Chờ xác nhận</dt>}
      {pendingAtServer !== null && <dd>{whole(pendingAtServer)} sự kiện</dd>}
      {lastError && <dt>Lỗi gần nhất</dt>}
      {lastError && <dd class="error">{lastError}</dd>}
    </>
  )
}
