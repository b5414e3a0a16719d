/**
 * Every clip that a sentence can need, with the words in it. A voice pack is complete when it has all of these:
 * the sentences are made from this table and from nothing else.
 */
import type { NumberWord } from './number-words.ts'

/** Letters by the names that Vietnamese gives them in a number called aloud. */
export const letterNames = {
  a: 'a',
  b: 'bê',
  c: 'xê',
  d: 'đê',
  e: 'e',
  f: 'ép',
  g: 'giê',
  h: 'hát',
  i: 'i',
  j: 'giây',
  k: 'ca',
  l: 'e-lờ',
  m: 'em-mờ',
  n: 'en-nờ',
  o: 'o',
  p: 'pê',
  q: 'quy',
  r: 'e-rờ',
  s: 'ét-sì',
  t: 'tê',
  u: 'u',
  v: 'vê',
  w: 'vê kép',
  x: 'ích-xì',
  y: 'i dài',
  z: 'dét',
} as const

export const numberClips: Record<NumberWord, string> = {
  không: '0',
  một: '1',
  hai: '2',
  ba: '3',
  bốn: '4',
  năm: '5',
  sáu: '6',
  bảy: '7',
  tám: '8',
  chín: '9',
  mười: 'muoi-huyen',
  mươi: 'muoi-ngang',
  mốt: 'mot-sac',
  tư: 'tu',
  lăm: 'lam',
  linh: 'linh',
  lẻ: 'le',
  trăm: 'tram',
  nghìn: 'nghin',
  ngàn: 'ngan',
}

export const phraseClips = {
  'xin-moi-so': 'Xin mời số',
  'den-quay-so': 'đến quầy số',
} as const

/** When an appointment is. */
export const bookingClips = {
  'lich-hen-ngay': 'Lịch hẹn này là ngày',
  'lich-hen-hom-nay': 'Lịch hẹn này là hôm nay',
  thang: 'tháng',
  luc: 'lúc',
  gio: 'giờ',
  phut: 'phút',
  'da-qua': 'đã qua, xin liên hệ cán bộ hướng dẫn',
} as const

/** Said when a press or a scan came to nothing; the names are the refusals' own. `returned` is what came of a scan. */
export const refusalClips = {
  'printer-down': 'Máy in phiếu đang tạm ngừng, xin liên hệ cán bộ hướng dẫn',
  'service-closed': 'Nội dung này hiện chưa có quầy phục vụ',
  'service-not-yet': 'Chưa đến giờ lấy số của nội dung này',
  'service-cut-off': 'Đã hết giờ lấy số của nội dung này',
  'day-closed': 'Trung tâm hiện không nhận giao dịch',
  'not-issued': 'Hiện chưa cấp được số, xin liên hệ cán bộ hướng dẫn',
  'unknown-booking': 'Không tìm thấy lịch hẹn này hôm nay, xin liên hệ cán bộ hướng dẫn',
  'booking-used': 'Lịch hẹn này đã được nhận số',
  'unknown-ticket': 'Không có số này trong ngày hôm nay',
  'not-no-show': 'Số này không bị ghi vắng mặt',
  'returned-before': 'Số này đã quay lại một lần, xin lấy số mới',
  'return-too-late': 'Đã quá thời gian quay lại, xin lấy số mới',
  returned: 'Đã ghi nhận quay lại, xin chờ gọi số',
} as const

/** Name of every clip of a complete pack → its words; the chime has none. */
export const clipWords: ReadonlyMap<string, string> = new Map<string, string>([
  ['chime', ''],
  ...Object.entries(phraseClips),
  ...Object.entries(bookingClips),
  ...Object.entries(numberClips).map(([word, clip]): [string, string] => [clip, word]),
  ...Object.entries(letterNames),
  ...Object.entries(refusalClips),
])
