/**
 * Plays days and asks, at every issue, each way of telling how long it will take; then sees who was right. The
 * hall's own way learns as the product does: from today's tickets and what earlier days left it.
 */
import { queueOf } from '../../controller/domain/calling-rule.ts'
import { type EstimateAnswer, estimateNew } from '../../controller/domain/estimate.ts'
import { learn } from '../../controller/domain/learned.ts'
import { type Observations, observe } from '../../controller/domain/observations.ts'
import { noPresence, recordPresence, type WorkedDay, workedOn } from '../../controller/domain/presence.ts'
import type { Rules, TicketClass } from '../../controller/domain/rules.ts'
import { nothingLearned, type ServiceStats, statsOf } from '../../controller/domain/service-stats.ts'
import type { State } from '../../controller/domain/state.ts'
import type { DayPlan, Roster } from './day-plan.ts'
import { trueStats } from './oracle.ts'
import { simulate } from './simulate.ts'

export const ways = ['ours', 'last to enter service', 'head of line', 'queue ÷ rate', 'oracle'] as const
export type Way = (typeof ways)[number]
/** Seconds. `waited` is what came of it. */
export type Judged = {
  waited: number
  said: Record<Way, number>
  low: number
  high: number
  class: TicketClass
}
/** So many days are gone by. */
const earlierDays = 20
type Asked = Pick<Judged, 'said' | 'low' | 'high'>
export type Judgement = { judged: Judged[]; issued: number; withoutAnswer: number; msEach: number[] }

export function judgeEstimates(options: {
  site: string
  rules: Rules
  days: number
  learningDays: number
  seed: number
  roster: Roster
}): Judgement {
  const { rules, learningDays } = options
  const answer: Judgement = { judged: [], issued: 0, withoutAnswer: 0, msEach: [] }
  let earlier = { days: [] as Observations[], learned: nothingLearned, worked: [] as WorkedDay[] }
  let presence = noPresence
  let truth: ServiceStats | undefined
  let plan: DayPlan | undefined
  const asked: { last: Asked | null } = { last: null }
  let said = new Map<string, Asked>()
  let played = 0
  let learned = { at: 0, stats: statsOf(observe([])) }

  const estimate = (state: State, now: number, service: string, ofClass: TicketClass) => {
    asked.last = null
    if (played < learningDays || !truth || !plan) return null
    const ticket = { service, class: ofClass }
    // As the product does: what was learned a minute ago is still true.
    if (Math.abs(now - learned.at) > 60_000)
      learned = { at: now, stats: statsOf(observe(state.tickets.values()), earlier.learned) }
    const { stats } = learned
    const began = performance.now()
    const ours = estimateNew({ state, now, stats, worked: earlier.worked, presence }, ticket)
    answer.msEach.push(performance.now() - began)
    const { shifts } = plan
    const oracle = estimateNew(
      { state, now, stats: truth, roster: (counter) => shifts[counter] ?? [] },
      ticket,
    )
    if (!ours.estimate) return null
    const { low, mid, high } = ours.estimate
    asked.last = {
      low,
      high,
      said: { ours: mid, oracle: midOf(oracle, mid), ...simpleWays(state, now, service) },
    }
    return ours.estimate
  }
  const simulation = simulate({
    ...{
      site: options.site,
      rules,
      days: options.days + learningDays,
      seed: options.seed,
      roster: options.roster,
    },
    onPlan: (day, people) => {
      plan = day
      truth = trueStats(rules, people, day)
    },
    watching: {
      estimate,
      onEvents: (events) => {
        for (const event of events) {
          const { type, data } = event
          presence = recordPresence(presence, event)
          if (type !== 'TicketIssued' || played < learningDays) continue
          answer.issued++
          if (asked.last) said.set(data.ticket, asked.last)
          else answer.withoutAnswer++
        }
      },
    },
  })
  for (const { state } of simulation) {
    for (const [id, one] of said) {
      const ticket = state.tickets.get(id)
      const leg = ticket?.legs[0]
      // Who never came, came late or was given another service tells nothing about the estimate.
      if (!ticket || !leg || leg.startedAt === null || ticket.returns > 0) continue
      answer.judged.push({ ...one, class: ticket.class, waited: (leg.startedAt - leg.enteredAt) / 1000 })
    }
    said = new Map()
    const days = [...earlier.days, observe(state.tickets.values())].slice(-earlierDays)
    const worked = [...earlier.worked, ...workedOn(presence, state.latestAt)]
    earlier = { days, learned: learn(days), worked: worked.slice(-earlierDays * rules.counters.length) }
    played++
  }
  return answer
}

/** Where the oracle sees that nobody will come, it has no number; ours then counts for both. */
const midOf = ({ estimate }: EstimateAnswer, otherwise: number) => estimate?.mid ?? otherwise

function simpleWays(state: State, now: number, service: string) {
  let lastStart = 0
  let lastWait = 0
  let recent = 0
  for (const { legs } of state.tickets.values()) {
    for (const leg of legs) {
      if (leg.service !== service || leg.startedAt === null) continue
      if (leg.startedAt > now - 3_600_000) recent++
      if (leg.startedAt <= lastStart) continue
      lastStart = leg.startedAt
      lastWait = (leg.startedAt - leg.enteredAt) / 1000
    }
  }
  const queue = queueOf(state, service, now)
  const oldest = queue.reduce((least, { creditStart }) => Math.min(least, creditStart), now)
  return {
    'last to enter service': lastWait,
    'head of line': (now - oldest) / 1000,
    // Of the last hour; before anybody was started, one in six minutes.
    'queue ÷ rate': recent > 0 ? (queue.length * 3600) / recent : queue.length * 360,
  }
}
