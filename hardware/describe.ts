/**
 * The words in which the description of a site file is written: ids, names, references, groups with defaults.
 */
import { type TOptional, type TProperties, type TSchema, Type } from 'typebox'
import { expanderPinPattern, type Pin } from './expander-pins.ts'

/** Marks, for the types alone, an option that may be left out of the file and is there once it has been read. */
export type Defaulted = { '~defaulted'?: true }
export const defaulted = <S extends TSchema>(schema: S) => Type.Optional(schema) as TOptional<S> & Defaulted

export const Id = (description: string, extra: { default?: string } = {}) =>
  Type.String({
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
    maxLength: 40,
    description: `${description} Small letters a–z, digits and single hyphens.`,
    ...extra,
  })
export const Name = (description: string) => Type.String({ minLength: 1, maxLength: 120, description })
export const Colour = Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'A colour as #rrggbb.' })
/** One line of anything that has lines: the Pi's header or an expander. */
export const LinePin = (description: string) =>
  Type.Unsafe<Pin>({
    type: ['integer', 'string'],
    minimum: 0,
    maximum: 27,
    pattern: expanderPinPattern,
    description: `${description} A GPIO line by its BCM number, or an expander's pin such as "mr-1:A0".`,
  })
export const ExpanderPin = (description: string) =>
  Type.String({
    pattern: expanderPinPattern,
    description: `${description} An expander's pin, such as "mr-1:A0".`,
  })
export const ArduinoPin = (description: string) =>
  Type.Integer({ minimum: 2, maximum: 19, description: `${description} Arduino digital pin; A0 is 14.` })
export const object = <P extends TProperties>(properties: P, description: string) =>
  Type.Object(properties, { additionalProperties: false, description })
/** A group of options that may be left out whole: it is then filled with the defaults of its members. */
export const group = <P extends TProperties>(properties: P, description: string) =>
  defaulted(Type.Object(properties, { additionalProperties: false, description, default: {} }))
export const oneOf = <const T extends (string | number)[]>(
  values: [...T],
  description: string,
  extra: { default?: T[number] } = {},
) => Type.Enum(values, { description, ...extra })
/** A reference to an id elsewhere in the file. */
export const Reference = (description: string) => Type.String({ maxLength: 40, description })

/** A span of a day, such as 07:30-11:30; 24:00 is midnight at its end. */
export const SessionText = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
  description: 'From and to, such as 07:30-11:30.',
})
export const DateText = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  description: 'A date, such as 2027-02-06.',
})
export const Week = (description: string) => {
  const day = Type.Optional(
    Type.Array(SessionText, { maxItems: 6, description: 'Sessions of this weekday; none: closed.' }),
  )
  return object(
    { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day },
    description,
  )
}
