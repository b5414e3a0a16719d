/** The question and the answer of `GET /api/figures`; what the figures mean is told at the head of `figures.ts`. */
import { Type } from 'typebox'
import { figureKeys } from '../domain/figure-rows.ts'
import { ratingFormulas } from '../domain/rating-figures.ts'

const object = <P extends Parameters<typeof Type.Object>[0]>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description ? { description } : {}) })

const Moment = Type.String({
  maxLength: 40,
  description:
    'A date (the start of that day at the site) or an ISO 8601 time; without an offset it is the site’s.',
})

/**
 * Excel splits a file by the list separator of the computer's region: a semicolon where the decimal sign is a comma,
 * as in Viet Nam. A line `sep=;` would make it forget that the file is UTF-8.
 */
export const excelFormats = ['vi', 'en'] as const
export type ExcelFormat = (typeof excelFormats)[number]

const question = {
  from: Moment,
  to: Type.String({
    maxLength: 40,
    description: 'The end, not included: the day after the last one. At most 400 days after `from`.',
  }),
  by: Type.String({ enum: [...figureKeys], description: 'What a row stands for.' }),
  limitSeconds: Type.Optional(
    Type.String({
      pattern: '^[1-9][0-9]{0,4}$',
      description: 'Waits longer than this are over the limit: 900 when not given.',
    }),
  ),
}
export const FiguresQuerySchema = object(question)
export const FiguresCsvQuerySchema = object({
  ...question,
  excel: Type.Optional(
    Type.String({
      enum: [...excelFormats],
      description:
        'vi: semicolons and decimal commas, as Excel reads them in a Vietnamese region. en: commas and points. vi when not given.',
    }),
  ),
})
export const FiguresCsvSchema = Type.String({
  description: 'With a byte order mark; a row for each key, then the total.',
})

const seconds = Type.Union([Type.Number(), Type.Null()])
const spread = (description: string) =>
  object(
    {
      n: Type.Integer(),
      mean: seconds,
      median: seconds,
      p90: seconds,
      max: seconds,
    },
    description,
  )
const share = (description: string) =>
  object(
    { n: Type.Integer(), of: Type.Integer(), share: Type.Union([Type.Number(), Type.Null()]) },
    description,
  )
const count = (description: string) => Type.Integer({ description })

const row = {
  issued: count('Visits: first legs.'),
  entered: count('Legs; the sum of finished, transferred, noShow, voided and present.'),
  called: count('Legs called at least once.'),
  started: count('Legs served.'),
  startedBySystem: count('Of those started: the system inferred it.'),
  finished: count('Legs that ended so.'),
  transferred: count('Legs that ended so.'),
  noShow: count('Legs that ended so.'),
  voided: count('Legs that ended so.'),
  present: count('Legs not ended yet.'),
  waiting: spread('served: started − entered.'),
  waitingAll: spread('all: those not started by the time until they ended, or until now.'),
  waitingOpen: spread('waiting, inside the service’s sessions only.'),
  waitingOpenAll: spread('waitingAll, inside the service’s sessions only.'),
  untilCall: spread('First call − entered.'),
  walking: spread('Started − last call.'),
  service: spread('Ended − started − on hold; not what the system ended.'),
  visits: object(
    {
      waiting: spread('Wait of the first leg, where served.'),
      waitingSum: spread('Sum over the served legs.'),
      waitingSumAll: spread('Sum over all legs.'),
      service: spread('Sum over the legs, where each has one.'),
    },
    'Per visit.',
  ),
  overLimit: share('Waited longer than the limit, of started.'),
  overLimitAll: share('Waited longer than the limit, of entered.'),
  noShowShare: share('Of called.'),
  voidShare: share('Of entered.'),
  outcomes: Type.Array(object({ outcome: Type.Union([Type.String(), Type.Null()]), n: Type.Integer() }), {
    description: 'Finished and transferred legs by outcome; null: none was said.',
  }),
  ratings: object(
    {
      n: Type.Integer(),
      mean: Type.Union([object({ points: Type.Number(), of: Type.Integer() }), Type.Null()], {
        description: `${ratingFormulas.mean} Null without ratings, or where scales of different lengths were in use.`,
      }),
      satisfied: share(ratingFormulas.satisfied),
      response: share(ratingFormulas.response),
    },
    'What visitors said, in the period in which the rated leg was entered.',
  ),
  idleWhileWaiting: Type.Union([Type.Number(), Type.Null()], {
    description:
      'Seconds during which counters were open and free while somebody waited for them; null by service, source and class.',
  }),
}
const RowSchema = object({
  key: Type.Union([Type.String(), Type.Null()], {
    description: 'Null: no counter or officer yet, or no agency.',
  }),
  name: Type.String({ description: 'What it is called, in Vietnamese.' }),
  ...row,
})

export const FiguresSchema = Type.Object(
  {
    period: object({
      from: Type.String({ format: 'date-time' }),
      to: Type.String({ format: 'date-time', description: 'Not included.' }),
      asOf: Type.String({ format: 'date-time', description: 'What has not ended is counted until here.' }),
    }),
    by: Type.String({ enum: [...figureKeys] }),
    limitSeconds: Type.Integer(),
    populations: object({ served: Type.String(), all: Type.String() }, 'Whom the figures are about.'),
    formulas: object(
      { mean: Type.String(), satisfied: Type.String(), response: Type.String() },
      'What the figures of ratings are of.',
    ),
    rows: Type.Array(RowSchema, { description: 'By key, at most 1000. Seconds throughout.' }),
    leftOut: Type.Integer({ description: 'Rows beyond those: the ones with the fewest legs.' }),
    total: RowSchema,
  },
  { additionalProperties: false, title: 'Figures' },
)
