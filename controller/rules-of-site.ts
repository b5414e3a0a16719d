/** What the queue needs of a site file: the site's services, counters, series and hours as the domain's rules. */
import { minutesOf, spanOf, weekdays } from '../hardware/check-sessions.ts'
import type { FilledSite } from '../hardware/site-description.ts'
import type { Calendar, Session } from './domain/calendar.ts'
import type { Coded, Rules } from './domain/rules.ts'

type CodedOfSite = FilledSite['outcomes'][number]
const coded = ({ code, vi, en }: CodedOfSite): Coded => ({ code, vi, en: en ?? vi })
/** The hall voids with it, so it is there whatever the site lists. */
const slipFailed: Coded = { code: 'slip-failed', vi: 'phiếu in lỗi', en: 'the slip failed' }

export function rulesOfSite(site: FilledSite): Rules {
  const { calling, printing, rating, reasons } = site
  const voidReasons = reasons.void.map(coded)
  return {
    timeZone: site.timeZone,
    calendar: calendarOf(site),
    series: site.series.map(({ id, prefix, width }) => ({ id, prefix, width })),
    services: site.services.map(({ id, name, series, agency, closed }) => ({
      id,
      name,
      series,
      agency: agency ?? null,
      ...(closed ? { closed } : {}),
    })),
    counters: site.counters.map(({ id, spoken, services, opensItself, agency, preference }) => ({
      id,
      spoken,
      services: [...services],
      opensItself,
      agency: agency ?? null,
      preference: Object.fromEntries((preference ?? []).map(({ service, weight }) => [service, weight])),
    })),
    classes: [
      { id: 'ordinary', rate: 1 },
      { id: 'booked', rate: calling.bookedRate },
      { id: 'priority', rate: calling.priorityRate },
    ],
    outcomes: site.outcomes.map(coded),
    holdReasons: reasons.hold.map(coded),
    pauseReasons: reasons.pause.map(coded),
    changeReasons: reasons.change.map(coded),
    voidReasons: voidReasons.some(({ code }) => code === slipFailed.code)
      ? voidReasons
      : [...voidReasons, slipFailed],
    maxOvertakes: calling.maxOvertakes,
    nextWhileCalled: calling.nextWhileCalled,
    outcomeRequired: calling.outcomeRequired,
    voidFailedAfterMinutes: printing.voidFailedAfterMinutes,
    returnWithinMinutes: calling.returnWithinMinutes,
    returnBehind: calling.returnBehind,
    transferCredit: calling.transferCredit,
    bookingGraceMinutes: calling.bookingGraceMinutes,
    rating: {
      words: rating.words.length,
      satisfied: rating.satisfied,
      withinMinutes: rating.withinMinutes,
    },
  }
}

type Week = NonNullable<FilledSite['services'][number]['week']>
const sessions = (texts: readonly string[] | undefined): Session[] =>
  (texts ?? []).flatMap((text) => spanOf(text) ?? [])
const weekOf = (week: Week | undefined): Session[][] | null =>
  week ? weekdays.map((day) => sessions(week[day])) : null

function calendarOf(site: FilledSite): Calendar {
  const { hours } = site
  return {
    week: weekOf(hours?.week),
    holidays: [...(hours?.holidays ?? [])],
    extra: (hours?.extra ?? []).map((extra) => ({
      date: extra.date,
      services: extra.services ?? null,
      sessions: sessions(extra.sessions),
    })),
    dayEnds: hours ? minutesOf(hours.dayEnds) : 1440,
    services: Object.fromEntries(
      site.services.map(({ id, week, issueBeforeMinutes, cutOffMinutes, dailyLimit }) => [
        id,
        {
          week: weekOf(week),
          issueBefore: issueBeforeMinutes,
          cutOff: cutOffMinutes,
          dailyLimit: dailyLimit ?? null,
        },
      ]),
    ),
  }
}
