/**
 * Checks each value of a site file by itself against the description, and fills in defaults. What several
 * values must be together is not checked here.
 */
import { asId, didYouMean } from './nearest.ts'
import { listOf, quote, type Report, type Step } from './problem.ts'
import type { FilledSite, Site } from './site-description.ts'
import type { JsonSchema } from './site-schema.ts'
import {
  type ErrorObject,
  type SiteValidators,
  siteValidators,
  type ValidateFunction,
} from './site-validators.ts'

let validators: SiteValidators | undefined

export function checkShape(value: unknown, report: Report): void {
  validators ??= siteValidators()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report('error', [], `the file holds ${quote(value)}; a site is one object in { }.`)
    return
  }
  // Checking fills in defaults; what others check is the file as it was written.
  const site = structuredClone(value)
  run(validators.site, site, [], report)
  const kinds = [...validators.devices.keys()]
  for (const [steps, device] of devicesOf(site)) {
    const kind = recordOf(device)?.kind
    const validate = typeof kind === 'string' ? validators.devices.get(kind) : undefined
    if (validate) run(validate(), device, steps, report)
    else if (recordOf(device) === undefined)
      report('error', steps, `is ${quote(device)}; a device is an object in { }.`)
    else
      report(
        'error',
        [...steps, 'kind'],
        `is ${quote(kind)}; it may be ${listOf(kinds)}.${didYouMean(kind, kinds)}`,
      )
  }
}

/** A copy of a site without errors in which every default of the description stands. */
export function fillDefaults(site: Site): FilledSite {
  validators ??= siteValidators()
  const copy = structuredClone(site)
  if (!validators.site(copy)) throw new Error('Defaults can be filled only into a site without errors')
  for (const [, device] of devicesOf(copy)) validators.devices.get(String(recordOf(device)?.kind))?.()(device)
  return copy as FilledSite
}

function run(validate: ValidateFunction, value: unknown, base: readonly Step[], report: Report): void {
  if (validate(value)) return
  for (const error of validate.errors ?? []) {
    const steps = [...base, ...stepsOf(error.instancePath, value)]
    const [place, message] = inWords(error, steps)
    report('error', place, message)
  }
}

function inWords(error: ErrorObject, steps: Step[]): [Step[], string] {
  const schema: JsonSchema = error.parentSchema ?? {}
  const is = `is ${quote(error.data)}`
  const meaning = schema.description === undefined ? '' : ` ${schema.description}`
  switch (error.keyword) {
    case 'required': {
      const key = String(error.params.missingProperty)
      return [[...steps, key], `is missing; ${whatItMayBe(schema.properties?.[key])}.`]
    }
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty)
      const known = Object.keys(schema.properties ?? {})
      return [
        [...steps, key],
        `is not an option here; take it out.${didYouMean(key, known)} Options: ${known.join(', ')}.`,
      ]
    }
    case 'pattern': {
      const id = asId(String(error.data))
      const fits = schema.pattern !== undefined && new RegExp(schema.pattern).test(id)
      return [steps, `${is}, which does not fit.${meaning}${fits ? ` Did you mean "${id}"?` : ''}`]
    }
    default:
      return [steps, `${is}; ${whatItMayBe(schema)}.${didYouMean(error.data, wordsOf(schema))}`]
  }
}

const typeNames: Record<string, string> = {
  string: 'a text in "quotation marks"',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
}

/** What a value may be, out of its description. */
export function whatItMayBe(schema: JsonSchema | undefined): string {
  if (!schema) return 'see hardware/README.md'
  const meaning = schema.description === undefined ? '' : ` (${schema.description.replace(/\.$/, '')})`
  if (schema.const !== undefined) return `it must be ${quote(schema.const)}`
  if (schema.enum)
    return `it may be ${listOf(
      schema.enum.map((one) => one as string | number),
      40,
    )}${meaning}`
  if (Array.isArray(schema.type))
    return `it must be ${typeNames.integer} from ${schema.minimum} to ${schema.maximum} or ${typeNames.string}${meaning}`
  const what = typeNames[schema.type ?? ''] ?? 'something else'
  const from = schema.minimum ?? schema.minLength ?? schema.minItems
  const to = schema.maximum ?? schema.maxLength ?? schema.maxItems
  const unit = schema.type === 'string' ? ' characters' : schema.type === 'array' ? ' entries' : ''
  if (to === undefined) return `it must be ${what}${from ? ` with at least ${from}${unit}` : ''}${meaning}`
  const step = schema.multipleOf === undefined ? '' : ` in steps of ${schema.multipleOf}`
  const range =
    unit === ''
      ? ` from ${from} to ${to}`
      : from === undefined
        ? ` of at most ${to}${unit}`
        : ` of ${from} to ${to}${unit}`
  return `it must be ${what}${range}${step}${meaning}`
}

const wordsOf = (schema: JsonSchema): string[] =>
  (schema.enum ?? []).filter((one): one is string => typeof one === 'string')

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function devicesOf(site: object): [Step[], unknown][] {
  const stations = (site as Record<string, unknown>).stations
  if (!Array.isArray(stations)) return []
  return stations.flatMap((station: unknown, s) => {
    const devices = recordOf(station)?.devices
    return Array.isArray(devices)
      ? devices.map((device: unknown, d): [Step[], unknown] => [['stations', s, 'devices', d], device])
      : []
  })
}

/** A JSON pointer as steps; only what indexes a list is a number. */
function stepsOf(pointer: string, root: unknown): Step[] {
  const steps: Step[] = []
  let value = root
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~')
    steps.push(Array.isArray(value) ? Number(key) : key)
    value = (value as Record<string, unknown> | undefined)?.[key]
  }
  return steps
}
