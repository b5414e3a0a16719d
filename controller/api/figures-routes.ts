/** Figures of a range of days: reads what was asked, says what is wrong with it, passes it on. */
import type { Static } from 'typebox'
import type { FigureKey } from '../domain/figure-rows.ts'
import { epochOf, isoTime } from '../domain/local-time.ts'
import { defaultLimitSeconds, type FiguresAnswer, type FiguresRefusal, maxDays } from '../figures/figures.ts'
import { sendError } from './answers.ts'
import { nameOf, totalWords } from './figure-words.ts'
import { figuresCsv } from './figures-csv.ts'
import {
  type ExcelFormat,
  FiguresCsvQuerySchema,
  FiguresCsvSchema,
  FiguresQuerySchema,
  FiguresSchema,
} from './figures-schema.ts'
import type { ApiParts, Reply, Routes } from './parts.ts'
import { ErrorSchema } from './schemas.ts'
import type { ApiError, PeriodFigures } from './views.ts'

type Query = Static<typeof FiguresQuerySchema>
type CsvQuery = Static<typeof FiguresCsvQuerySchema>

export function addFiguresRoutes(app: Routes, { figures, site }: ApiParts): void {
  const { timeZone } = site

  /** The answer, or undefined when it was refused, which is then said. */
  async function ask(query: Query, reply: Reply): Promise<FiguresAnswer | undefined> {
    const { by, limitSeconds } = query
    const from = momentOf(query.from, timeZone)
    const to = momentOf(query.to, timeZone)
    const wrong = from === null ? 'from' : to === null ? 'to' : undefined
    if (from === null || to === null) return void sendError(reply, 400, notATime(wrong ?? 'to'))
    const answer = await figures.query({
      from,
      to,
      by: by as FigureKey,
      limitSeconds: limitSeconds === undefined ? defaultLimitSeconds : Number(limitSeconds),
    })
    if (!('refused' in answer)) return answer
    const { status, error } = refusals[answer.refused]
    return void sendError(reply, status, error)
  }

  app.get<{ Querystring: Query }>(
    '/api/figures',
    {
      schema: {
        tags: ['views'],
        summary: 'Waits, service and volumes of a range of days',
        querystring: FiguresQuerySchema,
        response: { 200: FiguresSchema, '4xx': ErrorSchema, 503: ErrorSchema },
      },
    },
    async ({ query }, reply): Promise<PeriodFigures | Reply> => {
      const answer = await ask(query, reply)
      if (!answer) return reply
      const iso = (at: number) => isoTime(at, timeZone)
      const { period, by, rows, total } = answer
      return {
        ...answer,
        rows: rows.map((row) => ({ ...row, name: nameOf(site, by, row.key) })),
        total: { ...total, name: totalWords },
        period: { from: iso(period.from), to: iso(period.to), asOf: iso(period.asOf) },
      }
    },
  )

  app.get<{ Querystring: CsvQuery }>(
    '/api/figures.csv',
    {
      schema: {
        tags: ['views'],
        summary: 'The same figures as a table for Excel, in Vietnamese: UTF-8, times in minutes',
        querystring: FiguresCsvQuerySchema,
        response: { 200: FiguresCsvSchema, '4xx': ErrorSchema, 503: ErrorSchema },
      },
    },
    async ({ query: { excel, ...query } }, reply) => {
      const answer = await ask(query, reply)
      if (!answer) return reply
      const day = (at: number) => isoTime(at, timeZone).slice(0, 10)
      const { from, to } = answer.period
      const name = `so-lieu-${site.id}-${day(from)}-${day(to - 1)}-${answer.by}.csv`
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(figuresCsv(answer, site, (excel as ExcelFormat | undefined) ?? 'vi'))
    },
  )
}

const date = /^\d{4}-\d\d-\d\d$/
const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?$/

/** Epoch milliseconds; null for what is no date or time. */
export function momentOf(text: string, timeZone: string): number | null {
  // An offset's "+" that was not escaped arrives as a space.
  const [, local, offset] = time.exec(text.replace(' ', '+')) ?? []
  const written = date.test(text) ? `${text}T00:00` : local
  if (written === undefined || !isReal(written)) return null
  const at = offset ? Date.parse(written + offset) : epochOf(written, timeZone)
  return Number.isNaN(at) ? null : at
}

/** 30 February parses as 2 March. */
function isReal(local: string): boolean {
  const at = Date.parse(`${local}Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(local.slice(0, 16))
}

const notATime = (field: string): ApiError => ({
  refused: 'malformed',
  field,
  message: {
    vi: `“${field}” phải là ngày (2026-11-23) hoặc thời điểm (2026-11-23T08:00:00+07:00).`,
    en: `${field}: must be a date (2026-11-23) or a time (2026-11-23T08:00:00+07:00).`,
  },
})

const refusals: Record<FiguresRefusal['refused'], { status: number; error: ApiError }> = {
  'bad-range': {
    status: 400,
    error: {
      refused: 'bad-range',
      field: 'to',
      message: { vi: '“to” phải sau “from”.', en: 'to: must be after from.' },
    },
  },
  'too-long': {
    status: 400,
    error: {
      refused: 'too-long',
      field: 'to',
      message: {
        vi: `Khoảng thời gian tối đa là ${maxDays} ngày.`,
        en: `to: at most ${maxDays} days after from.`,
      },
    },
  },
  busy: {
    status: 503,
    error: {
      refused: 'busy',
      message: {
        vi: 'Hệ thống đang tính các số liệu khác, xin thử lại sau ít phút.',
        en: 'Other figures are being counted; please try again in a few minutes.',
      },
    },
  },
  closed: {
    status: 503,
    error: {
      refused: 'closed',
      message: { vi: 'Hệ thống đang tắt.', en: 'The hall is shutting down.' },
    },
  },
}
