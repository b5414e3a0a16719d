/** The large calls and, in the room they leave, the last ones. */
import type { HallView } from '../../../../controller/api/views.ts'
import { clockTime, longDate, offsetOf, timeOf, unbroken } from '../words.ts'
import { type Call, closedUntil, isFresh, type WallCalls, widthEm } from './current.ts'

/** Room for number and counter together, in em of the large figures; a call that stands alone is larger. */
const roomEm = 3.86
const roomAloneEm = 3.3
/** The narrowest that the counter's part is. */
const leastCounterEm = 0.75
const rowsBeside = [6, 4, 2, 0]

function Figures({ text, squeeze, label }: { text: string; squeeze: number; label: string }) {
  const natural = widthEm(text)
  return (
    <span class={`figures ${label}`} style={{ width: `${(natural * squeeze).toFixed(3)}em` }}>
      <span style={{ width: `${natural.toFixed(3)}em`, transform: `scaleX(${squeeze.toFixed(3)})` }}>
        {text}
      </span>
    </span>
  )
}

function LargeCall({
  call,
  service,
  nowMs,
  alone,
}: {
  call: Call
  service: HallView['services'][number] | undefined
  nowMs: number
  alone: boolean
}) {
  const room = alone ? roomAloneEm : roomEm
  const squeeze = Math.min(1, room / (widthEm(call.number) + widthEm(call.spoken)))
  const squeezeNumber = Math.min(squeeze, (room - leastCounterEm) / widthEm(call.number))
  const state = isFresh(call, nowMs) ? 'fresh' : call.active ? 'active' : 'past'
  return (
    <li class={`large ${state}`} style={{ '--service': service?.colour ?? '#0b2b4b' }}>
      <p class="number">
        <span class="label">
          {state === 'past' ? 'Vừa gọi số' : 'Xin mời số'}
          <b>{service && unbroken(alone ? service.name : service.shortName)}</b>
        </span>
        <Figures text={call.number} squeeze={squeezeNumber} label="ticket" />
      </p>
      <svg class="arrow" viewBox="0 0 40 80" aria-hidden="true">
        <path d="M6 6l28 34L6 74" />
      </svg>
      <p class="counter">
        <span class="label">đến quầy</span>
        <Figures text={call.spoken} squeeze={squeeze} label="to" />
      </p>
    </li>
  )
}

/** Instead of calls: why there are none, and when there will be. */
function NoCalls({
  view,
  opens,
  nowMs,
}: {
  view: HallView
  opens: string | null | undefined
  nowMs: number
}) {
  if (opens === null || (opens === undefined && view.day === null))
    return <p class="none">Trung tâm hiện không nhận giao dịch</p>
  if (opens === undefined) return <p class="none">Chưa có số nào được gọi hôm nay</p>
  const offset = offsetOf(opens)
  const [at, day] = [Date.parse(opens), longDate(Date.parse(opens), offset)]
  return (
    <p class="none">
      Ngoài giờ làm việc
      <b>
        Làm việc từ {clockTime(at, offset)}
        {day !== longDate(nowMs, offset) && `, ${day}`}
      </b>
    </p>
  )
}

export function Calls({ calls, view, nowMs }: { calls: WallCalls; view: HallView; nowMs: number }) {
  const opens = closedUntil(view.sessions, nowMs)
  const called = calls.current.some((call) => call.active || isFresh(call, nowMs))
  const service = (id: string) => view.services.find((one) => one.id === id)
  const shut = opens !== undefined || view.day === null
  const idle = calls.current.length === 0 || (shut && !called)
  const last = idle ? [] : calls.last.slice(0, rowsBeside[calls.current.length] ?? 0)
  return (
    <section class={`calls of-${calls.current.length}`} aria-label="Đang gọi">
      {idle ? (
        <NoCalls view={view} opens={opens} nowMs={nowMs} />
      ) : (
        <ol class="now">
          {calls.current.map((call) => (
            <LargeCall
              key={`${call.id} ${call.at}`}
              call={call}
              service={service(call.service)}
              nowMs={nowMs}
              alone={calls.current.length === 1}
            />
          ))}
        </ol>
      )}
      {last.length > 0 && (
        <ol class="last" aria-label="Vừa gọi">
          {last.map((call) => (
            <li key={call.id} style={{ '--service': service(call.service)?.colour ?? '#0b2b4b' }}>
              <b>{call.number}</b>
              <span>
                Quầy <b>{call.spoken}</b>
              </span>
              <time>{timeOf(call.at)}</time>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
