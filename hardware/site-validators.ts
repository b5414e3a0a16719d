/**
 * The description of a site as functions that check a value and fill in its defaults. Compiling them is a tenth of a
 * start, so the programs of a hall bring them compiled: `scripts/bundle-programs.ts` puts `validatorsAsCode()` in this
 * file's place.
 */
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { deviceSchemas, siteSchemaWithoutDevices } from './site-schema.ts'

export type { ErrorObject, ValidateFunction }
export type SiteValidators = {
  site: ValidateFunction
  /** By kind; a device is checked by its own. */
  devices: ReadonlyMap<string, () => ValidateFunction>
}

/** That the description is itself a right schema is a matter for tests. */
const options: Options = {
  allErrors: true,
  verbose: true,
  strict: true,
  allowUnionTypes: true,
  useDefaults: true,
  validateSchema: false,
}

/** Each kind of device is compiled when the first of it is seen, all once and in the quickest way. */
export function siteValidators(): SiteValidators {
  const ajv = new Ajv2020({ ...options, code: { optimize: false } })
  const devices = new Map<string, () => ValidateFunction>()
  for (const [kind, schema] of deviceSchemas()) {
    let compiled: ValidateFunction | undefined
    devices.set(kind, () => {
      compiled ??= ajv.compile(schema)
      return compiled
    })
  }
  return { site: ajv.compile(siteSchemaWithoutDevices()), devices }
}

/** The text of a module that exports the same `siteValidators`. */
export function validatorsAsCode(): string {
  const ajv = new Ajv2020({ ...options, code: { source: true, esm: true } })
  ajv.addSchema(siteSchemaWithoutDevices(), 'site')
  const devices = [...deviceSchemas()].map(([kind, schema], n) => {
    ajv.addSchema(schema, `device${n}`)
    return { kind, name: `device${n}` }
  })
  const names = ['site', ...devices.map(({ name }) => name)]
  return [
    standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name]))),
    'const devices = new Map([',
    ...devices.map(({ kind, name }) => `  [${JSON.stringify(kind)}, () => ${name}],`),
    '])',
    'export const siteValidators = () => ({ site, devices })',
    '',
  ].join('\n')
}
