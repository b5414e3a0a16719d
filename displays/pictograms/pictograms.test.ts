import { readdirSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { pictogramNames } from '../../hardware/pictogram-names.ts'
import { pictogramSvg } from './pictograms.ts'

const test = suite('pictograms')

test('there is one picture for each name a site file may use, and no other', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.svg'))
  assert.equal(files.map((file) => file.replace('.svg', '')).sort(), [...pictogramNames].sort())
})

test('each is a drawing of its own, one colour, without anything that runs or loads', () => {
  const drawings = pictogramNames.map(pictogramSvg)
  assert.is(new Set(drawings).size, pictogramNames.length)
  for (const drawing of drawings) {
    assert.match(drawing, /^<g fill="none" stroke="currentColor"/)
    assert.match(drawing, /<(path|circle|rect|line)/)
    assert.not.match(drawing, /script|href|fill="(?!none)|stroke="(?!currentColor)|<svg|<!--/)
  }
})

test.run()
