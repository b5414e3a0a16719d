/**
 * `scripts/bench`: runs the named measurements, or all, one after another, and prints them as Markdown.
 * Exit 1 when an aim was missed, 2 when there is no measurement of that name.
 */
import { benchCommands } from './commands.ts'
import { benchDrain } from './drain.ts'
import { benchEstimate } from './estimate.ts'
import { benchLatency } from './latency.ts'
import { machine } from './machine.ts'
import { benchMemory } from './memory.ts'
import { benchStartUp } from './start-up.ts'
import { type Result, table } from './table.ts'

const measurements: Record<string, () => Promise<Result>> = {
  commands: () => benchCommands({ slowedMs: 0 }),
  'slow-disk': () => benchCommands({ slowedMs: 20 }),
  latency: benchLatency,
  memory: benchMemory,
  'start-up': benchStartUp,
  estimate: benchEstimate,
  drain: benchDrain,
}

async function main(): Promise<number> {
  const asked = process.argv.slice(2)
  const unknown = asked.find((name) => !Object.hasOwn(measurements, name))
  if (unknown !== undefined) {
    console.error(`There is no measurement "${unknown}"; there are: ${Object.keys(measurements).join(', ')}`)
    return 2
  }
  console.log(`${machine()}\n`)
  let missed = 0
  for (const [name, measure] of Object.entries(measurements)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    console.error(`measuring ${name} …`)
    const result = await measure()
    console.log(`${table(result)}\n`)
    missed += result.aims.filter(({ met }) => !met).length
  }
  return missed > 0 ? 1 : 0
}

process.exitCode = await main()
