/** The contract says what the code sends and accepts, is a valid AsyncAPI document, and lets no person through. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import type { TSchema } from 'typebox'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dayOf, unequalRules } from '../../domain/always.test-kit.ts'
import type { Command } from '../../domain/commands.ts'
import { applyAll, decide } from '../../domain/decide.ts'
import { eventVersions, type TimedEvent } from '../../domain/events.ts'
import { noon, openHall, smallRules } from '../../domain/given.test-kit.ts'
import { isoTime } from '../../domain/local-time.ts'
import { cloudEvent, eventTopic } from '../cloud-event.ts'
import { checkMessage } from './check-message.ts'
import { contractFiles } from './contract-files.ts'
import { patterns } from './kinds.ts'
import { contractMessages, eventTypes } from './messages.ts'
import { strictly } from './strictly.test-kit.ts'

const test = suite('contract')
const folder = new URL('../../../../controller/dossier/', import.meta.url)
const document: Record<string, unknown> = JSON.parse(contractFiles()['asyncapi.json'])

test('the document and the page are current', () => {
  for (const [name, text] of Object.entries(contractFiles()))
    assert.is(readFileSync(new URL(name, folder), 'utf8'), text, `${name} is old: scripts/write-contract`)
})

test('the document is AsyncAPI 3, by the schema of those who make AsyncAPI', () => {
  const official = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json')
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, meta: false, validateSchema: false })
  for (const format of ['uri', 'uri-reference', 'email', 'regex']) ajv.addFormat(format, true)
  const validate = ajv.compile(official)
  assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 5), null, 1))
  assert.not.ok(validate({ ...document, operations: { Odd: { action: 'shout' } } }))
})

test('every reference of the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path)
  assert.ok(references.length > 150)
  for (const path of references) {
    const found = (path ?? '').split('/').reduce<unknown>((at, key) => (at as never)?.[key], document)
    assert.ok(found, path)
  }
})

test('names and topics are unique, and every message has a meaning', () => {
  assert.is(new Set(contractMessages.map(({ name }) => name)).size, contractMessages.length)
  assert.is(new Set(contractMessages.map(({ topic }) => topic)).size, contractMessages.length)
  for (const { name, topic, meaning, payload } of contractMessages) {
    assert.ok(meaning.length > 10, name)
    assert.ok(topic.startsWith('den-luot/v1/{site}/'), topic)
    assert.ok((payload as { properties?: object }).properties, name)
  }
})

test('whatever happens in any day is sent as the contract says, field for field', () => {
  const seen = new Set<string>()
  const envelope = {
    journalId: 'j-1',
    clock: { synced: true, bootId: 'b0a7', monotonicMs: 12 },
    actor: { kind: 'visitor' as const },
    cause: 'press-1',
    hash: 'a'.repeat(64),
  }
  const random = fc
    // Always the same days, so that what is rare in them is there each time.
    .sample(fc.oneof(dayOf(smallRules), dayOf(unequalRules)), { numRuns: 150, seed: 11 })
    .map((steps) => steps.flatMap(({ events }) => events))
  for (const events of [...random, seldom()]) {
    let seq = 0
    for (const { type, data, at } of events) {
      seq++
      const event = {
        ...envelope,
        seq,
        type,
        data,
        v: eventVersions[type],
        at: isoTime(at, smallRules.timeZone),
      }
      const sent = JSON.parse(JSON.stringify(cloudEvent('demo', event)))
      assert.is(strictly(type, sent), null)
      assert.is(checkMessage(type, sent), null)
      seen.add(type)
    }
  }
  for (const type of eventTypes)
    assert.is(eventTopic('{site}', type), contractMessages.find(({ name }) => name === type)?.topic)
  const unseen = eventTypes.filter((type) => !seen.has(type))
  assert.equal(unseen, [], 'events that were never brought forth')
})

/** What a random day brings forth too seldom to count on it. */
function seldom(): TimedEvent[] {
  const at = noon
  const of = { at, source: 'button' } as const
  const days = 24 * 3_600_000
  const commands: Command[] = [
    { type: 'PostNotice', at, id: 'n1', text: 'Nghỉ lễ', from: at, until: at + 2 * days },
    { type: 'PostNotice', at, id: 'n2', text: 'Nghỉ lễ', from: at, until: at + 2 * days },
    { type: 'WithdrawNotice', at, id: 'n1' },
    {
      type: 'ShowDossierFigures',
      at,
      since: '2026-11-01',
      asOf: at,
      early: 1,
      onTime: 2,
      overdue: 0,
      total: 3,
    },
    { type: 'LogIn', at, counter: 'q1', officer: 'cb-1' },
    { type: 'IssueTicket', ...of, newTicket: 't1', service: 'land', requestId: 'r' },
    { type: 'IssueTicket', ...of, newTicket: 't2', service: 'land', link: 't1' },
    { type: 'CallNext', at, counter: 'q1' },
    { type: 'Start', at, counter: 'q1' },
    { type: 'Transfer', at, counter: 'q1', toCounter: 'q2' },
    { type: 'PauseCounter', at, counter: 'q2', reason: 'break' },
    { type: 'ResumeCounter', at, counter: 'q2' },
    { type: 'CallNext', at, counter: 'q2' },
    { type: 'Start', at, counter: 'q2' },
    { type: 'Transfer', at, counter: 'q2', toService: 'land' },
    { type: 'Undo', at, counter: 'q2' },
    { type: 'Finish', at, counter: 'q2' },
    { type: 'RateVisit', at, counter: 'q2', value: 1 },
    { type: 'Undo', at, counter: 'q2' },
    { type: 'Finish', at, counter: 'q2' },
    { type: 'Reopen', at, counter: 'q2', finished: 't1' },
    { type: 'Hold', at, counter: 'q2', reason: 'specialist' },
    { type: 'Resume', at, counter: 'q2', held: 't1' },
    { type: 'Finish', at, counter: 'q2' },
    { type: 'CallNext', at, counter: 'q1' },
    { type: 'Recall', at, counter: 'q1' },
    { type: 'Undo', at, counter: 'q1' },
    { type: 'CallNext', at, counter: 'q1' },
    { type: 'NoShow', at, counter: 'q1' },
    { type: 'Undo', at, counter: 'q1' },
    { type: 'NoShow', at, counter: 'q1' },
    { type: 'ReturnTicket', at, ticket: 't2' },
    { type: 'VoidTicket', at, ticket: 't2', reason: 'mistake' },
    { type: 'CloseCounter', at, counter: 'q1' },
    { type: 'LogOut', at, counter: 'q1' },
    { type: 'ChangeCounterServices', at, counter: 'q1', services: ['fees'] },
    { type: 'CloseDay', at },
    { type: 'OpenDay', at: at + days, date: '2026-11-24' },
  ]
  let state = openHall()
  return commands.flatMap((command) => {
    const { events, refused } = decide(command, state)
    assert.is(refused, undefined, `${command.type}: ${refused?.code}`)
    state = applyAll(state, events, command.at)
    return events.map((event) => ({ ...event, at: command.at }))
  })
}

