/** What visitors choose, and how numbers are made. */
import { Type } from 'typebox'
import { Colour, defaulted, Id, Name, object, oneOf, Reference, Week } from '../describe.ts'
import { pictogramNames } from '../pictogram-names.ts'

export const SeriesDescription = object(
  {
    id: Id('Stable id of the series.'),
    prefix: Type.String({
      pattern: '^[A-Z]{0,2}$',
      description: 'Letters before the number, such as A. May be empty.',
    }),
    width: Type.Integer({
      minimum: 1,
      maximum: 5,
      description: 'Digits at least; A012 has width 3. A higher number grows past it.',
    }),
  },
  'How numbers are made. Every series starts at 1 each day.',
)

export const ServiceDescription = object(
  {
    id: Id('Stable id of the service; it stands in events and addresses.'),
    name: Name('Full name as visitors read it, with diacritics.'),
    shortName: Type.Optional(Name('A shorter name for narrow places; the full name when absent.')),
    series: Reference('Id of the series its numbers come from. Several services may share one.'),
    colour: Colour,
    pictogram: oneOf([...pictogramNames], 'The picture beside its name, for those who do not read easily.'),
    agency: Type.Optional(Name('The agency it belongs to, when several share the hall.')),
    week: Type.Optional(Week('Its own sessions, instead of the site’s.')),
    issueBeforeMinutes: defaulted(
      Type.Integer({
        minimum: 0,
        maximum: 240,
        default: 0,
        description: 'Numbers are given from so many minutes before a session.',
      }),
    ),
    cutOffMinutes: defaulted(
      Type.Integer({
        minimum: 0,
        maximum: 240,
        default: 0,
        description: 'No numbers in the last minutes of a session.',
      }),
    ),
    dailyLimit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10000, description: 'Numbers a day at most.' }),
    ),
    closed: defaulted(
      Type.Boolean({ default: false, description: 'Gives no numbers for now; who waits is still served.' }),
    ),
  },
  'What a visitor chooses: a field or a purpose.',
)
