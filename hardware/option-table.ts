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
  // Lists of the same things share one table.
  const titles = new Map<string, { titles: string[]; schema: JsonSchema }>()
  for (const [title, schema] of sections) {
    const key = JSON.stringify(schema)
    const known = titles.get(key)
    if (known) known.titles.push(title)
    else titles.set(key, { titles: [title], schema })
  }
  return [...titles.values()].map((one) => section(one.titles.join(', '), one.schema)).join('\n')
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
