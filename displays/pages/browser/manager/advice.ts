/** What to do about a device that is down, for someone who is no technician. */
import type { DeviceFault, DeviceHealth, DeviceWarning } from '../../../../firmware/messages.ts'
import type { DeviceKind } from '../../../../hardware/site-description.ts'

const kinds: Record<DeviceKind, string> = {
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

const warnings: Record<DeviceWarning, string> = {
  'paper-low': 'Sắp hết giấy: chuẩn bị cuộn giấy mới.',
  'no-enter': 'Máy quét không gửi phím Enter sau mã: cài lại máy quét (hậu tố Enter).',
  'not-alone': 'Máy quét dùng được nhưng mã còn bị gõ vào máy tính: báo kỹ thuật viên.',
}

export const kindWords = (kind: string): string => kinds[kind as DeviceKind] ?? kind

export function advice(kind: string, health: DeviceHealth): string {
  if (health.state === 'starting') return 'Đang khởi động'
  if (health.state === 'ready' && health.warning)
    return warnings[health.warning] ?? 'Hoạt động nhưng cần kiểm tra.'
  if (health.state === 'ready') return 'Hoạt động tốt'
  if (kind === 'service-button' && health.reason === 'stuck')
    return 'Nút bị kẹt: kiểm tra nút có bị đè không.'
  if (kind === 'loudspeaker' && health.reason === 'stuck')
    return 'Card âm thanh bị treo hoặc đang bị chương trình khác dùng: báo kỹ thuật viên.'
  return faults[health.reason] ?? 'Không hoạt động: báo kỹ thuật viên.'
}
