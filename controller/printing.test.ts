import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Print } from '../firmware/messages.ts'
import { issue, onPaper, type TestHall, testHall } from './hall.test-kit.ts'
import type { Committed } from './hall.ts'
import { openPrinting, type Printing, type PrintingParts } from './printing.ts'

const test = suite('printing')
const answerMs = 5000

/** The lanes of a hall whose station is the test: what it was sent, and when. */
function lanes(
  at: TestHall,
  {
    draw = async () => ({ width: 8, height: 1, bits: 'AA==' }),
    limitMs = answerMs,
    otherPrinter = () => null,
    log,
  }: {
    log?: (line: string) => void
    otherPrinter?: (station: string, tried: readonly string[]) => string | null
    draw?: PrintingParts['draw']
    limitMs?: number
  } = {},
) {
  const sent: { station: string; message: Print }[] = []
  let wake = () => {}
  const printing: Printing = openPrinting({
    hall: at.hall,
    clock: at.clock,
    send: (station, message) => {
      if (message.type === 'print') sent.push({ station, message })
      wake()
    },
    draw,
    otherPrinter,
    answerMs: () => limitMs,
    ...(log && { log }),
  })
  at.hall.onCommit((committed: Committed) => printing.react(committed))
  const until = async (done: () => boolean) => {
    while (!done())
      await new Promise<void>((resolve) => {
        wake = resolve
        setImmediate(resolve)
      })
  }
  const slipOf = (ticket: string) => at.hall.state().tickets.get(ticket)?.slip?.state
  return {
    sent,
    printing,
    slipOf,
    jobs: (count: number) => until(() => sent.length >= count),
    settled: (ticket: string, state: string) => until(() => slipOf(ticket) === state),
    answer: (
      index: number,
      outcome: 'printed' | 'failed' | 'unknown',
      more: { nothingLeft?: true; detail?: string } = {},
    ) => {
      const job = sent[index]
      if (job) {
        const { job: id, printer } = job.message
        printing.printed({ type: 'printed', job: id, printer, outcome, ...more })
      }
    },
  }
}
const idOf = (answer: { ticket: { id: string } | null }) => answer.ticket?.id ?? ''

test('"started" is in the journal before the first byte can leave', async () => {
  const hall = await testHall()
  const { sent, jobs, answer, settled } = lanes(hall)
  const before: string[] = []
  const id = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(1)
  before.push(...hall.journal.read(0, 100).map(({ type }) => type))
  assert.is(before.at(-1), 'SlipStarted')
  assert.is(sent[0]?.message.job, `${id}/0`)
  answer(0, 'printed')
  await settled(id, 'printed')
  await hall.end()
})

test('slips of one printer come one after another', async () => {
  const hall = await testHall()
  const { sent, jobs, answer, settled, slipOf } = lanes(hall)
  const first = idOf(await hall.ask(issue('land', onPaper)))
  const second = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(1)
  assert.is(slipOf(second), 'requested')
  answer(0, 'printed')
  await settled(first, 'printed')
  await jobs(2)
  assert.is(sent[1]?.message.job, `${second}/0`)
  answer(1, 'printed')
  await settled(second, 'printed')
  await hall.end()
})

test('a printer that never answers leaves its slip unknown and holds up no other printer', async () => {
  const hall = await testHall()
  const { jobs, answer, settled } = lanes(hall)
  const stuck = idOf(await hall.ask(issue('land', onPaper)))
  const other = idOf(
    await hall.ask(issue('land', { slip: { station: 'hall', printer: 'second', ready: true } })),
  )
  await jobs(2)
  answer(1, 'printed')
  await settled(other, 'printed')
  await hall.clock.advance(answerMs)
  await settled(stuck, 'unknown')
  await hall.end()
})

const second = (_: string, tried: readonly string[]) => (tried.includes('second') ? null : 'second')

test('a second printer takes over a slip of which no byte has left, on its own paper', async () => {
  const hall = await testHall()
  const drawnFor: string[] = []
  const { sent, jobs, answer, settled } = lanes(hall, {
    otherPrinter: second,
    draw: async (_ticket, _ahead, slip) => {
      drawnFor.push(slip.printer)
      return { width: 8, height: 1, bits: 'AA==' }
    },
  })
  const id = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(1)
  answer(0, 'failed', { nothingLeft: true })
  await jobs(2)
  assert.equal(drawnFor, ['printer', 'second'])
  assert.equal([sent[1]?.message.printer, sent[1]?.message.job], ['second', `${id}/0`])
  answer(1, 'printed')
  await settled(id, 'printed')
  const types = hall.journal.read(0, 100).map(({ type }) => type)
  assert.is(types.filter((type) => type === 'SlipStarted').length, 1)
  const last = hall.journal.read(0, 100).at(-1)
  assert.equal(
    [last?.type, last?.data],
    [
      'SlipPrinted',
      { ticket: id, number: 'A001', copy: 0, station: 'hall', printer: 'printer', printedBy: 'second' },
    ],
    'the journal names who was asked and who printed',
  )
  assert.is(hall.hall.state().tickets.get(id)?.slip?.printer, 'second')
  await hall.end()
})