type Node = TSchema & {
  description?: string
  type?: string
  const?: unknown
  enum?: unknown[]
  pattern?: string
  maxItems?: number
  properties?: Record<string, Node>
  patternProperties?: Record<string, Node>
  items?: Node
  anyOf?: Node[]
}
function* nodesOf(node: Node, path: string): Generator<[string, Node]> {
  yield [path, node]
  for (const [key, inner] of Object.entries(node.properties ?? {})) yield* nodesOf(inner, `${path}.${key}`)
  for (const inner of Object.values(node.patternProperties ?? {})) yield* nodesOf(inner, `${path}.*`)
  if (node.items) yield* nodesOf(node.items, `${path}[]`)
  for (const inner of node.anyOf ?? []) yield* nodesOf(inner, path)
}
const all = contractMessages.flatMap(({ name, payload }) => [...nodesOf(payload as Node, name)])

/** Words that hang on a public wall, or say why a command was refused; nothing else may be free text. */
const publicWords = [
  /\.rules\.(outcomes|holdReasons|pauseReasons|changeReasons|voidReasons)\[\]\.(vi|en)$/,
  /\.rules\.(services|counters)\[\]\.agency$/,
  /\.rules\.services\[\]\.name$/,
  /^DayOpened\.data\.dossier\.notices\[\]\.text$/,
  /^SiteChanged\.data\.site\.(name|zones\[\]\.name)$/,
  /^NoticePosted\.data\.text$/,
  /^PostNotice\.data\.text$/,
  /^ServiceState\.data\.name$/,
  /^QueueMonitor\.(serviceName|officeName)$/,
  /^ChangeServices\.data\.services\[\]\.(name|shortName|agency)$/,
  /^CommandAnswered\.data\.refusal\.(vi|en)$/,
  /\.answer\.words\.(vi|en)$/,
]

