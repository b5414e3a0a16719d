/** A site's state as a calm block of lines. Pure. Nothing a broker sent may move the cursor of a terminal. */
import type { Range } from './event-store.ts'
import type { JournalState, SiteState } from './site-state.ts'

export function screenOf(state: SiteState, now: number): string[] {
  const lines: [string, string][] = [
    ['broker', brokerLine(state)],
    ['hall', hallLine(state)],
    ...state.journals.flatMap(journalLines),
    ['received', receivedLine(state)],
    ['acknowledged', acknowledgedLine(state)],
    ['missing', missingLine(state)],
    ...lostLines(state),
    ['days', daysLine(state)],
    ['visitors', visitorsLine(state)],
    ...(state.file ? fileLines(state.file) : []),
    ['refused', refusedLine(state, now)],
  ]
  const body = lines.map(([name, text]) => `  ${name.padEnd(14)}${plain(text)}`)
  return [`${state.site}${state.caughtUp ? '' : '  (not caught up)'}`, ...body]
}

const number = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
const plain = (text: string) => text.replace(/\p{C}/gu, '·')

function brokerLine({ broker }: SiteState): string {
  const { url, connected, trouble } = broker
  return connected ? `connected to ${url}` : `connecting to ${url}${trouble ? `: ${trouble}` : ''}`
}

function hallLine({ hall, commands }: SiteState): string {
  const minutes = Math.round((commands.clockAheadMs ?? 0) / 60_000)
  const clock =
    minutes === 0 ? '' : `; its clock is ${Math.abs(minutes)} min ${minutes > 0 ? 'ahead of' : 'behind'} ours`
  return hall.state === 'unknown' ? 'has not said yet whether it is there' : `${hall.state}${clock}`
}

function journalLines(journal: JournalState): [string, string][] {
  const { journalId, current, first, parent, head, highest, last } = journal
  const from = first === null ? 'from somewhere' : `from ${number(first)}`
  const upTo = head === null ? 'its beginning is not known yet' : `complete up to ${number(head)}`
  const far = head === highest ? '' : `, reaches ${number(highest)}`
  const newest = last ? `; last ${last.type} at ${last.time.slice(0, 19).replace('T', ' ')}` : ''
  const copy = parent === null ? '' : `, restored from ${parent}`
  return [[current ? 'journal' : 'old journal', `${journalId} ${from}, ${upTo}${far}${newest}${copy}`]]
}

function receivedLine({ counts, lastMalformed, diskTrouble }: SiteState): string {
  const { stored, duplicates, conflicts, malformed } = counts
  const parts = [`${number(stored)} new`, `${number(duplicates)} had already`]
  if (conflicts > 0) parts.push(`${number(conflicts)} with a known id and other content: not taken`)
  if (malformed > 0) parts.push(`${number(malformed)} unreadable, the last: ${lastMalformed}`)
  if (diskTrouble) parts.push(`NOTHING CAN BE STORED: ${diskTrouble}`)
  return parts.join(', ')
}

function acknowledgedLine({ acknowledged, journals }: SiteState): string {
  if (!acknowledged) return 'nothing yet'
  const head = journals.find(({ journalId }) => journalId === acknowledged.journalId)?.head
  return `up to ${number(acknowledged.upTo)}${head === acknowledged.upTo ? '' : `; ${number(head ?? 0)} follows`}`
}

const named = ({ from, to }: Range) => (from === to ? number(from) : `${number(from)}–${number(to)}`)

function lostLines({ journals }: SiteState): [string, string][] {
  return journals
    .filter(({ lost }) => lost > 0)
    .map(({ journalId, lost, lostGaps }) => [
      'lost',
      `${number(lost)} events of ${journalId}: ${lostGaps.map(named).join(', ')}; the hall goes on from a copy without them`,
    ])
}

function missingLine({ journals, replay }: SiteState): string {
  const ranges = journals.flatMap(({ gaps, current, journalId }) =>
    gaps.map((gap) => `${named(gap)}${current ? '' : ` of ${journalId}`}`),
  )
  const missing = journals.reduce((all, one) => all + one.missing, 0)
  const { under, tries, refused } = replay
  const asked = under
    ? `; asked for ${number(under.from)}–${under.to === null ? 'the end' : number(under.to)}`
    : ''
  const again =
    tries > 0 ? `; asked ${tries} times in vain${refused ? ` (${refused})` : ''}, tried again` : ''
  const begun = journals.every(({ current, first }) => !current || first !== null)
  if (!begun && !under) return `not known yet${again}`
  return missing === 0 && !under
    ? `nothing${again}`
    : `${number(missing)} events: ${ranges.join(', ') || '–'}${asked}${again}`
}

function visitorsLine({ visitors }: SiteState): string {
  const { due, late, last } = visitors
  const tooLate = late > 0 ? `, ${number(late)} came too late` : ''
  return due + late === 0
    ? 'no message for any yet'
    : `${number(due)} messages to send${tooLate}; last ${last ?? '–'}`
}

function daysLine({ days }: SiteState): string {
  const [newest] = days
  if (!newest) return 'none summed up yet'
  const wrong = days.filter(({ verdict }) => verdict && verdict.differences.length > 0)
  const waiting = newest.verdict === null ? ', not all of it is here yet' : ''
  if (wrong.length > 0)
    return wrong
      .map(({ sum, verdict }) => `${sum.date} DISAGREES: ${verdict?.differences.join('; ')}`)
      .join(' | ')
  const { sum, verdict } = newest
  const checked = verdict
    ? ` agrees: ${number(sum.lastSeq - sum.firstSeq + 1)} events, ${number(sum.tickets.issued)} tickets, ${number(verdict.recomputed)} links of the chain recomputed`
    : ''
  return `${sum.date}${checked}${waiting}`
}

function fileLines({
  file,
  problems,
  wanted,
  done,
  refused,
}: NonNullable<SiteState['file']>): [string, string][] {
  return [
    [
      'file',
      `${file}: ${done} of ${wanted} at the hall${refused.length > 0 ? `, ${refused.length} refused` : ''}`,
    ],
    ...problems.slice(0, 5).map((problem): [string, string] => ['', `MISTAKE ${problem}`]),
    ...refused.slice(0, 5).map(({ key, code, en }): [string, string] => ['', `${key}: ${code}. ${en}`]),
  ]
}

function refusedLine({ commands }: SiteState, now: number): string {
  const [last] = commands.refusals
  if (!last) return `none of ${number(commands.done)} commands`
  const minutes = Math.max(0, Math.floor((now - last.at) / 60_000))
  const ago = minutes === 0 ? 'just now' : `${minutes} min ago`
  return `${commands.refused} of ${number(commands.done + commands.refused)} commands; ${ago} ${last.type}: ${last.code}. ${last.en}`
}
