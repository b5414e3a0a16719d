/** Getting a number from a page: the request, what comes back, and the words for both. Decides nothing. */
import type { ApiError, HallView } from '../../../controller/api/views.ts'
import { type Answer, post } from './api.ts'
import { timeOf } from './words.ts'

/** What pages need of a ticket as the hall answers it. */
export type Issued = {
  id: string
  number: string
  service: string
  class: 'ordinary' | 'booked' | 'priority'
  ahead: number | null
  estimate: { lowSeconds: number; highSeconds: number } | null
  slip: { printer: string } | null
  bookedAt: string | null
}

/** The station named in the address, else the first that has a printer. */
export function stationOf(view: HallView | null): string | null {
  const named = new URLSearchParams(location.search).get('station')
  return named ?? view?.printers[0]?.station ?? null
}

/** The same id again, after no answer came, gives the same ticket. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `page-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

export const issue = (body: Record<string, unknown>): Promise<Answer<Issued>> => post('/api/tickets', body)
export const checkIn = (body: Record<string, unknown>): Promise<Answer<Issued>> => post('/api/check-in', body)

export function aheadWords(ahead: number | null): string {
  return ahead === null || ahead === 0 ? 'Không có người chờ trước' : `Số người chờ trước: ${ahead}`
}
/** In steps that promise no more than is known, as on the slip. */
export function waitWords({ estimate }: Pick<Issued, 'estimate'>): string | null {
  if (!estimate) return null
  const step = estimate.highSeconds > 30 * 60 ? 10 : 5
  const from = Math.floor(estimate.lowSeconds / 60 / step) * step
  const to = Math.max(Math.ceil(estimate.highSeconds / 60 / step) * step, from + step)
  return from === 0 ? `Dự kiến chờ: dưới ${to} phút` : `Dự kiến chờ: ${from}–${to} phút`
}

/** Null without an appointment. Who came too late for it waits like everybody. */
export function bookedWords({ bookedAt, class: of }: Pick<Issued, 'bookedAt' | 'class'>): string | null {
  if (!bookedAt) return null
  return of === 'ordinary'
    ? `Đã quá giờ hẹn ${timeOf(bookedAt)}: số này chờ như số thường.`
    : `Giờ hẹn: ${timeOf(bookedAt)}`
}

const ask = 'Xin hỏi cán bộ hướng dẫn.'
const otherwise: Record<string, string> = {
  'unknown-booking':
    'Xin kiểm tra lại mã rồi nhập lại. Nếu vẫn không được, mời lấy số thường hoặc hỏi cán bộ hướng dẫn.',
  'booking-used':
    'Mỗi lịch hẹn nhận số một lần. Xin chờ theo số đã nhận; nếu không có phiếu, xin hỏi cán bộ hướng dẫn.',
  'booking-other-day':
    'Lịch hẹn vẫn được giữ. Nếu cần giải quyết hôm nay, mời lấy số thường hoặc hỏi cán bộ hướng dẫn.',
  'booking-past': 'Mời lấy số thường, hoặc gặp cán bộ hướng dẫn để đặt lịch hẹn khác.',
  'service-not-yet': 'Xin quay lại gần giờ làm việc. Lịch hẹn vẫn được giữ.',
  'service-cut-off': 'Xin gặp cán bộ hướng dẫn để đặt lịch hẹn khác.',
  'service-closed': 'Xin gặp cán bộ hướng dẫn để đặt lịch hẹn khác.',
  'day-closed': 'Xin quay lại trong giờ làm việc.',
  'daily-limit': 'Xin gặp cán bộ hướng dẫn để đặt lịch hẹn khác.',
  'printer-down': 'Xin gặp cán bộ hướng dẫn để nhận số.',
  malformed: 'Mã lịch hẹn có từ 4 đến 40 chữ và số. Xin nhập lại.',
  unreachable: 'Xin thử lại sau ít giây, hoặc lấy số thường bằng nút bấm.',
}
/** What the greeter can do now; nothing where the refusal says it all. */
export const nextForStaff: Record<string, string> = {
  'booking-other-day': 'Lịch hẹn vẫn được giữ. Cần giải quyết hôm nay thì lấy số thường.',
  'booking-past': 'Lấy số thường, hoặc hẹn ngày khác.',
  'booking-used': 'Mất phiếu thì tìm số trong danh sách để in lại.',
  'service-not-yet': 'Lịch hẹn vẫn được giữ.',
}
/** What a visitor can do now. */
export const nextStep = ({ refused }: ApiError): string => otherwise[refused] ?? ask
