/** What the days before today say of it: how long things take, and when counters worked. */
import type { DayRecord } from './day-record.ts'
import { type Learned, learn } from './learned.ts'
import { type Observations, observe } from './observations.ts'
import type { WorkedDay } from './presence.ts'

export type Earlier = { learned: Learned; worked: readonly WorkedDay[] }
export const nothingEarlier: Earlier = { learned: learn([]), worked: [] }

/** Oldest first. */
export function earlierOf(days: Iterable<DayRecord>): Earlier {
  const observed: Observations[] = []
  const worked: WorkedDay[] = []
  for (const day of days) {
    // A day without visits says nothing, and makes what is older no older.
    if (day.tickets.length > 0) observed.push(observe(day.tickets))
    worked.push(...day.worked)
  }
  return { learned: learn(observed), worked }
}
