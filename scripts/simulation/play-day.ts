/**
 * Plays a planned day through the real domain: visitors and officers send commands, `decide` answers, `evolve`
 * folds. A refusal where none is expected throws: the simulation would be telling of another hall.
 */
import type { Command } from '../../controller/domain/commands.ts'
import { applyAll, type Decision, decide } from '../../controller/domain/decide.ts'
import type { TimedEvent } from '../../controller/domain/events.ts'
import type { Rules, TicketClass } from '../../controller/domain/rules.ts'
import { type State, serviceOf } from '../../controller/domain/state.ts'
import { openAgenda } from './agenda.ts'
import type { DayPlan, Stop, Visitor } from './day-plan.ts'
import { manners, recallSeconds } from './people.ts'
import { randomOf } from './random.ts'

export type Estimated = { low: number; mid: number; high: number }
export type Watching = {
  onEvents?(events: readonly TimedEvent[]): void
  /** What the slip says; asked before each issue. */
  estimate?(state: State, now: number, service: string, ofClass: TicketClass): Estimated | null
}
type Job =
  | { do: 'arrive'; visitor: Visitor }
  /** Only the newest of a counter counts: whoever wakes an officer makes the earlier plan void. */
  | { do: 'work'; counter: string; plan: number }
  | { do: 'meet'; counter: string; ticket: string; recalls: number }
  /** `whole`: the visit ends then, else it is put on hold. */
  | { do: 'serve'; counter: string; ticket: string; whole: boolean }
  | { do: 'printed' | 'correct' | 'leave' | 'return'; ticket: string }
  | { do: 'back'; counter: string; ticket: string }
  | { do: 'close' }
type Refusal = NonNullable<Decision['refused']>['code']

