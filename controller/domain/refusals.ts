/** Why a command was not carried out: facts with a sentence for a person in each language, never exceptions. */
export const refusalSentences = {
  'day-closed': {
    vi: 'Trung tâm hiện không nhận giao dịch.',
    en: 'The centre is closed now.',
  },
  'day-already-open': { vi: 'Ngày làm việc đã mở.', en: 'The day is open already.' },
  'day-over': {
    vi: 'Ngày làm việc này đã kết thúc, không mở lại được.',
    en: 'That day is over and cannot be opened again.',
  },
  'unknown-service': { vi: 'Không có nội dung giao dịch này.', en: 'There is no such service.' },
  'unknown-counter': { vi: 'Không có quầy này.', en: 'There is no such counter.' },
  'unknown-ticket': { vi: 'Không có số này trong ngày hôm nay.', en: 'There is no such ticket today.' },
  'unknown-outcome': { vi: 'Không có kết quả này trong danh mục.', en: 'There is no such outcome.' },
  'request-reused': {
    vi: 'Mã yêu cầu này đã được dùng cho nội dung giao dịch khác.',
    en: 'This request id was already used for another service.',
  },
  'printer-down': {
    vi: 'Máy in phiếu đang tạm ngừng, xin liên hệ cán bộ hướng dẫn.',
    en: 'The ticket printer is not ready; please ask the staff.',
  },
  'counter-closed': { vi: 'Quầy đang đóng.', en: 'The counter is closed.' },
  'counter-open': { vi: 'Quầy đang mở.', en: 'The counter is open already.' },
  'counter-busy': {
    vi: 'Quầy còn số đang gọi hoặc đang phục vụ.',
    en: 'The counter still has a ticket called or being served.',
  },
  'nobody-waiting': { vi: 'Không có người chờ.', en: 'Nobody is waiting.' },
  'nobody-called': { vi: 'Quầy không có số đang gọi.', en: 'No ticket is being called at this counter.' },
  'nobody-served': {
    vi: 'Quầy không có giao dịch đang phục vụ.',
    en: 'No ticket is being served at this counter.',
  },
  'not-started': {
    vi: 'Số đang gọi chưa bắt đầu giao dịch.',
    en: 'The called ticket has not been started yet.',
  },
  'already-started': {
    vi: 'Giao dịch đã bắt đầu, không ghi vắng mặt được.',
    en: 'Service has started; it cannot be a no-show.',
  },
  'outcome-required': {
    vi: 'Cần chọn kết quả trước khi kết thúc.',
    en: 'Choose an outcome before finishing.',
  },
  stale: {
    vi: 'Màn hình chưa cập nhật: quầy đã sang số khác.',
    en: 'The counter has moved on to another ticket since.',
  },
  'not-waiting': { vi: 'Số này không còn chờ.', en: 'This ticket is no longer waiting.' },
  'already-ended': { vi: 'Số này đã kết thúc.', en: 'This ticket has ended already.' },
  'not-unclaimed': {
    vi: 'Phiếu của số này không bị lỗi in.',
    en: 'The slip of this ticket did not fail.',
  },
  'slip-under-way': { vi: 'Phiếu đang được in.', en: 'The slip is being printed.' },
  'slip-settled': { vi: 'Phiếu này đã có kết quả in.', en: 'The fate of this slip is already known.' },
  'service-in-use': {
    vi: 'Còn số đang chờ hoặc đang phục vụ ở nội dung hay quầy bị bỏ khỏi cấu hình.',
    en: 'Tickets are still waiting or being served at a service or counter that the new site file leaves out.',
  },
  'series-in-use': {
    vi: 'Dải số đã cấp số trong ngày, chưa đổi được trước khi hết ngày.',
    en: 'A series that has given numbers today cannot change before the day ends.',
  },
  'not-recorded': {
    vi: 'Chưa ghi được vào nhật ký: thao tác chưa được thực hiện.',
    en: 'The journal could not be written: nothing was done.',
  },
} as const

export type RefusalCode = keyof typeof refusalSentences
export type Refusal = { code: RefusalCode; vi: string; en: string }

export function refusal(code: RefusalCode): Refusal {
  return { code, ...refusalSentences[code] }
}
