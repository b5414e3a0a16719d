/** What the queue needs of a site file: the site's services, counters and series as the domain's rules. */
import type { FilledSite } from '../hardware/site-description.ts'
import type { Outcome, Rules } from './domain/rules.ts'

/** What can have come of a visit at the counter (requirement R8). */
const outcomes: Outcome[] = [
  { code: 'accepted', vi: 'đã tiếp nhận', en: 'accepted' },
  { code: 'supplement', vi: 'yêu cầu bổ sung', en: 'supplement requested' },
  { code: 'refused', vi: 'từ chối tiếp nhận', en: 'refused' },
  { code: 'guided', vi: 'đã hướng dẫn', en: 'guided' },
  { code: 'fee-paid', vi: 'đã thu phí', en: 'fee paid' },
  { code: 'result-returned', vi: 'đã trả kết quả', en: 'result returned' },
]

export function rulesOfSite(site: FilledSite): Rules {
  return {
    series: site.series.map(({ id, prefix, width }) => ({ id, prefix, width })),
    services: site.services.map(({ id, name, series }) => ({ id, name, series })),
    counters: site.counters.map(({ id, spoken, services, opensItself }) => ({
      id,
      spoken,
      services: [...services],
      opensItself,
    })),
    outcomes,
    nextWhileCalled: site.calling.nextWhileCalled,
    outcomeRequired: site.calling.outcomeRequired,
    voidFailedAfterMinutes: site.printing.voidFailedAfterMinutes,
  }
}
