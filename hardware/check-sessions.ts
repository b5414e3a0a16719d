/** Checks the working hours of a site file: sessions that end before they begin, overlap, or never come. */
import { type Entry, entriesOf, groupOf, textOf, textsOf } from './loose.ts'
import { quote, type Report } from './problem.ts'

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

export function checkSessions(site: Entry, services: readonly Entry[], report: Report): void {
  const hours = groupOf(site, 'hours')
  const ends = minutesOf(textOf(hours, 'dayEnds') ?? '24:00')
  const weeks = [groupOf(hours, 'week'), ...services.map((service) => groupOf(service, 'week'))]
  const lists = [
    ...weeks.flatMap((week) => (week ? weekdays.map((day) => textsOf(week, day)) : [])),
    ...entriesOf(hours, 'extra').map((extra) => textsOf(extra, 'sessions')),
  ]
  for (const sessions of lists) {
    let before: { text: string; to: number } | undefined
    for (const { steps, text } of sessions) {
      const span = spanOf(text)
      if (!span) continue
      if (span.to <= span.from) report('error', steps, `is ${quote(text)}, which ends before it begins.`)
      else if (before && span.from < before.to)
        report(
          'error',
          steps,
          `is ${quote(text)}, which begins before ${quote(before.text)} has ended; write sessions in order, without overlap.`,
        )
      else if (hours && span.to > ends)
        report(
          'error',
          steps,
          `is ${quote(text)}, which ends after the day (hours.dayEnds is ${quote(textOf(hours, 'dayEnds') ?? '24:00')}).`,
        )
      before = { text, to: span.to }
    }
  }
  for (const { steps, text } of [
    ...(hours ? textsOf(hours, 'holidays') : []),
    ...entriesOf(hours, 'extra').flatMap((extra) => dateOf(extra)),
  ])
    if (!isDate(text)) report('error', steps, `is ${quote(text)}, which is no date of the calendar.`)
  for (const service of services)
    if (groupOf(service, 'week') && !hours)
      report(
        'warning',
        [...service.steps, 'week'],
        'has sessions of its own while the site has no hours: the other services are given round the clock.',
      )
}

const dateOf = (extra: Entry) => {
  const text = textOf(extra, 'date')
  return text === undefined ? [] : [{ steps: [...extra.steps, 'date'], text }]
}

/** "07:30-11:30" in minutes after midnight; undefined for what is told elsewhere to be no session. */
export function spanOf(text: string): { from: number; to: number } | undefined {
  const match = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text)
  return match ? { from: minutesOf(match[1] ?? ''), to: minutesOf(match[2] ?? '') } : undefined
}

export const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
