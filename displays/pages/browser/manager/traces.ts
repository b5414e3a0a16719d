/** What is known of a device beside whether it works, in words. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { timeOf } from '../words.ts'

type Device = ManagerView['devices'][number]

const seconds = (ms: number) => (ms / 1000).toFixed(1).replace('.', ',')

const boards: readonly string[] = ['counter-board', 'hall-board', 'text-board']
/** What boards show is read back; other devices hang on a chip that may forget how it was set up. */
const disagreed = (kind: string, times: number) =>
  boards.includes(kind)
    ? `hiển thị sai ${times} lần, đã tự sửa`
    : `mất thiết lập ${times} lần, đã tự thiết lập lại`

/** The newest trouble first. */
export function traces({
  kind,
  health,
  lastSeen,
  lastError,
  disagreements,
  retries,
  printing,
}: Device): string[] {
  return [
    ...(health.state !== 'down' && lastError ? [`lỗi gần nhất ${timeOf(lastError.at)}`] : []),
    ...(disagreements > 0 ? [disagreed(kind, disagreements)] : []),
    ...(health.state === 'down' && retries > 0 ? [`đã thử lại ${retries} lần`] : []),
    ...(printing ? [`in ${seconds(printing.lastMs)} giây, thường ${seconds(printing.medianMs)} giây`] : []),
    lastSeen ? `hoạt động lúc ${timeOf(lastSeen)}` : 'chưa thấy hoạt động',
  ]
}
