/** What is known of a device beside whether it works, in words. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { timeOf } from '../words.ts'

type Device = ManagerView['devices'][number]

const seconds = (ms: number) => (ms / 1000).toFixed(1).replace('.', ',')

/** The newest trouble first. */
export function traces({ health, lastSeen, lastError, disagreements, retries, printing }: Device): string[] {
  return [
    ...(health.state !== 'down' && lastError ? [`lỗi gần nhất ${timeOf(lastError.at)}`] : []),
    ...(disagreements > 0 ? [`hiển thị sai ${disagreements} lần, đã tự sửa`] : []),
    ...(health.state === 'down' && retries > 0 ? [`đã thử lại ${retries} lần`] : []),
    ...(printing ? [`in ${seconds(printing.lastMs)} giây, thường ${seconds(printing.medianMs)} giây`] : []),
    lastSeen ? `hoạt động lúc ${timeOf(lastSeen)}` : 'chưa thấy hoạt động',
  ]
}
