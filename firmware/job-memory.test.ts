import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { jobMemory, jobsKept } from './job-memory.ts'
import { lane } from './lane.ts'

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const test = suite('jobs of a station')

test('a job is done once; asked again while it runs it is ignored, later it gets its recorded outcome', async () => {
  const reports: string[] = []
  const memory = jobMemory<string>({ report: (outcome) => reports.push(outcome) })
  let done = 0
  let finish = (_: string) => {}
  const work = () => {
    done++
    return new Promise<string>((resolve) => {
      finish = resolve
    })
  }
  memory.run('j', work)
  memory.run('j', work)
  assert.equal(reports, [])
  finish('printed')
  await settle()
  memory.run('j', work)
  assert.is(done, 1)
  assert.equal(reports, ['printed', 'printed'])
})

test('the last two hundred jobs are remembered and no more; a running one is never forgotten', async () => {
  let done = 0
  const memory = jobMemory<number>({ report: () => {} })
  let runningTwice = 0
  const never = () => {
    runningTwice++
    return new Promise<number>(() => {})
  }
  memory.run('long', never)
  const count = async () => ++done
  for (let i = 0; i <= jobsKept; i++) {
    memory.run(`j${i}`, count)
    await settle()
  }
  const before = done
  memory.run(`j${jobsKept}`, count)
  memory.run('j2', count)
  assert.is(done, before)
  memory.run('j0', count)
  assert.is(done, before + 1)
  memory.run('long', never)
  assert.is(runningTwice, 1)
})

test('work in a lane goes one after another, survives a failure, and is refused when the lane is full', async () => {
  const one = lane({ limit: 2 })
  const seen: string[] = []
  let release = () => {}
  const first = one.run(async () => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    seen.push('first')
    throw new Error('broken')
  })
  const second = one.run(async () => seen.push('second'))
  assert.is(
    one.run(async () => 1),
    undefined,
  )
  await settle()
  assert.equal(seen, [])
  release()
  await first?.catch(() => seen.push('failed'))
  await second
  assert.equal(seen.sort(), ['failed', 'first', 'second'])
  assert.is(await one.run(async () => 1), 1)
})

test.run()
