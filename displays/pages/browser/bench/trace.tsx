/** How the hall finds a device, small beside it: works or not, and a line of what is known; everything on pointing. */
import type { ManagerView } from '../../../../controller/api/views.ts'
import { advice, causeOf, kindWords } from '../manager/advice.ts'
import { traces } from '../manager/traces.ts'
import { signal } from '../preact.ts'
import { timeOf } from '../words.ts'

/** Set by the page with each view. */
export const known = signal<ManagerView['devices']>([])

const stateWords = { starting: 'đang khởi động', ready: 'hoạt động', down: 'không hoạt động' }

export function Trace({ station, device }: { station: string; device: string }) {
  const found = known.value.find((one) => one.station === station && one.device === device)
  if (!found) return null
  const { health, kind, lastError, disagreements, retries } = found
  const cause = causeOf(found, known.value)
  const short = [
    ...(cause ? [`do ${cause.device}`] : []),
    ...(lastError ? [`lỗi ${timeOf(lastError.at)}`] : []),
    ...(health.state === 'down' && retries > 0 ? [`thử lại ${retries}`] : []),
    ...(disagreements > 0 ? [`sai ${disagreements}`] : []),
  ]
  const all = [
    `${found.device}: ${stateWords[health.state]}`,
    found.place,
    cause
      ? `Do ${kindWords(cause.kind).toLowerCase()} ${cause.device}: ${advice(cause.kind, cause.health)}`
      : advice(kind, health),
    ...traces(found),
  ]
  if (health.state === 'ready' && health.detail !== undefined) all.push(health.detail)
  if (lastError) all.push(lastError.detail)
  return (
    <small class={`trace ${health.state}`} title={all.join('\n')} data-trace={device}>
      <i aria-hidden="true" />
      <span class="said">{stateWords[health.state]}</span>
      {short.length > 0 && <span>{short.join(' · ')}</span>}
    </small>
  )
}
