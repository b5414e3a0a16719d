/** What the calendar asks for at a moment, before anything else is decided: the day's end and the day's beginning. */
import { isWorkingDay } from './calendar.ts'
import { dateOf, minuteOf } from './local-time.ts'
import type { State } from './state.ts'

/** In this order. A clock that was set back closes nothing and opens nothing. */
export function dueCommands(
  state: State,
  now: number,
): ({ type: 'CloseDay' } | { type: 'OpenDay'; date: string })[] {
  const { rules, day, lastDay } = state
  if (!rules) return []
  const { calendar, timeZone } = rules
  const today = dateOf(now, timeZone)
  const ended = minuteOf(now, timeZone) >= calendar.dayEnds
  const due: ReturnType<typeof dueCommands> = []
  if (day !== null && (day < today || (day === today && ended))) due.push({ type: 'CloseDay' })
  const services = rules.services.map(({ id }) => id)
  if ((lastDay === null || today > lastDay) && !ended && isWorkingDay(calendar, services, today))
    due.push({ type: 'OpenDay', date: today })
  return due
}
