/** Whether the events reach the dossier server and the disk, what hinders them, and what to do about it. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { byteSizeVi } from '../../../../hardware/byte-size.ts'
import { unwritten } from '../unwritten.ts'
import { momentOf, whole } from '../words.ts'
import { Panel } from './panel.tsx'

type Dossier = NonNullable<ManagerView['dossier']>

const links = {
  connected: 'Đã kết nối',
  connecting: 'Đang kết nối lại',
  aside: 'Đang nhường lượt',
  off: 'Không dùng',
}

const hindrances: Record<NonNullable<Dossier['trouble']>['code'], string> = {
  unreachable: 'Không kết nối được với máy chủ MQTT. Kiểm tra dây mạng, đường truyền và tường lửa.',
  'name-unknown': 'Không tìm được máy chủ MQTT theo tên. Kiểm tra đường truyền và DNS.',
  closed: 'Máy chủ MQTT đã ngắt kết nối.',
  'login-refused': 'Máy chủ MQTT từ chối tên đăng nhập hoặc mật khẩu.',
  'clock-not-set':
    'Đồng hồ của máy chưa được đặt theo mạng nên chưa kiểm tra được chứng thư. Kiểm tra máy chủ thời gian (NTP).',
  'certificate-expired': 'Chứng thư của máy chủ MQTT đã hết hạn.',
  'certificate-not-yet': 'Chứng thư của máy chủ MQTT chưa có hiệu lực. Kiểm tra cả ngày giờ của máy này.',
  'certificate-other-host': 'Chứng thư của máy chủ MQTT được cấp cho tên máy khác.',
  'certificate-unknown-issuer': 'Chứng thư của máy chủ MQTT do nơi chưa được tin cậy cấp. Kiểm tra caFile.',
  'own-certificate-refused': 'Máy chủ MQTT không chấp nhận chứng thư của trung tâm.',
  'no-acknowledgement': 'Máy chủ MQTT nhận sự kiện nhưng không xác nhận.',
  'event-refused': 'Máy chủ MQTT từ chối một sự kiện. Kiểm tra quyền của tài khoản.',
  'subscription-refused': 'Máy chủ MQTT không cho nhận lệnh. Kiểm tra quyền của tài khoản.',
  'not-recorded': 'Chưa ghi được yêu cầu của phần mềm một cửa vào nhật ký.',
  'taken-over': 'Một bộ điều khiển khác đã chiếm kết nối.',
}

export function Links({ view }: { view: ManagerView }) {
  const { dossier, journal, disk } = view
  return (
    <Panel kind="links" title="Liên kết và nhật ký">
      {dossier?.rival && <Rival rival={dossier.rival} own={journal.journalId} />}
      <dl>
        <dt>Phần mềm một cửa</dt>
        <dd class={dossier?.state ?? 'off'}>
          {links[dossier?.state ?? 'off']}
          {dossier && ` từ ${momentOf(dossier.since, view.at)}`}
        </dd>
        {dossier && <Reported dossier={dossier} at={view.at} />}
        <dt>Nhật ký</dt>
        <dd>
          {whole(journal.seq)} sự kiện <span class="code">({journal.journalId})</span>
        </dd>
        {journal.failure && (
          <dd class="error">
            {unwritten[journal.failure.reason].what}
            <small lang="en">{journal.failure.text}</small>
          </dd>
        )}
        <dt>Ổ đĩa chứa nhật ký</dt>
        <dd class={disk.level}>
          {disk.freeBytes === null || disk.totalBytes === null
            ? 'Không đọc được chỗ trống'
            : `còn trống ${byteSizeVi(disk.freeBytes)} trên ${byteSizeVi(disk.totalBytes)}`}
        </dd>
      </dl>
    </Panel>
  )
}

function Reported({ dossier, at }: { dossier: Dossier; at: string }) {
  const { broker, firstBroker, pending, waitingSince, pendingAtServer, trouble } = dossier
  return (
    <>
      {trouble && <dt>Trở ngại</dt>}
      {trouble && (
        <dd class="error">
          {hindrances[trouble.code]}
          <small lang="en">{trouble.text}</small>
        </dd>
      )}
      <dt>Chờ máy chủ MQTT nhận</dt>
      <dd>
        {whole(pending)} sự kiện
        {pending > 0 && waitingSince && `, từ ${momentOf(waitingSince, at)}`}
      </dd>
      <dt>Chờ phần mềm một cửa xác nhận</dt>
      <dd>{pendingAtServer === null ? 'chưa có xác nhận nào' : `${whole(pendingAtServer)} sự kiện`}</dd>
      <Asked server={dossier.server} />
      <dt>Máy chủ MQTT</dt>
      <dd class="code">
        {broker}
        {!firstBroker && ' (dự phòng)'}
      </dd>
    </>
  )
}

/** What the dossier server asked of the hall, and the last that was refused. */
function Asked({ server }: { server: Dossier['server'] }) {
  const { received, refused, malformed, lastRefusal, dropped } = server
  return (
    <>
      {received > 0 && <dt>Lệnh đã nhận</dt>}
      {received > 0 && (
        <dd>
          {whole(received)}; từ chối {whole(refused)}; không đọc được {whole(malformed)}
        </dd>
      )}
      {lastRefusal && <dt>Từ chối gần nhất</dt>}
      {lastRefusal && (
        <dd class="code">
          {[lastRefusal.type, lastRefusal.code, lastRefusal.pointer].filter(Boolean).join(' ')}
        </dd>
      )}
      {dropped > 0 && <dt>Tin báo quá giờ, không gửi</dt>}
      {dropped > 0 && <dd>{whole(dropped)}</dd>}
    </>
  )
}

function Rival({ rival, own }: { rival: NonNullable<Dossier['rival']>; own: string }) {
  return (
    <p class="rival" role="alert">
      <b>Có hai bộ điều khiển cùng báo cáo cho trung tâm này.</b> Hai máy thay phiên nhau gửi nên không mất sự
      kiện, nhưng gửi chậm. Hãy tắt máy không còn dùng.
      {rival.journalId && rival.journalId !== own && (
        <>
          {' '}
          Mã nhật ký của máy kia: <span class="code">{rival.journalId}</span>
        </>
      )}
    </p>
  )
}
