/**
 * Whether a value is a message of the contract, and if not, where it is wrong. The contract's one door to ajv.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { TSchema } from 'typebox'
import { commandSchemas, type InboundType } from './in-schemas.ts'
import { contractMessages } from './messages.ts'

export type Misfit = { pointer: string; what: string }

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)))

const compiled = new Map<TSchema, ValidateFunction>()
export function checkSchema(schema: TSchema, value: unknown): Misfit | null {
  let validate = compiled.get(schema)
  if (!validate) {
    validate = ajv.compile(schema)
    compiled.set(schema, validate)
  }
  if (validate(value)) return null
  const [error] = validate.errors ?? []
  if (!error) return { pointer: '', what: 'is not valid' }
  const missing = error.keyword === 'required' ? `/${String(error.params.missingProperty)}` : ''
  return { pointer: error.instancePath + missing, what: error.message ?? 'is not valid' }
}

const byName = new Map(contractMessages.map(({ name, payload }) => [name, payload]))
/** As the whole message of that name. */
export function checkMessage(name: string, value: unknown): Misfit | null {
  const schema = byName.get(name)
  return schema ? checkSchema(schema, value) : { pointer: '/type', what: 'is in no contract' }
}

export const isCommandType = (type: string): type is InboundType => Object.hasOwn(commandSchemas, type)
