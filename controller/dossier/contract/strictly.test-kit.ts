/** For tests: a message as the contract says and not one field more, where the program that sends it is this one. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { contractMessages } from './messages.ts'

/** Data of others that the contract only bounds. */
const open = new Set(['rules', 'catalogue'])
const ajv = new Ajv2020({ strict: false })
ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)))

function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const of = node as Record<string, unknown>
  const properties = of.properties as Record<string, unknown> | undefined
  if (!properties) return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, closed(value)]))
  return {
    ...of,
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, open.has(key) ? value : closed(value)]),
    ),
  }
}

const validators = new Map<string, ValidateFunction>()
export function strictly(name: string, value: unknown): string | null {
  let validate = validators.get(name)
  if (!validate) {
    const message = contractMessages.find((one) => one.name === name)
    if (!message) throw new Error(`the contract has no message ${name}`)
    validate = ajv.compile(closed(JSON.parse(JSON.stringify(message.payload))) as object)
    validators.set(name, validate)
  }
  return validate(value) ? null : `${name}: ${JSON.stringify(validate.errors?.slice(0, 2))}`
}
