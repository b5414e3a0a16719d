/** What a ticket's story says: who went before it, however many waited, and why. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import type { TimedEvent } from './events.ts'
import { issueTicket, noon, smallRules } from './given.test-kit.ts'
import type { Rules } from './rules.ts'
import { initialState } from './state.ts'
import { storyOf } from './story.ts'

const minute = 60_000
const at = noon
const next = (counter: string, more = {}): Command => ({ type: 'CallNext', at, counter, ...more })
const start = (counter: string, more = {}): Command => ({ type: 'Start', at, counter, ...more })
const finish = (counter: string, more = {}): Command => ({ type: 'Finish', at, counter, ...more })

/** The events of a day in which these commands were given; none may be refused. */
function dayOf(commands: readonly Command[], rules: Rules = smallRules): TimedEvent[] {
  let state = initialState()
  const opening: Command[] = [
    { type: 'ChangeSite', at: at - 60 * minute, rules, site: {} },
    { type: 'OpenDay', at: at - 60 * minute, date: '2026-11-23' },
  ]
  return [...opening, ...commands].flatMap((command) => {
    const { events, refused } = decide(command, state)
    if (refused) throw new Error(`${command.type}: ${refused.code}`)
    state = applyAll(state, events, command.at)
    return events.map((event) => ({ ...event, at: command.at }))
  })
}
const whys = (events: TimedEvent[], ticket: string) =>
  storyOf(events, ticket)?.before.map(({ number, why }) => `${number} ${why}`)

const story = suite('a ticket’s story')
story('says what happened, who went before it, and why', () => {
  const events = dayOf([
    issueTicket('t1', 'land', { at: at - 15 * minute }),
    issueTicket('t2', 'land', { at: at - 14 * minute }),
    { type: 'CallTicket', at: at - 2 * minute, counter: 'q2', chosen: 't2' },
    next('q1'),
    start('q1', { at: at + minute }),
    finish('q1', { at: at + 3 * minute, outcome: 'accepted' }),
  ])
  const told = storyOf(events, 't1')
  assert.equal(
    told?.lines.map(({ text }) => text),
    [
      '11:45: lấy số bằng nút bấm, số A001, Đất đai, không có người chờ trước.',
      '12:00: được gọi đến quầy 1, sau 15 phút chờ.',
      '12:01: bắt đầu giao dịch tại quầy 1.',
      '12:03: kết thúc giao dịch tại quầy 1, đã tiếp nhận.',
    ],
  )
  assert.equal(
    told?.overtakenBy.map(({ text }) => text),
    ['11:58: số A002 được gọi trước, đến quầy 2, vì cán bộ chọn gọi số đó (lần vượt thứ 1, tối đa 3).'],
  )
  assert.is(storyOf(events, 'nobody'), undefined)
})
story('names whom it was passed over for though more than ten waited before it', () => {
  const queue = Array.from({ length: 25 }, (_, n) =>
    issueTicket(`t${n + 1}`, 'land', { at: at - (40 - n) * minute }),
  )
  const events = dayOf([
    ...queue,
    issueTicket('late', 'land', { at: at - minute }),
    { type: 'CallTicket', at, counter: 'q2', chosen: 'late' },
  ])
  const call = events.find(({ type }) => type === 'TicketCalled')
  assert.is(call?.type === 'TicketCalled' && call.data.why.passed.length, 10)
  assert.is(call?.type === 'TicketCalled' && call.data.why.passedCount, 25)
  for (const { id } of queue.map((_, n) => ({ id: `t${n + 1}` }))) {
    const told = storyOf(events, id)
    assert.equal(
      told?.overtakenBy.map(({ number, count }) => [number, count]),
      [['A026', 1]],
      id,
    )
  }
})
story('tells of everybody called while it waited, those who came earlier too', () => {
  const events = dayOf([
    issueTicket('t1', 'land', { at: at - 9 * minute }),
    issueTicket('f1', 'family', { at: at - 8 * minute }),
    issueTicket('t2', 'land', { at: at - 7 * minute }),
    next('q1'),
    next('q2'),
  ])
  assert.equal(whys(events, 't2'), ['A001 came-earlier', '01 came-earlier'])
  assert.equal(whys(events, 'f1'), [], 'counter 1 does not give its service')
  assert.match(storyOf(events, 't2')?.before[0]?.text ?? '', 'vì số đó lấy trước, lúc 11:51.')
})
story('explains who came later and still went first by right', () => {
  const booking = { code: 'HEN-1', service: 'land', bookedAt: at - 10 * minute }
  const events = dayOf([
    { type: 'BookAppointment', at: at - 30 * minute, ...booking },
    issueTicket('f1', 'family', { at: at - 20 * minute }),
    issueTicket('x', 'land', { at: at - 6 * minute }),
    { type: 'CheckIn', at: at - 5 * minute, newTicket: 'b', code: 'HEN-1', source: 'greeter' },
    next('q2', { at: at - 4 * minute }),
    start('q2', { at: at - 4 * minute }),
    { type: 'Transfer', at: at - 3 * minute, counter: 'q2', toService: 'land' },
    next('q1', { at: at - 2 * minute }),
    next('q2', { at: at - minute }),
  ])
  assert.equal(whys(events, 'x'), ['01 came-earlier', '01 came-earlier', 'A002 booked'])
  assert.match(storyOf(events, 'x')?.before[2]?.text ?? '', 'đã đặt lịch hẹn lúc 11:50')
})
story('says when it was its own slip, its companion or its counter that held it back', () => {
  const paper = { slip: { station: 'hall', printer: 'printer', ready: true } }
  const failed = dayOf([
    issueTicket('x', 'land', paper),
    { type: 'StartSlip', at, ticket: 'x', copy: 0 },
    { type: 'EndSlip', at, ticket: 'x', copy: 0, outcome: 'failed', reason: 'paper-out' },
    issueTicket('y'),
    next('q1'),
  ])
  assert.equal(whys(failed, 'x'), ['A002 could-not-be-called'])
  const linked = dayOf([
    issueTicket('a'),
    issueTicket('b', 'family', { link: 'a' }),
    issueTicket('c', 'family'),
    next('q1'),
    next('q2'),
  ])
  assert.equal(whys(linked, 'b'), ['02 could-not-be-called'])
  const tied = dayOf([
    issueTicket('x'),
    issueTicket('y'),
    next('q1'),
    start('q1'),
    { type: 'Transfer', at, counter: 'q1', toCounter: 'q2' },
    next('q1'),
  ])
  assert.equal(whys(tied, 'x'), ['A002 elsewhere'])
  assert.match(storyOf(tied, 'x')?.before[0]?.text ?? '', 'số này chờ riêng quầy 2')
  assert.equal(storyOf(tied, 'x')?.overtakenBy, [])
})
story.run()
