/**
 * What was typed or scanned so far, the one request, and what came of it. A scanner types the code and Enter;
 * keys on the screen do the same. Whatever is shown goes away by itself, for the next visitor.
 */
import type { ApiError } from '../../../../controller/api/views.ts'
import { checkIn, type Issued, newRequestId, stationOf } from '../issued.ts'
import { openLive } from '../live.ts'
import { signal } from '../preact.ts'

export const live = openLive(['hall'])
export const mostCharacters = 40
export const code = signal('')
export const busy = signal(false)
export type Outcome = { ticket: Issued } | { error: ApiError; code: string }
export const outcome = signal<Outcome | null>(null)

const shownMs = { ticket: 20_000, error: 30_000 }
/** A code that nobody finished is no beginning for the next visitor's. */
const forgottenMs = 60_000
let timer: ReturnType<typeof setTimeout> | undefined
/** The request whose answer never came: asked again, it is the same request. */
let unanswered: { code: string; requestId: string } | null = null

const later = (ms: number) => {
  clearTimeout(timer)
  timer = setTimeout(startAgain, ms)
}

export function startAgain(): void {
  clearTimeout(timer)
  code.value = ''
  outcome.value = null
}

export function type(character: string): void {
  if (busy.value) return
  if (outcome.value) startAgain()
  if (code.value.length < mostCharacters) code.value += character
  later(forgottenMs)
}
export function erase(): void {
  code.value = code.value.slice(0, -1)
}

export async function submit(): Promise<void> {
  const typed = code.value
  if (busy.value || typed === '' || outcome.value) return
  clearTimeout(timer)
  busy.value = true
  const requestId = unanswered?.code === typed ? unanswered.requestId : newRequestId()
  const station = stationOf(live.hall.value)
  const answer = await checkIn({
    code: typed,
    requestId,
    source: 'touch-screen',
    ...(station === null ? {} : { station }),
  })
  unanswered = !answer.ok && answer.error.refused === 'unreachable' ? { code: typed, requestId } : null
  outcome.value = answer.ok ? { ticket: answer.value } : { error: answer.error, code: typed }
  code.value = ''
  busy.value = false
  later(answer.ok ? shownMs.ticket : shownMs.error)
}

/** After no answer: the same code again. */
export function again(): void {
  const was = outcome.value
  startAgain()
  if (was && 'error' in was) code.value = was.code
  if (code.value !== '') void submit()
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return
  if (/^[A-Za-z0-9-]$/.test(event.key)) type(event.key)
  else if (event.key === 'Backspace') erase()
  else if (event.key === 'Escape') startAgain()
  else if (event.key === 'Enter') {
    // With nothing typed, Enter presses the button that has the focus.
    if (code.value === '') return
    void submit()
  } else return
  event.preventDefault()
})
