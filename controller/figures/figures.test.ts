/** Figures out of a journal on disk, while the hall works on it. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ManualClock, manualClock } from '../../hardware/clock.sim.ts'
import { issue, type TestHall, testHall } from '../hall.test-kit.ts'
import { openDatabase } from '../journal/sqlite.ts'
import { cacheFile, maxKeptDays } from './day-cache.ts'
import { type FiguresQuery, maxDays, maxWaiting, openFigures } from './figures.ts'

const minute = 60_000
const dayMs = 86_400_000
/** Midnight in Vietnam of the first of the days that `threeDays` records. */
const first = Date.UTC(2026, 10, 22, 17)
const all: FiguresQuery = { from: first, to: first + 10 * dayMs, by: 'day' }

/** Can also jump: nobody waits for the hall to look at its clock through a whole night. */
function jumpingClock(): ManualClock & { jump(ms: number): void } {
  const clock = manualClock()
  let ahead = 0
  return {
    ...clock,
    now: () => clock.now() + ahead,
    jump(ms) {
      ahead += ms
    },
  }
}

async function visit(hall: TestHall): Promise<void> {
  await hall.ask(issue())
  await hall.clock.advance(10 * minute)
  for (const type of ['CallNext', 'Start'] as const) await hall.ask({ type, counter: 'q1' })
  await hall.clock.advance(5 * minute)
  await hall.ask({ type: 'Finish', counter: 'q1' })
}

/** Two days that are over, one, two visits; and the third, open, with one visit and somebody waiting. */
async function threeDays() {
  const clock = jumpingClock()
  const hall = await testHall({ clock })
  for (const visits of [1, 2, 1]) {
    for (let n = 0; n < visits; n++) await visit(hall)
    if (clock.now() < first + 2 * dayMs) clock.jump(dayMs - visits * 15 * minute)
  }
  await hall.ask(issue())
  return { ...hall, clock }
}

type Halls = Awaited<ReturnType<typeof threeDays>>
async function withFigures(work: (hall: Halls, figures: ReturnType<typeof openFigures>) => Promise<void>) {
  const hall = await threeDays()
  const figures = openFigures({ directory: hall.directory, clock: hall.clock })
  try {
    await work(hall, figures)
  } finally {
    await figures.close()
    await hall.end()
  }
}

async function counted(figures: ReturnType<typeof openFigures>, query = all) {
  const answer = await figures.query(query)
  if ('refused' in answer) throw new Error(answer.refused)
  return answer
}
const volumes = ({ rows }: Awaited<ReturnType<typeof counted>>) =>
  rows.map(({ key, issued, service }) => [key, issued, service.n])

const test = suite('figures of a journal')

test('days that are over and today stand beside each other', async () => {
  await withFigures(async (hall, figures) => {
    const answer = await counted(figures)
    assert.equal(volumes(answer), [
      ['2026-11-23', 1, 1],
      ['2026-11-24', 2, 2],
      ['2026-11-25', 2, 1],
    ])
    assert.equal(
      [answer.total.waiting.n, answer.total.waiting.mean, answer.total.service.mean],
      [4, 600, 300],
    )
    assert.equal(answer.period, { from: all.from, to: all.to, asOf: hall.clock.now() })
    assert.ok(answer.populations.served && answer.populations.all)
    assert.is(answer.limitSeconds, 900)
  })
})

test('a range reads its own days only, its end excluded', async () => {
  await withFigures(async (_hall, figures) => {
    const only = { ...all, from: first + dayMs, to: first + 2 * dayMs }
    assert.equal(volumes(await counted(figures, only)), [['2026-11-24', 2, 2]])
    assert.equal(volumes(await counted(figures, { ...all, to: first + dayMs })), [['2026-11-23', 1, 1]])
    assert.equal((await counted(figures, { ...all, from: first - 30 * dayMs, to: first })).rows, [])
    assert.equal((await counted(figures, { ...all, from: first + 9 * dayMs })).rows, [])
  })
})

test('the hall takes presses while a range is counted, and the next answer has them', async () => {
  await withFigures(async (hall, figures) => {
    let answered = false
    const before = counted(figures).then((answer) => {
      answered = true
      return answer
    })
    let during = 0
    while (!answered) {
      const { refused } = await hall.ask(issue())
      assert.is(refused, null)
      if (!answered) during++
    }
    assert.ok(during > 5, `${during} tickets were issued meanwhile`)
    const issued = (await before).rows.at(-1)?.issued ?? 0
    assert.ok(issued >= 2)
    assert.is((await counted(figures)).rows.at(-1)?.issued, hall.hall.state().tickets.size)
  })
})