/** The state after `CloseDay`, with all of the day's tickets in it. */
export function playDay(
  before: State,
  options: { rules: Rules; plan: DayPlan; seed: number; watching?: Watching },
): State {
  const { rules, plan, seed, watching } = options
  const random = randomOf('manners', seed, plan.date)
  const agenda = openAgenda<Job>()
  const visitors = new Map<string, Visitor>()
  /** Officers with nobody to call. */
  const asleep = new Set<string>()
  const backAtCounter = new Map<string, string[]>()
  const plans = new Map<string, number>()
  let state = before

  function tell(command: Command, ...expected: Refusal[]): Decision {
    const decision = decide(command, state)
    if (decision.refused && !expected.includes(decision.refused.code))
      throw new Error(`${command.type} on ${plan.date}: ${decision.refused.code}`)
    if (decision.events.length > 0) {
      state = applyAll(state, decision.events, command.at)
      watching?.onEvents?.(decision.events.map((event) => ({ ...event, at: command.at })))
    }
    return decision
  }
  const after = (at: number, seconds: number, job: Job) => agenda.note(at + Math.round(seconds * 1000), job)
  function workAt(at: number, counter: string): void {
    const turn = (plans.get(counter) ?? 0) + 1
    plans.set(counter, turn)
    agenda.note(at, { do: 'work', counter, plan: turn })
  }
  const workLater = (at: number, counter: string) =>
    workAt(at + Math.round(random.gamma(manners.delay, manners.delayVariation) * 1000), counter)
  const wake = (at: number, service: string) => {
    for (const counter of asleep) {
      if (!state.counters.get(counter)?.services.includes(service)) continue
      asleep.delete(counter)
      workLater(at, counter)
    }
  }
  const outcome = rules.outcomes[0] ? { outcome: rules.outcomes[0].code } : {}
  const paceOf = (counter: string) => plan.mood.pace[counter] ?? 1

  function arrive(at: number, visitor: Visitor): void {
    const ticket = `${plan.date}-${visitors.size + 1}`
    const service = visitor.wrongButton ?? visitor.stops[0]?.service ?? ''
    const estimate = watching?.estimate?.(state, at, service, visitor.class) ?? null
    const paper =
      visitor.source === 'greeter' ? {} : { slip: { station: 'hall', printer: 'printer', ready: true } }
    const { refused } = tell(
      {
        type: 'IssueTicket',
        at,
        newTicket: ticket,
        service,
        source: visitor.source,
        class: visitor.class,
        ...(estimate ? { estimate } : {}),
        ...paper,
      },
      'service-cut-off',
      'service-not-yet',
      'service-closed',
      'daily-limit',
    )
    if (refused) return
    visitors.set(ticket, visitor)
    if (paper.slip) {
      tell({ type: 'StartSlip', at, ticket, copy: 0 })
      after(at, 1.5, { do: 'printed', ticket })
    }
    if (visitor.wrongButton) after(at, 90, { do: 'correct', ticket })
    if (visitor.leavesAt) agenda.note(visitor.leavesAt, { do: 'leave', ticket })
    wake(at, service)
  }

  const stopNow = (ticket: string): Stop | undefined =>
    visitors.get(ticket)?.stops[(state.tickets.get(ticket)?.legs.length ?? 1) - 1]

  /** An officer without a visitor: comes, goes, takes up who is back, or calls. */
  function work(at: number, counter: string): void {
    const present = state.counters.get(counter)
    const shifts = plan.shifts[counter] ?? []
    if (!present || at >= plan.closesAt) return
    const shift = shifts.find(({ from, to }) => at >= from && at < to)
    const next = shifts.find(({ from }) => from > at)
    if (!shift) {
      if (present.open && present.paused === null) leaveDesk(at, counter, next?.from)
      if (next) workAt(next.from, counter)
      return
    }
    if (!present.open) tell({ type: 'OpenCounter', at, counter })
    if (present.paused !== null) tell({ type: 'ResumeCounter', at, counter })
    if (present.officer === null) tell({ type: 'LogIn', at, counter, officer: `cb-${counter}` })
    const held = backAtCounter.get(counter)?.shift()
    if (held) {
      tell({ type: 'Resume', at, counter, held })
      const stop = stopNow(held)
      const rest = ((stop?.visit ?? 60) - (stop?.hold?.after ?? 0)) * paceOf(counter)
      after(at, rest, { do: 'serve', counter, ticket: held, whole: true })
      return
    }
    const { ticket, refused } = tell({ type: 'CallNext', at, counter }, 'nobody-waiting')
    if (refused || ticket === undefined) rest(at, counter, shift.to)
    else meetLater(at, counter, ticket)
  }

  function rest(at: number, counter: string, until: number): void {
    asleep.add(counter)
    workAt(Math.max(at + 1, until), counter)
  }

  function leaveDesk(at: number, counter: string, backAt: number | undefined): void {
    const reason = rules.pauseReasons[0]?.code
    if (backAt !== undefined && backAt - at < 30 * 60_000 && reason !== undefined)
      tell({ type: 'PauseCounter', at, counter, reason })
    else {
      if (state.counters.get(counter)?.officer) tell({ type: 'LogOut', at, counter })
      tell({ type: 'CloseCounter', at, counter })
    }
  }

  function meetLater(at: number, counter: string, ticket: string): void {
    const comes = visitors.get(ticket)?.comes || (state.tickets.get(ticket)?.returns ?? 0) > 0
    if (comes) after(at, stopNow(ticket)?.walk ?? 20, { do: 'meet', counter, ticket, recalls: 0 })
    else after(at, recallSeconds, { do: 'meet', counter, ticket, recalls: 1 })
  }

  /** The visitor stands there, or does not. */
  function meet(
    at: number,
    { counter, ticket, recalls }: { counter: string; ticket: string; recalls: number },
  ): void {
    if (recalls > 2) {
      tell({ type: 'NoShow', at, counter })
      const back = visitors.get(ticket)?.returnsAfter ?? null
      if (back !== null) after(at, back, { do: 'return', ticket })
      workLater(at, counter)
    } else if (recalls > 0) {
      tell({ type: 'Recall', at, counter })
      after(at, recallSeconds, { do: 'meet', counter, ticket, recalls: recalls + 1 })
    } else {
      tell({ type: 'Start', at, counter })
      const stop = stopNow(ticket)
      const seconds = (stop?.hold?.after ?? stop?.visit ?? 60) * paceOf(counter)
      after(at, seconds, { do: 'serve', counter, ticket, whole: !stop?.hold })
    }
  }

  /** The visit, or the part before the hold, is over. */
  function served(
    at: number,
    { counter, ticket, whole }: { counter: string; ticket: string; whole: boolean },
  ): void {
    const legs = state.tickets.get(ticket)?.legs.length ?? 1
    const visitor = visitors.get(ticket)
    const reason = rules.holdReasons[0]?.code
    const toService = visitor?.stops[legs]?.service
    const hold = whole ? null : visitor?.stops[legs - 1]?.hold
    if (hold && reason !== undefined) {
      tell({ type: 'Hold', at, counter, reason })
      after(at, hold.away, { do: 'back', counter, ticket })
    } else if (toService !== undefined) {
      tell({ type: 'Transfer', at, counter, toService })
      wake(at, toService)
    } else tell({ type: 'Finish', at, counter, ...outcome })
    workLater(at, counter)
  }

  function happen(at: number, job: Job): void {
    switch (job.do) {
      case 'arrive':
        arrive(at, job.visitor)
        return
      case 'work':
        if (plans.get(job.counter) !== job.plan) return
        asleep.delete(job.counter)
        work(at, job.counter)
        return
      case 'meet':
        meet(at, job)
        return
      case 'serve':
        served(at, job)
        return
      case 'printed':
        tell({ type: 'EndSlip', at, ticket: job.ticket, copy: 0, outcome: 'printed', reason: '' })
        return
      case 'back': {
        backAtCounter.set(job.counter, [...(backAtCounter.get(job.counter) ?? []), job.ticket])
        if (asleep.delete(job.counter)) workLater(at, job.counter)
        return
      }
      case 'correct': {
        const service = visitors.get(job.ticket)?.stops[0]?.service
        const reason = rules.changeReasons[0]?.code
        if (state.tickets.get(job.ticket)?.state !== 'waiting' || !service || !reason) return
        tell({ type: 'ChangeTicket', at, ticket: job.ticket, service, reason })
        wake(at, service)
        return
      }
      case 'leave': {
        const reason = rules.voidReasons[0]?.code
        if (state.tickets.get(job.ticket)?.state !== 'waiting' || !reason) return
        tell({ type: 'VoidTicket', at, ticket: job.ticket, reason })
        return
      }
      case 'return': {
        const { refused } = tell({ type: 'ReturnTicket', at, ticket: job.ticket }, 'return-too-late')
        const ticket = state.tickets.get(job.ticket)
        if (!refused && ticket) wake(at, serviceOf(ticket))
        return
      }
      case 'close':
        tell({ type: 'CloseDay', at })
    }
  }

  tell({ type: 'OpenDay', at: plan.opensAt, date: plan.date })
  for (const [counter, { open }] of state.counters)
    if (open) tell({ type: 'CloseCounter', at: plan.opensAt, counter })
  for (const { id } of rules.counters) workAt(plan.opensAt, id)
  for (const visitor of plan.visitors) agenda.note(visitor.at, { do: 'arrive', visitor })
  agenda.note(plan.closesAt, { do: 'close' })
  while (state.day !== null) {
    const entry = agenda.next()
    if (!entry) throw new Error('the day never ended')
    happen(entry.at, entry.what)
  }
  return state
}
