/** The contract as a page to read, out of the AsyncAPI document. Pure; Markdown. */
type Schema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  pattern?: string
  format?: string
  description?: string
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  anyOf?: Schema[]
  allOf?: Schema[]
  $ref?: string
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  required?: string[]
}
type Message = { name: string; summary: string; contentType: string; payload: Schema }
export type Document = {
  info: { title: string; version: string; description: string }
  channels: Record<string, { address: string; tags: { name: string }[] }>
  operations: Record<string, { action: string; bindings: { mqtt: { retain: boolean } } }>
  components: { messages: Record<string, Message>; schemas: Record<string, Schema> }
}

const groups: [string, string, string][] = [
  ['status', 'Presence', ''],
  [
    'events',
    'Events of the journal',
    'Gap-free by `sequence` within a `journalid`, in order, at least once: drop an `id` you have. `chainhash` is the journal’s: sha256 in hex of the `chainhash` before it and the event as the journal stores it, which is, without spaces and with fields in this order, `{"seq":…,"journalId":…,"type":…,"v":…,"at":…,"clock":{"synced":…,"bootId":…,"monotonicMs":…},"actor":{"kind":…,"id":…},"cause":…,"data":…}`; `synced` is null and `id` is left out where the attribute is absent, and before the first event stands the sha256 of its `journalid`. So whoever receives can recompute it, but not for SiteChanged, whose `site` is reduced, nor for a SlipFailed or SlipUnknown with the reason `unknown-fault`: take their `chainhash` as given and go on; what they hold in full is checked in the hall by `scripts/verify-journal`. The attributes are the same for all of them and stand once, at the first.',
  ],
  ['replay', 'Replay', ''],
  ['services', 'Live state of services', 'Retained: whoever subscribes has it at once.'],
  [
    'visitors',
    'For messages to visitors',
    'By ticket and booking code; the server knows whom to write to, the hall does not.',
  ],
  ['devices', 'Devices', ''],
  ['reconciliation', 'Reconciliation', ''],
  [
    'commands',
    'Commands to the hall',
    'Each has an `id` of your own and a `validuntil`. It is carried out once, however often it arrives, and answered. The attributes are the same for all of them and stand once, at the first.',
  ],
  ['answers', 'Answers', ''],
]

export function contractPage(document: Document): string {
  const { info, channels, operations, components } = document
  const lines = [
    `# ${info.title}`,
    '',
    `Version ${info.version}. Generated from [asyncapi.json](asyncapi.json); how to begin is in the [README](../../README.md#the-dossier-server).`,
    '',
    info.description,
    '',
    'Receivers tolerate fields they do not know. A field that is taken away or changes its meaning makes a new major version, which has topics of its own (`v2`).',
    '',
  ]
  for (const [group, title, text] of groups) {
    lines.push(`## ${title}`, '')
    if (text) lines.push(text, '')
    let first = true
    for (const [name, channel] of Object.entries(channels)) {
      if (channel.tags[0]?.name !== group) continue
      const message = components.messages[name]
      if (!message) continue
      const retained = operations[name]?.bindings.mqtt.retain ? ', retained' : ''
      lines.push(`### ${name}`, '', `\`${channel.address}\`${retained}`, '', message.summary, '')
      const [attributes, own] = message.payload.allOf ?? [message.payload]
      if (own && !first) lines.push(...table(own.properties?.data ?? {}, 'data.'))
      else
        for (const part of [attributes, own])
          if (part) lines.push(...table(part.$ref ? named(document, part.$ref) : part, ''))
      first = false
    }
  }
  lines.push('## Rules', '', 'What `data.rules` of SiteChanged and DayOpened holds.', '')
  lines.push(...table(components.schemas.Rules ?? {}, ''))
  return `${lines.join('\n').trimEnd()}\n`
}

const named = ({ components }: Document, reference: string): Schema =>
  components.schemas[reference.split('/').at(-1) ?? ''] ?? {}

function table(schema: Schema, prefix: string): string[] {
  const all = rows(schema, prefix)
  if (all.length === 0) return ['No fields.', '']
  return [
    '| field | value | meaning |',
    '|---|---|---|',
    ...all.map(
      (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`,
    ),
    '',
  ]
}

function rows(schema: Schema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const optional = schema.required?.includes(key) ? '' : ' (optional)'
    const options = value.anyOf ?? [value]
    const inner = options.find(({ type }) => type !== 'null') ?? value
    const nullable = options.some(({ type }) => type === 'null') ? ' or null' : ''
    const path = `${prefix}${key}`
    const listed = inner.type === 'array' ? inner.items : undefined
    const nested = listed ?? inner
    const below = nested.properties ? rows(nested, `${path}${listed ? '[]' : ''}.`) : []
    return [
      [
        `\`${path}\`${optional}`,
        `${describe(inner)}${nullable}`,
        value.description ?? inner.description ?? nested.description ?? '',
      ],
      ...below,
    ]
  })
}

function describe(schema: Schema): string {
  if (schema.$ref) return `[${schema.$ref.split('/').at(-1)}](#rules)`
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum) return schema.enum.map((one) => `\`${one}\``).join(', ')
  if (schema.format === 'date-time') return 'time, RFC 3339'
  if (schema.type === 'array')
    return `list${schema.maxItems === undefined ? '' : ` of at most ${schema.maxItems}`}${schema.items && !schema.items.properties ? `: ${describe(schema.items)}` : ''}`
  if (schema.patternProperties) return 'object by key'
  if (schema.pattern) return `text \`${schema.pattern}\``
  const from = schema.minimum === undefined ? '' : ` ≥ ${schema.minimum}`
  return `${schema.type === 'integer' ? 'whole number' : (schema.type ?? 'anything')}${from}`
}
