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
  'service-closed': { vi: 'Hôm nay không tiếp nhận nội dung này.', en: 'This service is not given today.' },
  'service-not-yet': {
    vi: 'Chưa đến giờ lấy số của nội dung này.',
    en: 'Numbers for this service are not given yet.',
  },
  'service-cut-off': {
    vi: 'Đã hết giờ lấy số của nội dung này.',
    en: 'Numbers for this service are no longer given today.',
  },
  'daily-limit': {
    vi: 'Nội dung này đã đủ số trong ngày.',
    en: 'All numbers of today for this service are given.',
  },
  'unknown-class': { vi: 'Không có diện ưu tiên này.', en: 'There is no such class.' },
  'unknown-reason': { vi: 'Không có lý do này trong danh mục.', en: 'There is no such reason.' },
  'unknown-booking': {
    vi: 'Không tìm thấy lịch hẹn này hôm nay.',
    en: 'There is no such appointment today.',
  },
  'booking-used': { vi: 'Lịch hẹn này đã được nhận số.', en: 'This appointment has checked in already.' },
  'booking-other-day': { vi: 'Lịch hẹn không phải của hôm nay.', en: 'This appointment is not for today.' },
  'booking-past': { vi: 'Ngày hẹn đã qua.', en: 'The day of this appointment is over.' },
  'booking-too-far': {
    vi: 'Chỉ nhận lịch hẹn trong 60 ngày tới.',
    en: 'Appointments are taken for the next 60 days only.',
  },
  'booking-service-closed': {
    vi: 'Nội dung này đang tạm ngừng tiếp nhận, không đặt hẹn được.',
    en: 'This service is closed and takes no appointments.',
  },
  'booking-closed-day': {
    vi: 'Ngày hẹn không phải ngày làm việc của nội dung này.',
    en: 'This service is not given on that day.',
  },
  'booking-out-of-hours': {
    vi: 'Giờ hẹn ngoài giờ làm việc của nội dung này.',
    en: 'This service is not given at that time.',
  },
  'too-many-coming-bookings': {
    vi: 'Lịch hẹn của các ngày tới đã đủ số lượng.',
    en: 'There are too many appointments of coming days.',
  },
  'bad-booking-code': { vi: 'Mã lịch hẹn không hợp lệ.', en: 'This is not a booking code.' },
  'too-many-bookings': {
    vi: 'Lịch hẹn trong ngày đã đủ số lượng.',
    en: 'There are too many appointments today.',
  },
  'bad-dossier-code': { vi: 'Mã hồ sơ không hợp lệ.', en: 'This is not a dossier code.' },
  'bad-officer-code': { vi: 'Mã cán bộ không hợp lệ.', en: 'This is not an officer code.' },
  'already-logged-in': {
    vi: 'Cán bộ đã đăng nhập tại quầy này.',
    en: 'This officer is logged in here already.',
  },
  'nobody-logged-in': { vi: 'Chưa có cán bộ đăng nhập tại quầy.', en: 'No officer is logged in here.' },
  'officer-busy-elsewhere': {
    vi: 'Cán bộ còn giao dịch chưa kết thúc ở quầy khác.',
    en: 'This officer still has a ticket at another counter.',
  },
  'counter-paused': { vi: 'Quầy đang tạm dừng.', en: 'The counter is paused.' },
  'counter-not-paused': { vi: 'Quầy không tạm dừng.', en: 'The counter is not paused.' },
  'same-counter': { vi: 'Số này đang ở chính quầy này.', en: 'The ticket is at this counter already.' },
  'other-counter': {
    vi: 'Số này đã được phục vụ ở quầy khác.',
    en: 'This ticket was served at another counter.',
  },
  'not-held': { vi: 'Số này không ở trạng thái để chờ.', en: 'This ticket is not on hold.' },
  'not-finished': { vi: 'Số này chưa kết thúc.', en: 'This ticket has not finished.' },
  'not-no-show': { vi: 'Số này không bị ghi vắng mặt.', en: 'This ticket is not a no-show.' },
  'returned-before': {
    vi: 'Số này đã quay lại một lần, cần lấy số mới.',
    en: 'This ticket came back once already; a new number is needed.',
  },
  'return-too-late': {
    vi: 'Đã quá thời gian quay lại, cần lấy số mới.',
    en: 'It is too late to come back; a new number is needed.',
  },
  'not-callable': {
    vi: 'Số này chưa gọi được: phiếu bị lỗi in hoặc người này đang ở quầy khác.',
    en: 'This ticket cannot be called now: its slip failed, or the visitor is at another counter.',
  },
  'not-served-here': {
    vi: 'Quầy này không phục vụ nội dung của số đó.',
    en: 'This counter does not give that service.',
  },
  'overtake-limit': {
    vi: 'Có người đến trước đã bị vượt số lần tối đa, cần gọi người đó trước.',
    en: 'Somebody who came earlier has been overtaken as often as is allowed; call that ticket first.',
  },
  'link-needs-two': { vi: 'Cần ít nhất hai số để ghép.', en: 'At least two tickets are needed to link.' },
  'nothing-to-change': { vi: 'Không có gì thay đổi.', en: 'Nothing would change.' },
  'nothing-to-undo': { vi: 'Không còn thao tác để hoàn tác.', en: 'There is nothing to undo any more.' },
  'code-taken': { vi: 'Mã này đã được dùng trong ngày.', en: 'This code is used already today.' },
  'unknown-reservation': {
    vi: 'Không có số nào được cấp trước với mã này.',
    en: 'No number was given ahead under this code.',
  },
  'too-many-reservations': {
    vi: 'Đã cấp trước đủ số trong ngày.',
    en: 'As many numbers as are allowed have been given ahead today.',
  },
  'command-id-reused': {
    vi: 'Mã lệnh này đã được dùng cho một lệnh khác.',
    en: 'This command id was already used for another command.',
  },
  'clock-behind': {
    vi: 'Đồng hồ của trung tâm đang chạy sai, chưa xét được thời hạn của lệnh.',
    en: 'The hall’s clock is behind its own journal; it cannot tell what is late.',
  },
  expired: { vi: 'Lệnh đã quá thời hạn.', en: 'The command arrived after its time.' },
  'validity-too-long': {
    vi: 'Thời hạn của lệnh quá xa (tối đa 48 giờ).',
    en: 'validUntil is more than 48 hours away.',
  },
  'too-many-commands': {
    vi: 'Đã nhận đủ số lệnh còn hiệu lực, xin gửi lại sau.',
    en: 'As many commands as can be remembered are still valid; try later.',
  },
  'figures-disagree': {
    vi: 'Tổng số hồ sơ không bằng sớm hạn, đúng hạn và quá hạn cộng lại.',
    en: 'early, onTime and overdue do not add up to total.',
  },
  'figures-from-the-future': {
    vi: 'Thời điểm của số liệu ở trong tương lai.',
    en: 'The figures are as of a time that has not come.',
  },
  'older-figures': {
    vi: 'Đã có số liệu mới hơn.',
    en: 'Newer figures are shown already.',
  },
  'bad-notice': {
    vi: 'Thông báo trống, quá dài, có ký tự điều khiển hoặc đã hết hạn.',
    en: 'The notice is empty, too long, not plain text, or over before it begins.',
  },
  'too-many-notices': { vi: 'Đã đủ số thông báo.', en: 'There are as many notices as are allowed.' },
  'unknown-notice': { vi: 'Không có thông báo này.', en: 'There is no such notice.' },
  'nothing-to-rate': {
    vi: 'Quầy chưa có giao dịch vừa kết thúc để đánh giá.',
    en: 'No visit was finished at this counter that could be rated.',
  },
  'already-rated': { vi: 'Giao dịch này đã được đánh giá.', en: 'This visit has been rated already.' },
  'rating-too-late': {
    vi: 'Đã hết thời gian đánh giá giao dịch này.',
    en: 'It is too late to rate this visit.',
  },
  'unknown-rating': { vi: 'Không có mức đánh giá này.', en: 'There is no such rating.' },
  'not-recorded': {
    vi: 'Chưa ghi được vào nhật ký: thao tác chưa được thực hiện.',
    en: 'The journal could not be written: nothing was done.',
  },
} as const

export type RefusalCode = keyof typeof refusalSentences
/** `bookedAt`: the appointment it is about, where its time is told. */
export type Refusal = { code: RefusalCode; vi: string; en: string; bookedAt?: number }

export function refusal(code: RefusalCode): Refusal {
  return { code, ...refusalSentences[code] }
}
