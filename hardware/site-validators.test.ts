import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type SiteValidators, siteValidators, validatorsAsCode } from './site-validators.ts'

const test = suite('the rules of a site, compiled ahead')

type Value = unknown
const isObject = (value: Value): value is Record<string, Value> => typeof value === 'object' && value !== null

/** The value with each of its parts taken out, made something else, or joined by one that nobody knows. */
function* spoiled(value: Value): Generator<Value> {
  yield typeof value === 'number' ? 'a text' : -7.5
  yield null
  if (!isObject(value)) return
  if (!Array.isArray(value)) yield { ...value, unheard: true }
  for (const [key, part] of Object.entries(value)) {
    const withPart = (next: Value) =>
      Array.isArray(value) ? value.with(Number(key), next) : { ...value, [key]: next }
    if (!Array.isArray(value)) {
      const { [key]: _, ...without } = value
      yield without
    }
    for (const one of spoiled(part)) yield withPart(one)
  }
}

test('they find the same mistakes and fill in the same as those compiled at the start', async () => {
  // What the build's bundler does: the package's own helpers come along.
  const from = "import { createRequire } from 'node:module'; const require = createRequire"
  const text = Buffer.from(`${from}(${JSON.stringify(import.meta.url)});${validatorsAsCode()}`).toString(
    'base64',
  )
  const ahead: SiteValidators = (await import(`data:text/javascript;base64,${text}`)).siteValidators()
  const here = siteValidators()
  const answer = (validate: SiteValidators['site'] | undefined, value: Value) => {
    const filled = structuredClone(value)
    return { fits: validate?.(filled), errors: validate?.errors, filled }
  }
  let mistakes = 0
  for (const name of ['demo', 'ward']) {
    const site = JSON.parse(readFileSync(new URL(`./sites/${name}.json`, import.meta.url), 'utf8'))
    for (const one of [site, ...spoiled(site)]) {
      const expected = answer(here.site, one)
      assert.equal(answer(ahead.site, one), expected)
      if (!expected.fits) mistakes++
    }
    for (const device of site.stations.flatMap((station: { devices: Value[] }) => station.devices))
      for (const one of [device, ...spoiled(device)]) {
        const expected = answer(here.devices.get(device.kind)?.(), one)
        assert.equal(answer(ahead.devices.get(device.kind)?.(), one), expected)
        assert.type(expected.fits, 'boolean')
      }
  }
  assert.ok(mistakes > 100)
  assert.equal([...ahead.devices.keys()], [...here.devices.keys()])
})

test.run()
