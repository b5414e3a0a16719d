/**
 * Checks the names of a site file: ids that stand twice, references to nothing, numbers and words that visitors
 * could not tell apart, things that nobody uses.
 */
import { checkSessions } from './check-sessions.ts'
import { journalDisk } from './device-places.ts'
import { type Entry, entriesOf, entryOf, groupOf, numberOf, textOf, textsOf } from './loose.ts'
import { didYouMean } from './nearest.ts'
import { listOf, placeOf, quote, type Report, type Step } from './problem.ts'
import { boardLetters, boardPlaces, segmentsOf } from './seven-segment.ts'

export function checkNames(root: unknown, report: Report): void {
  const site = entryOf(root)
  if (!site) return
  const lists = {
    zone: entriesOf(site, 'zones'),
    series: entriesOf(site, 'series'),
    service: entriesOf(site, 'services'),
    counter: entriesOf(site, 'counters'),
  }
  const stations = entriesOf(site, 'stations')
  const devices = stations.flatMap((station) => entriesOf(station, 'devices'))
  const ofKind = (kind: string) => devices.filter((device) => textOf(device, 'kind') === kind)

  /** Tells of every entry that says the same as an earlier one under `key`. */
  const once = (
    entries: Entry[],
    key: string,
    message: (value: string, first: string) => string,
    severity: 'error' | 'warning' = 'error',
  ) => {
    const seen = new Map<string, readonly Step[]>()
    for (const entry of entries) {
      const value = textOf(entry, key)
      if (value === undefined) continue
      const first = seen.get(value)
      if (first) report(severity, [...entry.steps, key], message(quote(value), placeOf(root, first)))
      else seen.set(value, [...entry.steps, key])
    }
  }
  const oneId = (value: string, first: string) =>
    `${value} is already the id at ${first}; give one of the two another id.`
  for (const entries of [...Object.values(lists), stations]) once(entries, 'id', oneId)
  for (const station of stations) once(entriesOf(station, 'devices'), 'id', oneId)
  for (const station of stations)
    for (const device of [...entriesOf(station, 'devices'), ...entriesOf(station, 'expanders')])
      if (textOf(station, 'id') === journalDisk.station && textOf(device, 'id') === journalDisk.device)
        report(
          'error',
          [...device.steps, 'id'],
          `"${journalDisk.device}" at a station "${journalDisk.station}" is the name under which the dossier server hears of the journal's disk; take another id.`,
        )
  const stationOf = (device: Entry) => device.steps[1]
  const printerIds = new Map<string, Entry>()
  for (const printer of ofKind('ticket-printer')) {
    const id = textOf(printer, 'id')
    const first = id === undefined ? undefined : printerIds.get(id)
    if (id !== undefined && !first) printerIds.set(id, printer)
    if (first && stationOf(first) !== stationOf(printer))
      report(
        'error',
        [...printer.steps, 'id'],
        `${quote(id)} is already the id at ${placeOf(root, [...first.steps, 'id'])}; printers are asked for by id alone, so give one of the two another id.`,
      )
  }

  const used = { zone: new Set<string>(), series: new Set<string>(), service: new Set<string>() }
  const known = (what: keyof typeof lists) => lists[what].flatMap((entry) => textOf(entry, 'id') ?? [])
  const refer = (what: keyof typeof lists, steps: readonly Step[], id: string | undefined) => {
    const ids = known(what)
    if (id === undefined || ids.includes(id)) return
    report(
      'error',
      steps,
      `is ${quote(id)}, but no ${what} has this id.${didYouMean(id, ids)} Known: ${listOf(ids)}.`,
    )
  }
  for (const service of lists.service) {
    const series = textOf(service, 'series')
    refer('series', [...service.steps, 'series'], series)
    if (series !== undefined) used.series.add(series)
  }
  for (const counter of lists.counter) {
    const zone = textOf(counter, 'zone')
    refer('zone', [...counter.steps, 'zone'], zone)
    if (zone !== undefined) used.zone.add(zone)
    const here = new Set<string>()
    for (const { steps, text } of textsOf(counter, 'services')) {
      refer('service', steps, text)
      if (here.has(text)) report('error', steps, `names ${quote(text)} a second time; take one out.`)
      here.add(text)
      used.service.add(text)
    }
  }
  for (const counter of lists.counter) {
    const given = textsOf(counter, 'services').map(({ text }) => text)
    for (const preference of entriesOf(counter, 'preference')) {
      const service = textOf(preference, 'service')
      refer('service', [...preference.steps, 'service'], service)
      if (service !== undefined && known('service').includes(service) && !given.includes(service))
        report(
          'error',
          [...preference.steps, 'service'],
          `is ${quote(service)}, which this counter does not give. It gives: ${listOf(given)}.`,
        )
    }
  }
  for (const extra of entriesOf(groupOf(site, 'hours'), 'extra'))
    for (const { steps, text } of textsOf(extra, 'services')) refer('service', steps, text)
  for (const device of devices) {
    const kind = textOf(device, 'kind')
    if (kind === 'service-button') refer('service', [...device.steps, 'service'], textOf(device, 'service'))
    else if (kind === 'loudspeaker' || kind === 'hall-board' || kind === 'text-board')
      refer('zone', [...device.steps, 'zone'], textOf(device, 'zone'))
    else refer('counter', [...device.steps, 'counter'], textOf(device, 'counter'))
  }

  once(
    lists.counter,
    'spoken',
    (value, first) => `${value} is already spoken for ${first}; visitors would go to the wrong counter.`,
  )
  once(
    lists.series,
    'prefix',
    (value, first) =>
      `${value} is already the prefix at ${first}; two tickets would carry the same number, so change one or let the services share a series.`,
  )
  once(
    lists.service,
    'name',
    (value, first) => `${value} is already the name at ${first}; visitors could not tell them apart.`,
  )
  once(
    lists.service,
    'colour',
    (value, first) => `${value} is already the colour at ${first}; take another one.`,
    'warning',
  )
  once(
    ofKind('loudspeaker'),
    'zone',
    (value, first) =>
      `zone ${value} already has a loudspeaker at ${first}; calls would be heard twice, so keep one or add a zone.`,
  )
  for (const station of stations)
    once(
      entriesOf(station, 'devices').filter((device) => textOf(device, 'kind') === 'service-button'),
      'service',
      (value, first) => `${value} already has a button at this station, ${first}.`,
      'warning',
    )

  checkRating(site, ofKind('rating-pad'), report)
  checkSessions(site, lists.service, report)
  checkUse(lists, used, stations, ofKind('loudspeaker'), report)
  checkNumbersOnBoards(root, lists.series, ofKind('counter-board'), report)
}

