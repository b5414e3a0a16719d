/** What to do about a device that is down, for someone who is no technician. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import type { DeviceFault, DeviceHealth, DeviceWarning } from '../../../../firmware/messages.ts'
import type { ChipKind } from '../../../../hardware/chips.ts'
import type { DeviceKind } from '../../../../hardware/site-description.ts'

type Device = ManagerView['devices'][number]

const kinds: Record<DeviceKind | ChipKind, string> = {
  'service-button': 'Nút lấy số',
  'counter-board': 'Bảng quầy',
  'hall-board': 'Bảng LED sảnh',
  'text-board': 'Bảng chữ sảnh',
  'ticket-printer': 'Máy in phiếu',
  'counter-keypad': 'Bàn phím quầy',
  'call-lamp': 'Đèn gọi',
  loudspeaker: 'Loa',
  'digit-keypad': 'Bàn phím số',
  'rating-pad': 'Bàn đánh giá',
  'code-scanner': 'Máy quét mã',
  expander: 'Mạch mở rộng chân',
  multiplexer: 'Bộ chia kênh I2C',
}
const faults: Record<DeviceFault, string> = {
  unplugged: 'Không thấy thiết bị: kiểm tra dây nguồn và dây tín hiệu.',
  'no-answer': 'Thiết bị không trả lời: kiểm tra dây nối, tắt nguồn 10 giây rồi bật lại.',
  stuck: 'Thiết bị bị treo: tắt nguồn 10 giây rồi bật lại.',
  'paper-out': 'Hết giấy: thay cuộn giấy rồi đóng nắp.',
  'cover-open': 'Nắp đang mở: đóng nắp lại.',
  offline: 'Trạm mất kết nối: kiểm tra nguồn và đường mạng của trạm.',
  disagrees: 'Thiết bị không đúng như cấu hình: báo kỹ thuật viên.',
  'not-supported': 'Máy này không dùng được thiết bị: báo kỹ thuật viên.',
}

/** What many devices hang on: whoever mends it mends them. */
const chipFaults: Partial<Record<DeviceFault, string>> = {
  unplugged: 'Không thấy mạch: kiểm tra dây nguồn và dây I2C của mạch này trước.',
  'no-answer': 'Mạch không trả lời: kiểm tra dây nguồn và dây I2C của mạch này trước.',
  stuck: 'Đường dây I2C bị treo: kiểm tra dây chạm nhau, tắt nguồn trạm 10 giây rồi bật lại.',
}

const warnings: Record<DeviceWarning, string> = {
  'paper-low': 'Sắp hết giấy: chuẩn bị cuộn giấy mới.',
  'no-enter': 'Máy quét không gửi phím Enter sau mã: cài lại máy quét (hậu tố Enter).',
  'code-lost': 'Một mã vừa quét bị mất: mời khách quét lại.',
  'not-alone': 'Máy quét dùng được nhưng mã còn bị gõ vào máy tính: báo kỹ thuật viên.',
  'no-interrupt': 'Vẫn dùng được, nhưng dây ngắt (INT) của mạch không hoạt động: báo kỹ thuật viên.',
}

export const kindWords = (kind: string): string => kinds[kind as DeviceKind | ChipKind] ?? kind

const isDown = ({ health }: Pick<Device, 'health'>) => health.state === 'down'
/** The chip that takes this device along: the one nearest to the computer, as it takes the others along too. */
export function causeOf(device: Device, all: readonly Device[]): Device | undefined {
  if (!isDown(device)) return undefined
  return device.on
    .flatMap((id) => all.find((one) => one.station === device.station && one.device === id) ?? [])
    .filter(isDown)
    .at(-1)
}

export function advice(kind: string, health: DeviceHealth): string {
  if (health.state === 'starting') return 'Đang khởi động'
  if (health.state === 'ready' && health.warning)
    return warnings[health.warning] ?? 'Hoạt động nhưng cần kiểm tra.'
  if (health.state === 'ready') return 'Hoạt động tốt'
  if (kind === 'expander' || kind === 'multiplexer')
    return chipFaults[health.reason] ?? faults[health.reason] ?? 'Không hoạt động: báo kỹ thuật viên.'
  if (kind === 'service-button' && health.reason === 'stuck')
    return 'Nút bị kẹt: kiểm tra nút có bị đè không.'
  if (kind === 'ticket-printer' && health.reason === 'disagrees')
    return 'Máy in trả lời sai, hoặc hai thiết bị dùng chung một máy: kiểm tra dây, tắt nguồn 10 giây rồi bật lại; vẫn vậy thì báo kỹ thuật viên.'
  if (kind === 'loudspeaker' && health.reason === 'stuck')
    return 'Card âm thanh bị treo hoặc đang bị chương trình khác dùng: báo kỹ thuật viên.'
  return faults[health.reason] ?? 'Không hoạt động: báo kỹ thuật viên.'
}
