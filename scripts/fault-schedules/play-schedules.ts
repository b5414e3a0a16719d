/** Many schedules by their seeds, some at a time: each is mostly waiting. */
import { playSchedule } from './play-schedule.ts'
import { inWords, scheduleOf } from './schedule.ts'

const atOnce = 3

export async function playSchedules(asked: {
  seed: number
  count: number
  /** What was wrong, and how to see it again; and how far it is. */
  tell(line: string): void
}): Promise<{ passed: number; failed: number; events: number; duplicates: number }> {
  const { seed: first, count, tell } = asked
  const sum = { passed: 0, failed: 0, events: 0, duplicates: 0 }
  let next = first

  async function one(seed: number): Promise<void> {
    const steps = scheduleOf(seed)
    const { wrong, events, duplicates } = await playSchedule(steps).catch((error: Error) => ({
      ...{ wrong: [error.stack ?? error.message], events: 0, duplicates: 0 },
    }))
    sum.events += events
    sum.duplicates += duplicates
    if (wrong.length === 0) {
      sum.passed++
      if (sum.passed % 100 === 0) tell(`${sum.passed} schedules, ${sum.events} events`)
      return
    }
    sum.failed++
    tell(`FAILED schedule of seed ${seed}; again: scripts/link-faults --seed ${seed} --schedules 1`)
    for (const line of [...steps.map(inWords), ...wrong]) tell(`    ${line}`)
  }

  async function worker(): Promise<void> {
    while (next < first + count) await one(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return sum
}
