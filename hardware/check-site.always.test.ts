import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkSite } from './check-site.ts'
import { formatProblems } from './problem.ts'
import { allFilesThere, exampleSite } from './site.test-kit.ts'
import { deviceSchemas, type JsonSchema, siteSchema } from './site-schema.ts'

const always = suite('What always holds of the check')

type Place = { holder: Record<string, unknown>; key: string; required: boolean }

/** Every option and list entry of a value, and whether the description asks for it. */
function placesOf(value: unknown, schema: JsonSchema | undefined, into: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return into
  const holder = value as Record<string, unknown>
  const own = schema?.anyOf ? [...deviceSchemas()].find(([one]) => one === holder.kind)?.[1] : schema
  for (const key of Object.keys(holder)) {
    into.push({ holder, key, required: own?.required?.includes(key) ?? false })
    placesOf(holder[key], own?.items ?? own?.properties?.[key], into)
  }
  return into
}

const errorsIn = (site: unknown) =>
  checkSite(site, allFilesThere).filter((problem) => problem.severity === 'error')

always('taking out anything that is needed is an error that names it', () => {
  const total = placesOf(exampleSite('demo'), siteSchema()).length
  let needed = 0
  for (let n = 0; n < total; n++) {
    const site = exampleSite('demo')
    const place = placesOf(site, siteSchema())[n]
    if (!place?.required) continue
    needed++
    delete place.holder[place.key]
    const errors = errorsIn(site)
    const named = errors.some(({ path, message }) => {
      const name = path.replace(/ \(.*/, '')
      return (name === place.key || name.endsWith(`.${place.key}`)) && message.startsWith('is missing')
    })
    assert.ok(named, `${place.key}: ${formatProblems(errors)}`)
  }
  assert.ok(needed > 200, `only ${needed} of ${total} options are needed: the walk has gone wrong`)
})

const anything = fc.anything({
  values: [
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'constructor', 'id', 'dat-dai', 'quay-1', '0x70', 'A', 'hall'),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  ],
  key: fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'kind', 'pin', 'services', 'devices'),
  ),
  withNullPrototype: true,
  maxDepth: 4,
})

always('no value anywhere makes the check throw, and every problem can be printed', () => {
  const total = placesOf(exampleSite('demo'), siteSchema()).length
  const mutation = fc.record({
    at: fc.nat({ max: total - 1 }),
    to: anything,
    rename: fc.option(fc.string(), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (mutations) => {
      const site = exampleSite('demo')
      for (const { at, to, rename } of mutations) {
        const places = placesOf(site, siteSchema())
        const place = places[at % places.length]
        if (!place) continue
        if (rename === undefined) place.holder[place.key] = to
        else {
          place.holder[rename] = place.holder[place.key]
          delete place.holder[place.key]
        }
      }
      const problems = checkSite(site, allFilesThere)
      for (const { path, message } of problems) assert.ok(path.length > 0 && message.length > 0)
      formatProblems(problems)
    }),
    { numRuns: 150, seed: 20261123 },
  )
  fc.assert(
    fc.property(anything, (value) => {
      assert.ok(errorsIn(value).length > 0, 'nothing at random is a site')
    }),
    { numRuns: 150, seed: 20261123 },
  )
})

always.run()
