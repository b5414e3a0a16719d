/**
 * The file with what the hall shall show and know → single wishes, each of which becomes a command, or every
 * mistake with its place. Pure. What is over is no wish any more.
 */
import { dateOf, daysLater, epochOf, isoTime } from '../../controller/domain/local-time.ts'
import { checkSchema } from '../../controller/dossier/contract/check-message.ts'
import { commandSchemas, type InboundType } from '../../controller/dossier/contract/in-schemas.ts'
import { readJson } from '../../hardware/json-text.ts'
import { didYouMean } from '../../hardware/nearest.ts'

export type Wish = {
  key: string
  type: InboundType
  data: Record<string, unknown>
  /** When it is over, in milliseconds; null: never by itself. */
  over: number | null
}
type Fields = Record<string, unknown>

const sections = ['timeZone', 'figures', 'appointments', 'notices', 'services']
const timeHelp = 'a time is "2026-11-23T09:30:00+07:00", "today 09:30" or "tomorrow 09:30"'

export function readWishes(
  text: string,
  { now, changedAt }: { now: number; changedAt: number },
): { wishes: Wish[] } | { problems: string[] } {
  const reading = readJson(text)
  if (!reading.ok)
    return {
      problems: reading.problems.map(
        ({ line, column, message }) => `line ${line}, column ${column}: ${message}`,
      ),
    }
  const { value } = reading
  if (!isFields(value)) return { problems: [`the file holds no object in { } with ${sections.join(', ')}`] }
  const problems: string[] = []
  const wishes: Wish[] = []
  for (const name of Object.keys(value))
    if (!sections.includes(name))
      problems.push(
        `${name}: is no part of this file.${didYouMean(name, sections)} Parts: ${sections.join(', ')}.`,
      )
  const timeZone = value.timeZone ?? 'Asia/Ho_Chi_Minh'
  if (!isZone(timeZone))
    return { problems: [...problems, `timeZone: is no time zone such as "Asia/Ho_Chi_Minh"`] }

  const at = (time: unknown) => momentOf(time, now, timeZone)
  function add(place: string, key: string, type: InboundType, data: Fields, over: number | null): void {
    const misfit = checkSchema(commandSchemas[type], data)
    if (misfit) {
      const steps = misfit.pointer.split('/').slice(type === 'ChangeServices' ? 3 : 1)
      problems.push(`${[place, ...steps].join('.')}: ${inWords(misfit.what, steps.at(-1))}.`)
    } else if (wishes.some((one) => one.key === key))
      problems.push(`${place}: ${key} stands in the file twice.`)
    else if (over === null || over > now) wishes.push({ key, type, data, over })
  }
  function list(name: string, each: (fields: Fields, place: string) => void): void {
    const entries = value && isFields(value) ? (value[name] ?? []) : []
    if (!Array.isArray(entries)) problems.push(`${name}: is no list in [ ].`)
    else
      entries.forEach((entry, index) => {
        const place = `${name}[${index}]`
        if (isFields(entry)) each(entry, place)
        else problems.push(`${place}: is no object in { }.`)
      })
  }

  if (isFields(value.figures)) {
    const { early, onTime, overdue } = value.figures
    const sum = [early, onTime, overdue].reduce((all: number, one) => all + (Number(one) || 0), 0)
    // Whoever wrote the file counted then, unless the file says otherwise; and since the year began.
    const asOf = at(value.figures.asOf ?? isoTime(changedAt, timeZone))
    const since = `${String(asOf).slice(0, 4)}-01-01`
    add('figures', 'figures', 'ShowDossierFigures', { since, total: sum, ...value.figures, asOf }, null)
  } else if (value.figures !== undefined) problems.push('figures: is no object in { }.')
  list('appointments', (fields, place) => {
    const data = { ...fields, at: at(fields.at) }
    add(place, `appointment ${fields.code}`, 'BookAppointment', data, endOf(data.at))
  })
  list('notices', (fields, place) => {
    const data = {
      ...fields,
      ...(fields.from === undefined ? {} : { from: at(fields.from) }),
      until: at(fields.until),
    }
    add(place, `notice ${fields.id}`, 'PostNotice', data, endOf(data.until))
  })
  list('services', (fields, place) => {
    add(`${place}`, `service ${fields.id}`, 'ChangeServices', { services: [fields] }, null)
  })
  return problems.length > 0 ? { problems } : { wishes }
}

function momentOf(time: unknown, now: number, timeZone: string): unknown {
  const near = typeof time === 'string' ? /^(today|tomorrow) ([01]\d|2[0-3]):([0-5]\d)$/.exec(time) : null
  if (!near) return time
  const date = daysLater(dateOf(now, timeZone), near[1] === 'tomorrow' ? 1 : 0)
  return isoTime(epochOf(`${date}T${near[2]}:${near[3]}:00`, timeZone), timeZone)
}

function inWords(what: string, field: string | undefined): string {
  if (what.includes('required property')) return 'is missing'
  return ['at', 'from', 'until', 'asOf'].includes(field ?? '') ? `is no time; ${timeHelp}` : what
}

const endOf = (time: unknown) => Date.parse(String(time)) || 0
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isZone(name: unknown): name is string {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: String(name) })
    return typeof name === 'string'
  } catch {
    return false
  }
}
