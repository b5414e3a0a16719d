/**
 * Figures → a table that Excel opens with a double click. Rows and words only: what the figures mean stands at the head
 * of `figures.ts`. Text that came from people never becomes a formula of whoever opens it.
 */
import type { FilledSite } from '../../hardware/site-description.ts'
import type { FigureRow } from '../domain/figure-tally.ts'
import { isoTime } from '../domain/local-time.ts'
import type { FiguresAnswer } from '../figures/figures.ts'
import { keyWords, nameOf, totalWords } from './figure-words.ts'
import type { ExcelFormat } from './figures-schema.ts'

type Cell = string | number | null
type Column = [name: string, of: (row: FigureRow) => Cell]

export function figuresCsv(answer: FiguresAnswer, site: FilledSite, format: ExcelFormat): string {
  const { by, rows, total, limitSeconds } = answer
  const period = periodOf(answer, site.timeZone)
  const label = (row: FigureRow) => (row === total ? totalWords : nameOf(site, by, row.key))
  const table: Column[] = [
    ...period.map(([name, value]): Column => [name, () => value]),
    [keyWords[by], label],
    ...(by === 'service' || by === 'counter'
      ? [['Mã', (row) => (row === total ? null : row.key)] satisfies Column]
      : []),
    ...figureColumns(limitSeconds),
  ]
  const lines = [
    table.map(([name]) => name),
    ...[...rows, total].map((row) => table.map(([, of]) => of(row))),
  ]
  return `\uFEFF${lines.map((cells) => line(cells, format)).join('')}`
}

const figureColumns = (limitSeconds: number): Column[] => {
  const limit = `${String(minutes(limitSeconds)).replace('.', ',')} phút`
  return [
    ['Lượt lấy số', (row) => row.issued],
    ['Chặng giao dịch', (row) => row.entered],
    ['Đã bắt đầu', (row) => row.started],
    ['Đã xong', (row) => row.finished],
    ['Chuyển tiếp', (row) => row.transferred],
    ['Vắng mặt', (row) => row.noShow],
    ['Đã hủy', (row) => row.voided],
    ['Chưa xong', (row) => row.present],
    ['Chờ trung bình (phút)', (row) => minutes(row.waiting.mean)],
    ['Chờ trung vị (phút)', (row) => minutes(row.waiting.median)],
    ['90 % chờ không quá (phút)', (row) => minutes(row.waiting.p90)],
    ['Chờ lâu nhất (phút)', (row) => minutes(row.waiting.max)],
    [`Chờ quá ${limit} (trong số đã bắt đầu)`, (row) => row.overLimit.n],
    [`Tỷ lệ chờ quá ${limit} (%)`, (row) => percent(row.overLimit.share)],
    ['Giao dịch trung bình (phút)', (row) => minutes(row.service.mean)],
    ['Số lượt đo được thời gian giao dịch', (row) => row.service.n],
    ['Đã đánh giá', (row) => row.ratings.n],
    ['Đã xong có thể đánh giá', (row) => row.ratings.response.of],
    ['Hài lòng', (row) => row.ratings.satisfied.n],
    ['Tỷ lệ hài lòng (% số đã đánh giá)', (row) => percent(row.ratings.satisfied.share)],
  ]
}

/** In every row, so that the files of several months can stand in one sheet. */
function periodOf({ period }: FiguresAnswer, timeZone: string): [string, string][] {
  const from = isoTime(period.from, timeZone)
  const to = isoTime(period.to, timeZone)
  const asOf = isoTime(Math.min(period.asOf, period.to), timeZone).slice(0, 16).replace('T', ' ')
  const wholeDays = [from, to].every((iso) => iso.slice(11, 19) === '00:00:00')
  if (!wholeDays)
    return [
      ['Từ', from],
      ['Đến trước', to],
      ['Tính đến', asOf],
    ]
  return [
    ['Từ ngày', from.slice(0, 10)],
    ['Đến hết ngày', isoTime(period.to - 1, timeZone).slice(0, 10)],
    ['Tính đến', asOf],
  ]
}

const minutes = (seconds: number | null) => (seconds === null ? null : Math.round(seconds / 0.6) / 100)
const percent = (share: number | null) => (share === null ? null : Math.round(share * 1000) / 10)

function line(cells: Cell[], format: ExcelFormat): string {
  const [separator, decimal] = format === 'vi' ? [';', ','] : [',', '.']
  const written = cells.map((cell) => {
    if (cell === null) return ''
    if (typeof cell === 'number') return String(cell).replace('.', decimal)
    return `"${harmless(cell).replaceAll('"', '""')}"`
  })
  return `${written.join(separator)}\r\n`
}

/** What begins like a formula would be one, quotes or not; a name in the site file may come from afar. */
function harmless(text: string): string {
  const oneLine = text.replace(/\s*[\r\n]+\s*/g, ' ')
  return /^[\s=+\-@＝＋－＠]/u.test(oneLine) ? `'${oneLine}` : oneLine
}
