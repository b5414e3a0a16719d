/**
 * `scripts/link-faults`: plays seeded schedules of faults and says which of them lost something. Exit 0: none. 1: some,
 * each with its seed and how to play it again. 2: asked wrongly.
 */
import { parseArgs } from 'node:util'
import { playSchedules } from './play-schedules.ts'

const usage = 'usage: scripts/link-faults [--schedules N] [--seed N]'

async function main(): Promise<number> {
  let asked: { count: number; seed: number }
  try {
    const { values } = parseArgs({
      options: { schedules: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
    })
    asked = { count: Number(values.schedules), seed: Number(values.seed) }
    if (!Object.values(asked).every((one) => Number.isSafeInteger(one) && one >= 0))
      throw new Error('--schedules and --seed are whole numbers')
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    return 2
  }
  console.log(`schedules ${asked.seed} to ${asked.seed + asked.count - 1}`)
  const { passed, failed } = await playSchedules({ ...asked, tell: console.log })
  console.log(`${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
}

process.exitCode = await main()
