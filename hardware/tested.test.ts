import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { DeviceDescription } from './description/stations.ts'
import { expanderChips } from './expander-pins.ts'
import type { DeviceConfig } from './site-description.ts'
import { cellOf, kernels, models, tested } from './tested.ts'

const test = suite('What was tested where')
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

/** Every kind of device with every driver it may have, as the description of a site has them. */
function describedDrivers(): string[] {
  const kinds = DeviceDescription.anyOf as unknown as {
    properties: { kind: { const: DeviceConfig['kind'] }; driver: { enum: string[] } }
  }[]
  return kinds.flatMap(({ properties: { kind, driver } }) =>
    driver.enum.map((name) => `${kind.const} ${name}`),
  )
}

test('every driver a site file can name has its row, and no row is of a driver that is gone', () => {
  const described = [...describedDrivers(), ...expanderChips.map((chip) => `expander ${chip}`)]
  assert.ok(described.includes('call-lamp rpio') && described.length > 15)
  const rows = new Set(tested.flatMap(({ kinds, driver }) => kinds.map((kind) => `${kind} ${driver}`)))
  for (const one of described)
    assert.ok(rows.has(one), `${one} has no row in hardware/tested.ts: which test is behind it?`)
  for (const row of rows) assert.ok(described.includes(row), `${row} stands in hardware/tested.ts only`)
})

test('every test and check that is named is there and runs something', () => {
  for (const { kinds, driver, tests, checks = [] } of tested) {
    assert.ok(tests.length > 0, `${kinds} ${driver} has no test`)
    for (const file of tests) {
      assert.match(file, /^firmware\/.+\.test\.ts$/)
      assert.match(read(file), /\btest\(/, file)
    }
    for (const file of checks) {
      assert.match(file, /^scripts\/hardware-in-loop\/checks\/.+\.check\.ts$/)
      assert.match(read(file), /\bcheck\(|Contract\(/, file)
    }
  }
})

test('a cell is backed by a check, says another driver, or says untested', () => {
  for (const row of tested) {
    const name = `${row.kinds} ${row.driver}`
    assert.is((row.passedOn?.length ?? 0) > 0, (row.checks?.length ?? 0) > 0, `${name}: check without kernel`)
    for (const model of models)
      for (const kernel of kernels) {
        const cell = cellOf(row, model, kernel)
        if (cell === 'no') assert.ok(row.notOn?.instead)
        if (cell === 'kernel' || cell === 'arm64') assert.ok(row.checks?.length)
      }
    if (row.notOn) {
      const { instead } = row.notOn
      for (const kind of row.kinds)
        assert.ok(
          tested.some((other) => other.kinds.includes(kind) && other.driver === instead && !other.notOn),
          `${name}: ${instead} is no way out`,
        )
    }
  }
})

test('a run on an emulated core counts for the Pi that has it, and for no other; a driver its package cannot serve stays "no"', () => {
  const row = { kinds: ['call-lamp'], driver: 'onoff', tests: [], passedOn: ['6.12', '6.12 arm64'] } as const
  assert.equal(
    models.map((model) => cellOf(row, model, '6.12')),
    ['kernel', 'arm64', 'kernel'],
  )
  assert.equal(
    models.map((model) => cellOf(row, model, '6.1')),
    ['untested', 'untested', 'untested'],
  )
  assert.is(cellOf({ ...row, passedOn: ['6.12 arm64'] }, 'Pi 5', '6.12'), 'untested')
  assert.is(cellOf({ ...row, notOn: { model: 'Pi 4', instead: 'gpiochip' } }, 'Pi 4', '6.12'), 'no')
})

test.run()