test('no message has room for a person: every text is of a known kind, free words only on public walls', () => {
  const known = new Set<string>(Object.values(patterns))
  for (const [path, node] of all) {
    if (node.type !== 'string' || node.enum || node.const !== undefined) continue
    assert.ok(node.pattern && known.has(node.pattern), `${path} is a text of no kind`)
    if (node.pattern !== patterns.publicText) continue
    assert.ok(
      publicWords.some((one) => one.test(path)),
      `${path} is free text`,
    )
    assert.match(String(node.description), /^Public: /, path)
  }
})

test('no field is named after something personal', () => {
  const personal =
    /(name|phone|tel|mobile|hotline|address|mail|birth|gender|sex|citizen|person|cccd|cmnd|passport|note|comment|remark|title|detail)/i
  const allowed =
    /\.(serviceName|officeName|shortName)$|services\[\]\.name$|^ServiceState\.data\.name$|^SiteChanged\.data\.site\.(name|zones\[\]\.name)$/
  for (const [path] of all) {
    const key = path.split('.').at(-1) ?? ''
    if (personal.test(key)) assert.match(path, allowed)
  }
})

test('a text of every kind is bounded', () => {
  for (const [name, pattern] of Object.entries(patterns))
    assert.not.ok(
      /(?<!\\)[*+](?!\/)/.test(pattern.replace(/\[[^\]]*\]/g, '')) && name !== 'zone',
      `${name} grows`,
    )
})

test('the check of the walk itself finds a planted name', () => {
  const planted = { type: 'object', properties: { visitor: { anyOf: [{ type: 'string' }] } } } as Node
  const found = [...nodesOf(planted, 'X')].filter(([, { type, pattern }]) => type === 'string' && !pattern)
  assert.equal(
    found.map(([path]) => path),
    ['X.visitor'],
  )
})

test('the queue monitor is an entity of FIWARE’s model', () => {
  const fixture = JSON.parse(readFileSync(new URL('contract/queue-monitor.fixture.json', folder), 'utf8'))
  // Its common parts lie on the network and hold optional fields only.
  fixture.allOf = fixture.allOf.filter((one: { $ref?: string }) => one.$ref === undefined)
  const ajv = new Ajv({ strict: false, logger: false })
  ajv.addFormat('date-time', true)
  const validate = ajv.compile({ ...fixture, $schema: undefined, $id: undefined })
  const entity = {
    id: 'urn:ngsi-ld:QueueMonitor:demo:land',
    type: 'QueueMonitor',
    serviceStatus: 'Open',
    linePriority: 1,
    ticketsToServe: 3,
  }
  assert.ok(validate(entity), JSON.stringify(validate.errors))
  assert.not.ok(validate({ ...entity, serviceStatus: 'open' }))
  const ours = (contractMessages.find(({ name }) => name === 'QueueMonitor')?.payload ?? {}) as Node
  const theirs = Object.keys(fixture.allOf[0].properties)
  for (const key of Object.keys(ours.properties ?? {}))
    assert.ok(theirs.includes(key) || ['id', 'dateModified'].includes(key), key)
})

test.run()