/** A pad has a button for every word, and not every word is a good one. */
function checkRating(site: Entry, pads: Entry[], report: Report): void {
  const group = groupOf(site, 'rating')
  const words = group && Object.hasOwn(group.value, 'words') ? textsOf(group, 'words').length : 5
  const satisfied = numberOf(group, 'satisfied')
  if (group && satisfied !== undefined && satisfied >= words)
    report(
      'error',
      [...group.steps, 'satisfied'],
      `is ${satisfied}; of ${words} words at most ${words - 1} can count as satisfied.`,
    )
  for (const pad of pads) {
    const buttons = entriesOf(pad, 'buttons').length
    if (buttons !== words)
      report(
        'error',
        [...pad.steps, 'buttons'],
        `there are ${buttons} buttons and ${words} words in rating.words; give one button to each word.`,
      )
  }
}

function checkUse(
  lists: { zone: Entry[]; series: Entry[]; service: Entry[]; counter: Entry[] },
  used: { zone: Set<string>; series: Set<string>; service: Set<string> },
  stations: Entry[],
  loudspeakers: Entry[],
  report: Report,
): void {
  const heard = new Set(loudspeakers.map((one) => textOf(one, 'zone')))
  for (const service of lists.service) {
    const id = textOf(service, 'id')
    if (id !== undefined && !used.service.has(id))
      report(
        'error',
        service.steps,
        `no counter gives ${quote(id)}, so its visitors would wait for ever; add it to a counter's services or take it out.`,
      )
  }
  for (const series of lists.series) {
    const id = textOf(series, 'id')
    if (id !== undefined && !used.series.has(id))
      report('warning', series.steps, `no service takes its numbers from ${quote(id)}.`)
  }
  for (const zone of lists.zone) {
    const id = textOf(zone, 'id')
    if (id === undefined) continue
    if (!used.zone.has(id)) report('warning', zone.steps, `no counter is in zone ${quote(id)}.`)
    else if (!heard.has(id))
      report('warning', zone.steps, `zone ${quote(id)} has no loudspeaker, so its calls are not heard.`)
  }
  for (const station of stations) {
    const kinds = entriesOf(station, 'devices').map((device) => textOf(device, 'kind'))
    if (kinds.includes('code-scanner') && !kinds.includes('ticket-printer'))
      report(
        'warning',
        [...station.steps, 'devices'],
        'there is a code-scanner but no ticket-printer, so slips come out at another station.',
      )
    if (kinds.includes('service-button') && !kinds.includes('ticket-printer'))
      report(
        'warning',
        [...station.steps, 'devices'],
        'there are buttons but no ticket-printer, so no press can give a slip.',
      )
  }
}

/** Numbers should be drawn whole by the boards. A ticket may be moved to any counter, so this is for every series. */
function checkNumbersOnBoards(root: unknown, series: Entry[], boards: Entry[], report: Report): void {
  const board = boards[0]
  if (!board) return
  const place = placeOf(root, board.steps)
  for (const one of series) {
    const prefix = textOf(one, 'prefix')
    const width = numberOf(one, 'width')
    if (prefix === undefined) continue
    for (const letter of new Set(prefix)) {
      if (boardLetters.includes(letter) || !/^[A-Z]$/.test(letter)) continue
      const why = segmentsOf(letter) === undefined ? 'cannot draw it' : 'draws it like a digit'
      report(
        'error',
        [...one.steps, 'prefix'],
        `is ${quote(prefix)}, but a 7-segment board such as ${place} ${why} ("${letter}"); take one of ${boardLetters}.`,
      )
    }
    if (width !== undefined && prefix.length + width > boardPlaces)
      report(
        'warning',
        [...one.steps, 'width'],
        `is ${width}; with the prefix ${quote(prefix)} a number has ${prefix.length + width} characters, and a board such as ${place} shows the last ${boardPlaces}: numbers of two series may look alike there. At most ${boardPlaces - prefix.length} shows them whole.`,
      )
  }
}