test('kept days give what counting them anew gives, also after the file was lost or damaged', async () => {
  await withFigures(async (hall, figures) => {
    const file = join(hall.directory, cacheFile)
    const anew = await counted(figures)
    assert.ok(existsSync(file))
    const kept = openDatabase(file)
    assert.is(kept.prepare('SELECT count(*) AS n FROM days').pluck().get(), 2)
    kept.close()
    for (const by of ['day', 'hour', 'officer', 'agency'] as const) {
      const query = { ...all, by }
      const fromKept = await counted(figures, query)
      rmSync(file)
      assert.equal(fromKept, await counted(figures, query))
    }
    writeFileSync(file, 'no database')
    assert.equal(await counted(figures), anew)
  })
})

test('kept days of another history are not believed', async () => {
  await withFigures(async (hall, figures) => {
    const file = join(hall.directory, cacheFile)
    const anew = await counted(figures)
    const kept = openDatabase(file)
    kept.exec(`UPDATE days SET hash = '00', body = '{}'`)
    kept.close()
    assert.equal(await counted(figures), anew)
    const again = openDatabase(file)
    assert.is(again.prepare(`SELECT count(*) FROM days WHERE hash = '00'`).pluck().get(), 0)
    again.close()
  })
})

test('the oldest kept days make room', async () => {
  await withFigures(async (hall, figures) => {
    await counted(figures)
    const kept = openDatabase(join(hall.directory, cacheFile))
    const add = kept.prepare('INSERT INTO days VALUES (?, ?, ?)')
    kept.transaction(() => {
      for (let old = 0; old < maxKeptDays; old++) add.run(-old, 'old', '')
    })()
    const newest = () => kept.prepare('SELECT max(opened) FROM days').pluck().get()
    const before = newest()
    await counted(figures)
    assert.equal([kept.prepare('SELECT count(*) FROM days').pluck().get(), newest()], [maxKeptDays, before])
    kept.close()
  })
})

test('a day that was counted while it was open is counted anew when it is over', async () => {
  await withFigures(async (hall, figures) => {
    assert.is((await counted(figures)).rows.at(-1)?.voided, 0)
    hall.clock.jump(dayMs)
    await hall.ask(issue())
    assert.equal(
      (await counted(figures)).rows.map(({ key, voided }) => [key, voided]),
      [
        ['2026-11-23', 0],
        ['2026-11-24', 0],
        ['2026-11-25', 1],
        ['2026-11-26', 0],
      ],
    )
  })
})

test('figures want a range that runs forward and is bounded', async () => {
  await withFigures(async (_hall, figures) => {
    assert.equal(await figures.query({ ...all, to: all.from }), { refused: 'bad-range' })
    assert.equal(await figures.query({ ...all, from: Number.NaN }), { refused: 'bad-range' })
    assert.equal(await figures.query({ ...all, to: all.from + maxDays * dayMs + 1 }), { refused: 'too-long' })
    await counted(figures, { ...all, to: all.from + maxDays * dayMs })
  })
})

test('a few questions may wait for the one being answered, more are refused', async () => {
  await withFigures(async (_hall, figures) => {
    const answers = await Promise.all(Array.from({ length: maxWaiting + 2 }, () => figures.query(all)))
    assert.equal(
      answers.map((answer) => ('refused' in answer ? answer.refused : 'counted')),
      [...Array(maxWaiting).fill('counted'), 'busy', 'busy'],
    )
  })
})

test('closing stops the counting and answers who asked', async () => {
  await withFigures(async (_hall, figures) => {
    const asked = [figures.query(all), figures.query(all)]
    await figures.close()
    assert.equal(await Promise.all(asked), [{ refused: 'closed' }, { refused: 'closed' }])
    assert.equal(await figures.query(all), { refused: 'closed' })
  })
})

test('a directory without a journal is an error', async () => {
  await withFigures(async (hall, figures) => {
    const broken = openFigures({ directory: join(hall.directory, 'nowhere'), clock: hall.clock })
    await broken.query(all).then(
      () => assert.unreachable(),
      (error) => assert.instance(error, Error),
    )
    await broken.close()
    assert.is((await counted(figures)).rows.length, 3)
  })
})

test.run()
