/**
 * Runs the compiled test files, each in a process of its own with a time limit, two at a time, and counts.
 * uvu alone would exit 0 for a file without a test, and hang for ever on a socket that stays open.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const limitMs = 180_000
const root = fileURLToPath(new URL('../../', import.meta.url))

type Result = {
  file: string
  passed: number
  failed: number
  skipped: number
  seconds: number
  output: string
}

/** Sources, not dist/: a test that was deleted or renamed must not run from yesterday's build. */
function testFiles(filters: string[]): string[] {
  return ['controller', 'displays', 'firmware', 'hardware', 'scripts']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter(
      (file) =>
        file.endsWith('.test.ts') &&
        (filters.length === 0 || filters.some((filter) => file.includes(filter))),
    )
    .sort()
}

function run(file: string): Promise<Result> {
  const started = performance.now()
  return new Promise((resolve) => {
    const compiled = join(root, 'dist', file.replace(/\.ts$/, '.js'))
    const child = spawn(process.execPath, [compiled], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (data) => {
      output += data
    })
    child.stderr.on('data', (data) => {
      output += data
    })
    const timer = setTimeout(() => {
      output += `\nstopped after ${limitMs / 1000} s`
      child.kill('SIGKILL')
    }, limitMs)
    child.on('close', (code) => {
      clearTimeout(timer)
      const count = (name: string) =>
        Number(new RegExp(`^ {2}${name}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0)
      const [total, passed, skipped] = [count('Total'), count('Passed'), count('Skipped')]
      let failed = total - passed - skipped
      if (failed === 0 && (code !== 0 || total === 0)) {
        failed = 1
        if (code === 0) output += '\nno test ran: does the file end with .run()?'
      }
      resolve({ file, passed, failed, skipped, seconds: (performance.now() - started) / 1000, output })
    })
  })
}

const files = testFiles(process.argv.slice(2))
const results: Result[] = []
const waiting = [...files]
async function worker(): Promise<void> {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const result = await run(file)
    results.push(result)
    const { passed, failed, skipped, seconds } = result
    console.log(
      `${failed ? 'FAILED' : 'ok    '} ${file} (${passed} passed${skipped ? `, ${skipped} skipped` : ''}, ${seconds.toFixed(1)} s)`,
    )
    if (failed) console.log(result.output.replace(/^/gm, '    '))
    else for (const line of result.output.match(/^skipped: .*$/gm) ?? []) console.log(`       ${line}`)
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker))

const only = files.filter((file) => /\.only\(/.test(readFileSync(join(root, file), 'utf8')))
for (const file of only) console.log(`FAILED ${file}: .only( hides its other tests`)
const sum = (pick: (result: Result) => number) => results.reduce((total, result) => total + pick(result), 0)
const failed = sum((result) => result.failed) + only.length + (files.length === 0 ? 1 : 0)
if (files.length === 0) console.log('no test file matches')
console.log(`${sum((result) => result.passed)} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
