/**
 * What the parts of the greeter's page share: the views, what is chosen, the one request at a time and what came
 * of it. It decides nothing about the queue.
 */
import type { ApiError, StaffView } from '../../../../controller/api/views.ts'
import { type Answer, get, post } from '../api.ts'
import { checkIn, type Issued, issue, newRequestId, nextForStaff, stationOf } from '../issued.ts'
import { openLive } from '../live.ts'
import { signal } from '../preact.ts'

export const live = openLive(['hall', 'staff'])
export type WaitingTicket = StaffView['waiting'][number]
export type Story = { number: string; lines: { text: string }[]; before: { text: string }[] }

export const busy = signal(false)
export const said = signal<string | null>(null)
export const issued = signal<Issued | null>(null)
/** The class of the next ticket. */
export const priority = signal(false)
/** The next ticket is for the holder of this one. */
export const companion = signal<{ id: string; number: string } | null>(null)
/** Where slips come out; null: where the address says, else at the first printer. */
export const station = signal<string | null>(null)
export const stationNow = () => station.value ?? stationOf(live.hall.value)

export type Sheet =
  | { kind: 'ticket' | 'change' | 'class' | 'void' | 'link'; ticket: string }
  | { kind: 'story'; story: Story }
  | { kind: 'booking' }
  | { kind: 'unverified'; code: string; time: string }
export const sheet = signal<Sheet | null>(null)

/** Asked again with the same content after no answer came, a request keeps its id: nobody gets two numbers. */
let unanswered: { asked: string; requestId: string } | null = null

async function once<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T> | null> {
  if (busy.value) return null
  busy.value = true
  said.value = null
  const answer = await ask()
  busy.value = false
  if (!answer.ok) said.value = answer.error.message.vi
  return answer
}

async function number(
  ask: (body: Record<string, unknown>) => Promise<Answer<Issued>>,
  body: Record<string, unknown>,
): Promise<ApiError | null> {
  const at = stationNow()
  const asked = { ...body, source: 'greeter', ...(at === null ? {} : { station: at }) }
  const same = JSON.stringify(asked)
  const requestId = unanswered?.asked === same ? unanswered.requestId : newRequestId()
  const answer = await once(() => ask({ ...asked, requestId }))
  if (!answer) return null
  unanswered = !answer.ok && answer.error.refused === 'unreachable' ? { asked: same, requestId } : null
  if (!answer.ok) return answer.error
  issued.value = answer.value
  sheet.value = null
  priority.value = false
  companion.value = null
  return null
}

export const giveNumber = (service: string): Promise<ApiError | null> =>
  number(issue, {
    service,
    ...(priority.value ? { class: 'priority' } : {}),
    ...(companion.value ? { link: companion.value.id } : {}),
  })

/** An unknown code may be admitted all the same: the greeter is asked for the service and the booked time. */
export async function checkInBooked(code: string): Promise<void> {
  const error = await number(checkIn, { code })
  if (error?.refused === 'unknown-booking') {
    // The sheet itself says so.
    said.value = null
    sheet.value = { kind: 'unverified', code, time: clockNow() }
  } else if (error) said.value = [error.message.vi, nextForStaff[error.refused]].filter(Boolean).join(' ')
}
export const admit = (code: string, service: string, time: string): Promise<ApiError | null> =>
  number(checkIn, { code, unverified: { service, at: `${today()}T${time}:00${offset()}` } })

export async function settle(ticket: string, how: string, body: object = {}): Promise<void> {
  const answer = await once(() => post(`/api/tickets/${encodeURIComponent(ticket)}/${how}`, body))
  if (answer?.ok) sheet.value = null
}
export async function link(one: string, other: string): Promise<void> {
  const answer = await once(() => post('/api/tickets/link', { tickets: [one, other] }))
  if (answer?.ok) sheet.value = null
}
export async function tell(ticket: string): Promise<void> {
  const answer = await once(() => get<Story>(`/api/tickets/${encodeURIComponent(ticket)}/story`))
  if (answer?.ok) sheet.value = { kind: 'story', story: answer.value }
}

/** The site's own wall clock, whatever the tablet's is. */
const local = () => new Date(live.now.value + live.offsetMinutes.value * 60_000).toISOString()
const clockNow = () => local().slice(11, 16)
const today = () => live.hall.value?.day ?? local().slice(0, 10)
const offset = () => live.hall.value?.at.slice(-6) ?? 'Z'
