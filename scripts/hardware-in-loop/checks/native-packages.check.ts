/** The native parts of the npm packages: all are there for this processor and load, also those no other check needs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as assert from 'uvu/assert'
import type { CheckFile } from '../check.ts'

const project = new URL('../../../../', import.meta.url)
const require = createRequire(import.meta.url)
const resvg = `@resvg/resvg-js-linux-${process.arch}-gnu`

/** Those that npm may compile, but for esbuild, a program that is done before the hall starts. */
function nativePackages(): string[] {
  const { allowScripts } = JSON.parse(readFileSync(new URL('package.json', project), 'utf8'))
  return [...Object.keys(allowScripts).filter((name) => name !== 'esbuild'), resvg]
}

/** Where a package has its addon: compiled, brought along for several systems, or it is nothing else. */
function addonsOf(name: string): string[] {
  return ['build/Release', `prebuilds/linux-${process.arch}`, '.'].flatMap((place) => {
    const folder = new URL(`node_modules/${name}/${place}/`, project)
    return (existsSync(folder) ? readdirSync(folder) : [])
      .filter((file) => file.endsWith('.node') && !/musl|^test_/.test(file))
      .map((file) => new URL(file, folder).pathname)
  })
}

export const checks: CheckFile = {
  order: -20,
  add(check) {
    check('every native part of the npm packages loads on this processor', async () => {
      const names = nativePackages()
      assert.ok(names.includes('better-sqlite3') && names.length >= 8, names.join())
      for (const name of names) {
        const [addon] = addonsOf(name)
        assert.ok(addon, `${name} has no addon for ${process.arch}`)
        assert.ok(Object.keys(require(addon)).length > 0, `${addon} gives nothing`)
      }
    })
  },
}
