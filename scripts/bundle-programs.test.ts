import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { native, programs, unused } from './bundle-programs.ts'

const test = suite('the programs in one file')

for (const program of programs) {
  test(`${program} loads nothing from elsewhere but Node’s own modules and packages with native parts`, () => {
    const text = readFileSync(new URL(`../${program.replace(/\.ts$/, '.js')}`, import.meta.url), 'utf8')
    const loaded = [
      ...text.matchAll(/^import (?:[^"';]* from )?["']([^"']+)["']/gm),
      ...text.matchAll(/\b(?:__require|import)\("([^"]+)"\)/g),
    ].map(([, name = '']) => name)
    assert.ok(loaded.length > 0)
    const others = loaded.filter((name) => !isBuiltin(name) && ![...native, ...unused].includes(name))
    assert.equal(others, [])
  })
}

test.run()
