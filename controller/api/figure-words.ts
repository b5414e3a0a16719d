/** What the rows of figures are called where people read them. */
import type { FilledSite } from '../../hardware/site-description.ts'
import type { FigureKey } from '../domain/figure-rows.ts'

export const totalWords = 'Tổng cộng'
export const keyWords: Record<FigureKey, string> = {
  service: 'Nội dung giao dịch',
  counter: 'Quầy',
  officer: 'Mã cán bộ',
  agency: 'Cơ quan',
  hour: 'Giờ',
  day: 'Ngày',
  source: 'Nơi lấy số',
  class: 'Diện',
}
const sources: Record<string, string> = {
  button: 'Nút lấy số',
  'touch-screen': 'Màn hình chạm',
  greeter: 'Bàn hướng dẫn',
  'dossier-server': 'Phần mềm một cửa',
  'code-scanner': 'Máy quét mã',
}
const classes: Record<string, string> = { ordinary: 'Thường', booked: 'Đã đặt lịch', priority: 'Ưu tiên' }

/** A code that the site no longer knows stands for itself. */
export function nameOf(site: FilledSite, by: FigureKey, key: string | null): string {
  if (key === null)
    return by === 'counter' ? 'Chưa đến quầy' : by === 'officer' ? 'Không đăng nhập' : 'Không ghi'
  switch (by) {
    case 'service':
      return site.services.find(({ id }) => id === key)?.name ?? key
    case 'counter':
      return `Quầy ${site.counters.find(({ id }) => id === key)?.spoken ?? key}`
    case 'hour':
      return `${key}:00 đến ${key}:59`
    case 'source':
      return sources[key] ?? key
    case 'class':
      return classes[key] ?? key
    case 'officer':
    case 'agency':
    case 'day':
      return key
  }
}
