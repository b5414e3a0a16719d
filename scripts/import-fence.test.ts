import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { doors, mayImport, pagePackages, readSources, testPackages, violations } from './import-fence.ts'

const test = suite('the import fence')
const root = fileURLToPath(new URL('../../', import.meta.url))

test('holds for every source file', () => {
  const sources = readSources(root)
  assert.ok(sources.length > 100, 'the sources were found')
  assert.equal(violations(sources), [])
})

test('catches a planted violation of each kind', () => {
  const planted = (path: string, line: string) => violations([{ path, text: `/** A file. */\n${line}\n` }])
  assert.equal(planted('controller/domain/x.ts', "import { openHall } from '../hall.ts'"), [
    'controller/domain/x.ts may not import controller/hall.ts',
  ])
  assert.equal(
    planted('controller/domain/x.ts', "import type { Clock } from '../../hardware/clock.ts'").length,
    1,
  )
  assert.equal(planted('hardware/x.ts', "export { openStation } from '../firmware/station.ts'").length, 1)
  assert.equal(
    planted('controller/hall.ts', "import { openStation } from '../firmware/station.ts'").length,
    1,
  )
  assert.equal(
    planted('firmware/x.ts', "const { decide } = await import('../controller/domain/decide.ts')").length,
    1,
  )
  assert.equal(planted('controller/hall.ts', "import Database from 'better-sqlite3'"), [
    'controller/hall.ts may not import better-sqlite3: its door is controller/journal/sqlite.ts',
  ])
  assert.equal(planted('controller/hall.ts', "import left from 'left-pad'").length, 1)
  assert.equal(planted('controller/hall.ts', "import { suite } from 'uvu'").length, 1)
  assert.equal(planted('nowhere/x.ts', '').length, 1)
})

test('has a door for every dependency, and no dependency is without a job', () => {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const known = [...Object.keys(doors), ...pagePackages]
  // Read as files, never imported.
  const asFiles = ['@expo-google-fonts/be-vietnam-pro', 'typescript']
  const declared = Object.keys({ ...dependencies, ...optionalDependencies })
  assert.equal(
    declared.filter((name) => !known.includes(name) && !asFiles.includes(name)),
    [],
  )
  const text = readSources(root)
    .map((source) => source.text)
    .join('\n')
  for (const name of known) assert.ok(text.includes(`'${name}`), `${name} is imported somewhere`)
  for (const name of testPackages) assert.not.ok(declared.includes(name), `${name} is for tests`)
})

test('is the table that ARCHITECTURE.md shows', () => {
  const document = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  for (const [folder, allowed] of Object.entries(mayImport)) {
    const row = document.split('\n').find((line) => line.startsWith(`| \`${folder}\` |`))
    assert.ok(row, `a row for ${folder}`)
    for (const one of allowed) assert.ok(row?.includes(`\`${one}\``), `${folder} may import ${one}`)
  }
})

test.run()
