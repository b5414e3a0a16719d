/**
 * Runs in the guest: makes the world around the Pi, starts the shipped controller on it, and runs the checks of
 * every `checks/*.check.ts`, of those in one share (`--share apart|at-work`), or of those whose name contains an
 * argument. Ends with "N passed, N failed".
 */
import { readdirSync } from 'node:fs'
import { release } from 'node:os'
import { parseArgs } from 'node:util'
import { type CheckFile, orderOf, type Share, shareOf } from './check.ts'
import { hallUnderCheck } from './hall.ts'
import { writeSite } from './site.ts'
import { makeWorld } from './world/world.ts'

type Registered = { name: string; run: () => Promise<void>; withinMs: number }

const usualLimitMs = 60_000
const folder = new URL('./checks/', import.meta.url)

async function loadFiles(filters: string[], share?: Share): Promise<CheckFile[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.check.js'))
    .filter((name) => filters.length === 0 || filters.some((filter) => name.includes(filter)))
    .map((name) => name.replace('.check.js', ''))
    .sort()
  // A name that the bundler understands: it takes in every file that may be meant.
  const files = await Promise.all(
    names.map(async (name) => ((await import(`./checks/${name}.check.ts`)) as { checks: CheckFile }).checks),
  )
  return files.filter((file) => !share || shareOf(file) === share).sort((a, b) => orderOf(a) - orderOf(b))
}

async function within({ name, run, withinMs }: Registered): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${withinMs / 1000} s: ${name}`)), withinMs)
  })
  await Promise.race([run(), late]).finally(() => clearTimeout(timer))
}

async function main(): Promise<boolean> {
  const seconds = () => (performance.now() / 1000).toFixed(1)
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { share: { type: 'string' } },
  })
  const files = await loadFiles(positionals, values.share as Share | undefined)
  writeSite(files)
  const world = await makeWorld()
  for (const file of files) await file.plug?.(world)
  console.log(
    `Linux ${release()}, ${process.arch}, Node ${process.version}: the world stands after ${seconds()} s`,
  )

  const hall = hallUnderCheck()
  let started = false
  let passed = 0
  let failed = 0
  for (const file of files) {
    if (!started && orderOf(file) >= 0) {
      const from = performance.now()
      await hall.start()
      started = true
      console.log(`the hall is ready after ${((performance.now() - from) / 1000).toFixed(1)} s`)
    }
    const registered: Registered[] = []
    file.add(
      (name, run, { withinMs = usualLimitMs } = {}) => registered.push({ name, run, withinMs }),
      world,
      hall,
    )
    for (const check of registered) {
      const from = performance.now()
      try {
        await within(check)
        passed++
        console.log(`ok     ${check.name} (${(performance.now() - from).toFixed(0)} ms)`)
      } catch (error) {
        failed++
        const { stack, details = '' } = error as Error & { details?: string }
        console.log(`FAILED ${check.name}\n       ${`${stack}\n${details}`.replaceAll('\n', '\n       ')}`)
      }
    }
  }
  await hall.kill()
  if (passed + failed === 0) {
    console.log('no check matches')
    failed = 1
  }
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0
}

// Threads that wait in a device keep no one from ending.
main().then(
  (well) => process.exit(well ? 0 : 1),
  (error) => {
    console.log(error)
    process.exit(1)
  },
)
