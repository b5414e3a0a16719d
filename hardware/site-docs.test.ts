import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fillDefaults } from './check-shape.ts'
import { withMarked } from './markdown.ts'
import { boardLetters } from './seven-segment.ts'
import { exampleSite } from './site.test-kit.ts'
import { siteDocs } from './site-docs.ts'
import { deviceSchemas, siteSchema } from './site-schema.ts'

const docs = suite('What is written from the description')
// The sources: dist/ holds a copy that the build made, and no documents.
const folder = new URL('../../hardware/', import.meta.url)
const source = (name: string) => readFileSync(new URL(name, folder), 'utf8')

docs('the schema and the tables of the README are current', () => {
  const pages = { 'README.md': source('README.md'), 'TESTED.md': source('TESTED.md') }
  const examples = { demo: fillDefaults(exampleSite('demo')), ward: fillDefaults(exampleSite('ward')) }
  for (const [name, text] of Object.entries(siteDocs(pages, examples)))
    assert.is(source(name), text, `${name} is old: scripts/build && node dist/scripts/write-site-docs.js`)
})

docs('every option of the description stands in the README', () => {
  const text = source('README.md')
  type Schema = { properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[] }
  const walk = ({ properties = {}, items, anyOf = [] }: Schema): string[] => [
    ...Object.keys(properties),
    ...[...Object.values(properties), ...(items ? [items] : []), ...anyOf].flatMap(walk),
  ]
  const options = walk(JSON.parse(source('site.schema.json'))).filter((name) => name !== '$schema')
  assert.ok(options.length > 60)
  for (const option of options) assert.ok(text.includes(`| \`${option}\` `), option)
})

docs('both guides name the letters that a board can draw', () => {
  const letters = [...boardLetters].join(' ')
  for (const name of ['README.md', 'LAP-DAT.md']) assert.ok(source(name).includes(letters), name)
})

docs('the description is itself a right schema: the check trusts it', () => {
  const ajv = new Ajv2020()
  for (const schema of [siteSchema(), ...deviceSchemas().values()]) assert.ok(ajv.validateSchema(schema))
  assert.not.ok(ajv.validateSchema({ type: 'number from 1 to 4' }))
})

docs('a text without its marks is refused, never cut', () => {
  assert.throws(() => withMarked('no marks here', 'options', 'x'), /no place for options/)
})

docs.run()
