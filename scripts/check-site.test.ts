import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const program = suite('The program check-site')
const folder = mkdtempSync(join(tmpdir(), 'check-site-'))
program.after(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('./check-site.js', import.meta.url)), ...args], {
    encoding: 'utf8',
  })
const demo = fileURLToPath(new URL('../../hardware/sites/demo.json', import.meta.url))

program('a file that may be used ends with OK and what is in it', () => {
  const { status, stdout, stderr } = run(demo)
  assert.is(stderr, '')
  const { services, counters, stations } = JSON.parse(readFileSync(demo, 'utf8'))
  const devices = stations.flatMap((station: { devices: unknown[] }) => station.devices)
  assert.is(
    stdout,
    `OK xa-suoi-may: ${services.length} services, ${counters.length} counters, ${stations.length} stations, ${devices.length} devices, 0 warnings\n`,
  )
  assert.is(status, 0)
})

program('a file for real wires says what config.txt of the Pi must hold', () => {
  const { status, stdout } = run(demo.replace('demo.json', 'ward.json'))
  assert.match(
    stdout,
    /\nconfig\.txt of the Pi of tram-chinh \(Tủ lấy số cạnh cửa chính\):\n {2}dtparam=i2c_arm=on\n {2}gpio=5,17,22,27=ip,pu\n$/,
  )
  assert.is(status, 0)
})

program('every problem is printed and the exit code is 2', () => {
  const file = join(folder, 'site.json')
  writeFileSync(file, '{ "id": "X", "nmae": "y" }')
  const { status, stderr } = run(file)
  assert.is(status, 2)
  assert.match(stderr, 'error: id: is "X"')
  assert.match(stderr, 'error: nmae: is not an option here; take it out. Did you mean "name"?')
  assert.match(stderr, 'error: stations: is missing')
  assert.match(stderr, /: \d+ errors, 0 warnings\n$/)
})

program('without a file it says how it is used', () => {
  for (const args of [[], ['a', 'b'], ['--wrong']]) {
    const { status, stderr } = run(...args)
    assert.is(status, 2)
    assert.match(stderr, 'Usage: scripts/check-site FILE')
  }
})

program.run()
