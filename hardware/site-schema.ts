/**
 * The description of a site as plain JSON Schema (draft 2020-12): for editors as `hardware/site.schema.json`,
 * for the check as data.
 */
import { DeviceDescription } from './description/stations.ts'
import { type DeviceKind, SiteDescription } from './site-description.ts'

export type JsonSchema = {
  type?: string | string[]
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  pattern?: string
  minimum?: number
  maximum?: number
  multipleOf?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  required?: string[]
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  additionalProperties?: boolean
  [key: string]: unknown
}

const plain = (schema: unknown): JsonSchema => JSON.parse(JSON.stringify(schema))

export function siteSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Đến Lượt: a site',
    ...plain(SiteDescription),
  }
}

/** The schema of every kind of device, by its kind. */
export function deviceSchemas(): Map<DeviceKind, JsonSchema> {
  return new Map(
    DeviceDescription.anyOf.map((description) => [description.properties.kind.const, plain(description)]),
  )
}

/** The site's schema with any value allowed as a device: those are checked each by its own kind. */
export function siteSchemaWithoutDevices(): JsonSchema {
  const schema = siteSchema()
  const devices = schema.properties?.stations?.items?.properties?.devices
  if (!devices) throw new Error('The description of a site has no stations with devices')
  devices.items = {}
  return schema
}

/** The text of `hardware/site.schema.json`. */
export const siteSchemaText = (): string => `${JSON.stringify(siteSchema(), null, 2)}\n`