test('a second printer takes nothing over once a byte may have left: nobody gets two papers', async () => {
  const hall = await testHall()
  const { sent, jobs, answer, settled } = lanes(hall, { otherPrinter: second })
  const stopped = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(1)
  // The answer of a station of an earlier version, and of a slip that stopped in the middle.
  answer(0, 'failed')
  await settled(stopped, 'failed')
  const doubtful = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(2)
  answer(1, 'unknown')
  await settled(doubtful, 'unknown')
  const silent = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(3)
  await hall.clock.advance(answerMs)
  await settled(silent, 'unknown')
  assert.is(sent.length, 3)
  await hall.end()
})

test('each printer is tried once, and when none is left the slip has failed', async () => {
  const hall = await testHall()
  const { sent, jobs, answer, settled } = lanes(hall, { otherPrinter: second })
  const id = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(1)
  answer(0, 'failed', { nothingLeft: true })
  await jobs(2)
  answer(1, 'failed', { nothingLeft: true })
  await settled(id, 'failed')
  assert.is(sent.length, 2)
  const failed = hall.journal.read(0, 100).find(({ type }) => type === 'SlipFailed')?.data as object
  assert.is((failed as { printedBy?: string }).printedBy, 'second', 'where it failed last')
  await hall.end()
})

test('a repaired printer prints no backlog', async () => {
  const hall = await testHall()
  // A limit so long that the second slip can only be reached when it is stale.
  const { sent, jobs, answer, settled } = lanes(hall, { limitMs: 90_000 })
  const first = idOf(await hall.ask(issue('land', onPaper)))
  const second = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(1)
  await hall.clock.advance(62_000)
  answer(0, 'failed')
  await settled(first, 'failed')
  await settled(second, 'failed')
  assert.is(sent.length, 1)
  await hall.end()
})

test('a slip that cannot be drawn fails, and the next one prints', async () => {
  const hall = await testHall()
  let drawn = 0
  const logged: string[] = []
  const { jobs, answer, settled } = lanes(hall, {
    log: (line) => logged.push(line),
    draw: async () => {
      if (drawn++ === 0) throw new Error('no font')
      return { width: 8, height: 1, bits: 'AA==' }
    },
  })
  const first = idOf(await hall.ask(issue('land', onPaper)))
  const second = idOf(await hall.ask(issue('land', onPaper)))
  await settled(first, 'failed')
  assert.equal(reasons(hall), ['not-drawn'])
  assert.match(logged.join(), /no font/)
  await jobs(1)
  answer(0, 'printed')
  await settled(second, 'printed')
  await hall.end()
})

const reasons = (hall: TestHall) =>
  hall.journal
    .read(0, 100)
    .flatMap(({ type, data }) =>
      type === 'SlipFailed' || type === 'SlipUnknown' ? [(data as { reason: string }).reason] : [],
    )

test('an event says why by a code, the log by what the station said', async () => {
  const hall = await testHall()
  const logged: string[] = []
  const { jobs, answer, settled } = lanes(hall, { log: (line) => logged.push(line) })
  const first = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(1)
  answer(0, 'failed', { detail: 'cannot open /dev/usb/lp0: permission denied' })
  await settled(first, 'failed')
  const second = idOf(await hall.ask(issue('land', onPaper)))
  await jobs(2)
  answer(1, 'unknown')
  await settled(second, 'unknown')
  assert.equal(reasons(hall), ['unknown-fault', 'unknown-fault'])
  assert.match(logged[0] ?? '', /permission denied/)
  await hall.end()
})

test('after a restart a young slip that was not started is printed, a started one is unknown', async () => {
  const first = await testHall()
  const started = idOf(await first.ask(issue('land', onPaper)))
  const young = idOf(await first.ask(issue('land', onPaper)))
  await first.ask({ type: 'StartSlip', ticket: started, copy: 0 })
  const second = await first.reopen()
  const { printing, sent, jobs, answer, settled, slipOf } = lanes(second)
  await printing.settle()
  assert.is(slipOf(started), 'unknown')
  await jobs(1)
  assert.equal(
    sent.map(({ message }) => message.job),
    [`${young}/0`],
  )
  answer(0, 'printed')
  await settled(young, 'printed')
  await second.end()
})

test('after a long restart an old slip is not printed', async () => {
  const first = await testHall()
  const old = idOf(await first.ask(issue('land', onPaper)))
  await first.clock.advance(61_000)
  const second = await first.reopen()
  const { printing, sent, settled } = lanes(second)
  await printing.settle()
  await settled(old, 'failed')
  assert.is(sent.length, 0)
  await second.end()
})

test('closing does not wait for ever for a stuck printer', async () => {
  const hall = await testHall()
  const { printing, jobs } = lanes(hall)
  await hall.ask(issue('land', onPaper))
  await jobs(1)
  const closed = printing.close()
  await hall.clock.advance(3000)
  await closed
  await hall.end()
})

test.run()
