/** The description of a site as tables for people, for `hardware/README.md`. */
import { whatItMayBe } from './check-shape.ts'
import { table } from './markdown.ts'
import { deviceSchemas, type JsonSchema, siteSchemaWithoutDevices } from './site-schema.ts'

export function optionTables(): string {
  const sections: [string, JsonSchema][] = [['The site', siteSchemaWithoutDevices()]]
  collect(siteSchemaWithoutDevices(), '', sections)
  for (const [kind, schema] of deviceSchemas()) {
    sections.push([`Device \`${kind}\``, schema])
    collect(schema, `${kind}: `, sections)
  }
  return sections.map(([title, schema]) => section(title, schema)).join('\n')
}

function collect(schema: JsonSchema, before: string, into: [string, JsonSchema][]): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const inner = property.type === 'array' ? property.items : property
    if (!inner?.properties) continue
    into.push([`${before}\`${name}${property.type === 'array' ? '[]' : ''}\``, inner])
    collect(inner, before, into)
  }
}

function section(title: string, schema: JsonSchema): string {
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== '$schema')
    .map(([name, property]) => {
      const { description = '', ...rest } = property
      const allowed = whatItMayBe(rest).replace(/^it (may|must) be /, '')
      return [`\`${name}\``, needed(name, property, schema), allowed, description]
    })
  return [
    `### ${title}`,
    '',
    ...(schema.description ? [schema.description, ''] : []),
    table([['option', 'needed', 'what it may be', 'meaning'], ...rows]),
    '',
  ].join('\n')
}

function needed(name: string, property: JsonSchema, parent: JsonSchema): string {
  if (parent.required?.includes(name)) return 'yes'
  if (property.default === undefined || typeof property.default === 'object') return 'no'
  return `no, \`${JSON.stringify(property.default)}\``
}
