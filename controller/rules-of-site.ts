/** What the queue needs of a site file: the site's services, counters, series and hours as the domain's rules. */
import { minutesOf, spanOf, weekdays } from '../hardware/check-sessions.ts'
import type { FilledSite } from '../hardware/site-description.ts'
import type { Calendar, Session } from './domain/calendar.ts'
import type { Coded, Rules } from './domain/rules.ts'

const coded = (code: string, vi: string, en: string): Coded => ({ code, vi, en })

/** What can have come of a visit at the counter (requirement R8). */
const outcomes = [
  coded('accepted', 'đã tiếp nhận', 'accepted'),
  coded('supplement', 'yêu cầu bổ sung', 'supplement requested'),
  coded('refused', 'từ chối tiếp nhận', 'refused'),
  coded('guided', 'đã hướng dẫn', 'guided'),
  coded('fee-paid', 'đã thu phí', 'fee paid'),
  coded('result-returned', 'đã trả kết quả', 'result returned'),
]
const holdReasons = [
  coded('specialist', 'chờ chuyên viên', 'waiting for a specialist'),
  coded('photocopy', 'đi photocopy giấy tờ', 'gone to copy papers'),
  coded('form', 'viết tờ khai', 'filling in a form'),
  coded('same-day', 'chờ kết quả trong ngày', 'waiting for a result of today'),
]
const pauseReasons = [
  coded('break', 'nghỉ giải lao', 'break'),
  coded('meeting', 'họp', 'meeting'),
  coded('back-office', 'xử lý hồ sơ', 'work on dossiers'),
  coded('system-down', 'phần mềm gặp sự cố', 'the dossier software is down'),
]
const changeReasons = [
  coded('wrong-button', 'bấm nhầm nút', 'wrong button'),
  coded('priority', 'thuộc diện ưu tiên', 'entitled to priority'),
]
const voidReasons = [
  coded('visitor-left', 'người dân đã về', 'the visitor left'),
  coded('mistake', 'lấy nhầm số', 'issued by mistake'),
  coded('slip-failed', 'phiếu in lỗi', 'the slip failed'),
]

export function rulesOfSite(site: FilledSite): Rules {
  const { calling, printing, rating } = site
  return {
    timeZone: site.timeZone,
    calendar: calendarOf(site),
    series: site.series.map(({ id, prefix, width }) => ({ id, prefix, width })),
    services: site.services.map(({ id, name, series, agency }) => ({
      id,
      name,
      series,
      agency: agency ?? null,
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
    outcomes,
    holdReasons,
    pauseReasons,
    changeReasons,
    voidReasons,
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
