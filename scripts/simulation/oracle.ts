/** What nobody can know: the true distributions of a simulated day and who will be at which counter when. */
import type { QuantileTable } from '../../controller/domain/quantile-table.ts'
import { tableOf } from '../../controller/domain/quantile-table.ts'
import type { Rules } from '../../controller/domain/rules.ts'
import type { ServiceStats } from '../../controller/domain/service-stats.ts'
import type { DayPlan } from './day-plan.ts'
import { manners, type People, recallSeconds } from './people.ts'
import { randomOf } from './random.ts'

const samples = 2000

export function trueStats(rules: Rules, people: People, plan: DayPlan): ServiceStats {
  const table = (mean: number, variation: number): QuantileTable => {
    const random = randomOf('oracle', mean, variation)
    return tableOf(
      Array.from({ length: samples }, () => ({ seconds: random.gamma(mean, variation), weight: 1 })),
    )
  }
  const delay = table(manners.delay, manners.delayVariation)
  const stats: ServiceStats = {
    visits: {},
    doubt: {},
    pace: plan.mood.pace,
    noShow: {},
    transfers: {},
    anyVisit: delay,
    delay,
    walk: table(manners.walk, manners.walkVariation),
    absence: tableOf([{ seconds: recallSeconds * 3, weight: 1 }]),
  }
  for (const { id } of rules.services) {
    const one = people.services[id]
    if (!one) continue
    stats.visits[id] = table(one.visitSeconds * (plan.mood.services[id] ?? 1), one.variation)
    stats.doubt[id] = 0
    stats.noShow[id] = one.noShow
    stats.transfers[id] = one.transfers
  }
  return stats
}
