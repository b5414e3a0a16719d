import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../hardware/clock.sim.ts'
import { smallRules } from './domain/given.test-kit.ts'
import { issue, testHall } from './hall.test-kit.ts'
import type { Committed } from './hall.ts'

const test = suite('the hall')

const types = (journal: { read(after: number, limit: number): { type: string }[] }) =>
  journal.read(0, 1000).map(({ type }) => type)

test('opens with the site in force and the day open, and says both in the journal', async () => {
  const { hall, journal, end } = await testHall()
  assert.equal(types(journal), ['SiteChanged', 'DayOpened', 'CounterOpened', 'CounterOpened'])
  assert.is(hall.state().day, '2026-11-23')
  await end()
})

test('a start with the same site writes nothing, with another one says what changed', async () => {
  const first = await testHall()
  const again = await first.reopen()
  assert.is(again.journal.lastSeq(), 4)
  await again.hall.close()
  await again.journal.close()
  const changed = await testHall({
    directory: first.directory,
    clock: first.clock,
    rules: { ...smallRules, nextWhileCalled: 'refuse' },
  })
  assert.equal(types(changed.journal).slice(4), ['SiteChanged'])
  await changed.end()
})

test('commands that wait together share one transaction and keep their order', async () => {
  const { ask, journal, end } = await testHall()
  const before = journal.commits()
  const answers = await Promise.all([
    ask(issue()),
    ask(issue()),
    ask({ type: 'CallNext', counter: 'q1' }),
    ask(issue()),
  ])
  assert.is(journal.commits() - before, 1)
  assert.equal(
    answers.map(({ ticket }) => ticket?.number),
    ['A001', 'A002', 'A001', 'A003'],
  )
  await end()
})

test('whoever asked is answered before screens and messages are made, and all of them still are', async () => {
  const { ask, hall, end } = await testHall()
  const order: string[] = []
  const told = new Promise<void>((resolve) =>
    hall.onCommit(({ events }) => {
      order.push(...events.map(({ event }) => event.type))
      resolve()
    }),
  )
  await ask(issue()).then(() => order.push('answered'))
  await told
  assert.equal(order, ['answered', 'TicketIssued'])
  await end()
})

test('a refused command in a batch takes nothing from the others', async () => {
  const { ask, end } = await testHall()
  const [good, bad, last] = await Promise.all([ask(issue()), ask(issue('nothing')), ask(issue())])
  assert.equal(
    [good.ticket?.number, bad.refused?.code, last.ticket?.number],
    ['A001', 'unknown-service', 'A002'],
  )
  await end()
})

test('fourteen callers at seven counters over two thousand tickets: each is called once', async () => {
  const counters = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7']
  const rules = {
    ...smallRules,
    counters: counters.map((id, index) => ({
      id,
      spoken: String(index + 1),
      services: ['land'],
      opensItself: true,
      agency: null,
      preference: {},
    })),
  }
  const { ask, end } = await testHall({ rules })
  await Promise.all(Array.from({ length: 2000 }, () => ask(issue())))
  const called: string[] = []
  const caller = async (counter: string) => {
    for (;;) {
      const { ticket, refused } = await ask({ type: 'CallNext', counter })
      if (refused?.code === 'nobody-waiting') return
      if (ticket) called.push(ticket.number)
    }
  }
  await Promise.all([...counters, ...counters].map(caller))
  assert.is(called.length, 2000)
  assert.is(new Set(called).size, 2000)
  await end()
})

test('a full disk refuses with a reason, changes nothing, and the hall goes on when there is room', async () => {
  const full = await testHall({ maxPages: 40 })
  let last = ''
  for (;;) {
    const { ticket, refused } = await full.ask(issue())
    if (refused) {
      assert.is(refused.code, 'not-recorded')
      break
    }
    last = ticket?.number ?? ''
  }
  assert.ok(full.hall.failure())
  const shown = [...full.hall.state().tickets.values()].at(-1)?.number
  assert.is(shown, last, 'what could not be written is not shown')
  await full.hall.close()
  await full.journal.close()
  const roomy = await testHall({ directory: full.directory, clock: full.clock })
  const { ticket } = await roomy.ask(issue())
  assert.is(Number(ticket?.number.slice(1)), Number(last.slice(1)) + 1)
  assert.is(roomy.hall.failure(), null)
  await roomy.end()
})

test('what a restart finds is what was there', async () => {
  const first = await testHall()
  await first.ask(issue())
  await first.ask(issue('family'))
  await first.ask({ type: 'CallNext', counter: 'q2' })
  const before = first.hall.state()
  const second = await first.reopen()
  assert.equal(second.hall.state(), before)
  await second.end()
})

test('midnight ends the day and opens the next without anybody’s help', async () => {
  // 23:59:50 in Vietnam.
  const clock = manualClock(Date.UTC(2026, 10, 23, 16, 59, 50))
  const { ask, hall, journal, end } = await testHall({ clock })
  await ask(issue())
  const committed = new Promise<Committed>((resolve) => hall.onCommit(resolve))
  await clock.advance(10_001)
  await committed
  assert.is(hall.state().day, '2026-11-24')
  assert.equal(types(journal).slice(5), [
    'TicketVoided',
    'DayClosed',
    'DayOpened',
    'CounterOpened',
    'CounterOpened',
  ])
  assert.is((await ask(issue())).ticket?.number, 'A001')
  await end()
})

test('a start after days without power closes the old day first', async () => {
  const first = await testHall()
  await first.ask(issue())
  await first.hall.close()
  await first.journal.close()
  const clock = manualClock(Date.UTC(2026, 10, 30, 1, 0, 0))
  const later = await testHall({ directory: first.directory, clock })
  assert.equal(types(later.journal).slice(5), [
    'TicketVoided',
    'DayClosed',
    'DayOpened',
    'CounterOpened',
    'CounterOpened',
  ])
  assert.is(later.hall.state().day, '2026-11-30')
  await later.end()
})

test('a clock that was set back opens no old day: numbers go on', async () => {
  const first = await testHall()
  await first.ask(issue())
  await first.hall.close()
  await first.journal.close()
  const clock = manualClock(Date.UTC(2020, 0, 1))
  const back = await testHall({ directory: first.directory, clock })
  assert.is((await back.ask(issue())).ticket?.number, 'A002')
  await back.end()
})

test('every event carries who, why, when by which clock', async () => {
  const { ask, journal, end } = await testHall()
  await ask(issue())
  const event = journal.read(4, 1)[0]
  assert.equal(
    [event?.actor, event?.cause, event?.clock.bootId, event?.v],
    [{ kind: 'system' }, 'test', 'test', 1],
  )
  assert.match(event?.at ?? '', /^2026-11-23T08:00:00\.\d{3}\+07:00$/)
  await end()
})

test('after it closes, commands are refused instead of lost in silence', async () => {
  const { ask, hall, end } = await testHall()
  await hall.close()
  assert.is((await ask(issue())).refused?.code, 'day-closed')
  await end()
})

test.run()
