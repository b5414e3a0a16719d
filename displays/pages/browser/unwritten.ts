/** Why the journal takes no writes, and what whoever stands before it can do. */
import type { ManagerView } from '../../../controller/api/views.ts'

export type Failure = NonNullable<ManagerView['journal']['failure']>

export const unwritten: Record<Failure['reason'], { what: string; todo: string }> = {
  'disk-full': {
    what: 'Ổ đĩa hoặc thẻ nhớ đã đầy, không ghi được nhật ký.',
    todo: 'Xóa bớt tệp khác trên ổ, không xóa tệp của nhật ký. Máy tự chạy tiếp trong vòng 20 giây.',
  },
  'disk-read-only': {
    what: 'Ổ đĩa hoặc thẻ nhớ chỉ còn cho đọc, không ghi được nhật ký.',
    todo: 'Khởi động lại máy. Nếu lặp lại, thay thẻ.',
  },
  'file-damaged': {
    what: 'Tệp nhật ký bị hỏng, không ghi được nữa.',
    todo: 'Báo người cài đặt, không xóa tệp nào.',
  },
  'disk-failed': {
    what: 'Ổ đĩa hoặc thẻ nhớ bị lỗi, không ghi được nhật ký.',
    todo: 'Khởi động lại máy. Nếu lặp lại, thay thẻ.',
  },
  unknown: { what: 'Không ghi được nhật ký.', todo: 'Báo người cài đặt.' },
}
