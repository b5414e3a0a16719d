import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { formatProblems } from './problem.ts'
import { readSite } from './read-site.ts'
import { exampleSite, lineOf, sitesFolder } from './site.test-kit.ts'

const read = suite('Reading a site file')
const folder = mkdtempSync(join(tmpdir(), 'site-'))
read.after(() => rmSync(folder, { recursive: true, force: true }))

function fileWith(content: string | Uint8Array, name = 'site.json'): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}
async function said(file: string): Promise<string[]> {
  const reading = await readSite(file)
  return reading.ok ? reading.warnings.map(lineOf) : reading.problems.map(lineOf)
}

read('every example site is read without an error or a warning', async () => {
  const names = readdirSync(sitesFolder).filter((name) => name.endsWith('.json'))
  assert.ok(names.length >= 2)
  for (const name of names) {
    const reading = await readSite(fileURLToPath(new URL(name, sitesFolder)))
    assert.ok(reading.ok, `${name}: ${reading.ok ? '' : formatProblems(reading.problems)}`)
    assert.is(formatProblems(reading.ok ? reading.warnings : []), '')
  }
})

read('defaults are filled in, what is written stays, and the text is the file', async () => {
  const file = fileURLToPath(new URL('ward.json', sitesFolder))
  const reading = await readSite(file)
  if (!reading.ok) throw new Error(formatProblems(reading.problems))
  const { site, text } = reading
  assert.is(text, readFileSync(file, 'utf8'))
  assert.equal(site.calling, {
    nextWhileCalled: 'refuse',
    outcomeRequired: false,
    bookedRate: 1,
    priorityRate: 1,
    maxOvertakes: 3,
    bookingGraceMinutes: 15,
    returnWithinMinutes: 30,
    returnBehind: 2,
    transferCredit: 'keep',
  })
  assert.equal(site.printing, { voidFailedAfterMinutes: 10 })
  assert.equal(site.voice, { pack: 'vi-espeak', numbers: 'digits' })
  assert.ok(site.counters.every((counter) => counter.opensItself === true))
  assert.not('dossier' in site)
  const devices = Object.fromEntries(
    site.stations.flatMap(({ devices }) => devices.map((one) => [one.id, one])),
  )
  assert.equal(devices['nut-ho-tich'], {
    id: 'nut-ho-tich',
    kind: 'service-button',
    driver: 'onoff',
    service: 'ho-tich',
    pin: 17,
    ringPin: 23,
    activeLow: true,
    debounceMs: 20,
    guardMs: 1500,
  })
  assert.is(Reflect.get(devices['bang-quay-1'] ?? {}, 'brightness'), 12)
  assert.is(Reflect.get(devices['may-in'] ?? {}, 'timeoutMs'), 8000)
})

read('a value that is written is never replaced by its default', async () => {
  const site = exampleSite('ward')
  const written = { ...site, voice: { numbers: 'whole' }, calling: { nextWhileCalled: 'start-and-finish' } }
  const reading = await readSite(fileWith(JSON.stringify(written)))
  if (!reading.ok) throw new Error(formatProblems(reading.problems))
  assert.equal(reading.site.voice, { numbers: 'whole', pack: 'vi-espeak' })
  assert.is(reading.site.calling.nextWhileCalled, 'start-and-finish')
})

read('a file that cannot be read says why', async () => {
  const missing = join(folder, 'nothing.json')
  assert.equal(await said(missing), [`error: ${missing}: cannot be read: there is no such file.`])
  assert.equal(await said(folder), [`error: ${folder}: is a directory; name the site file in it.`])
  const utf16 = fileWith(Buffer.from('\ufeff{}', 'utf16le'), 'utf16.json')
  assert.match((await said(utf16)).join(), 'is not UTF-8')
  const large = fileWith(' '.repeat(1024 * 1024 + 1), 'large.json')
  assert.match((await said(large)).join(), 'larger than 1 MB')
})

read('mistakes in the JSON are told by line and column, all doubled names at once', async () => {
  const file = fileWith('{\n  "id": "a",\n  "id": "b",\n  "name": “x”\n}')
  assert.equal(await said(file), [
    `error: ${file}, line 3, column 3: "id" stands twice in the same object, first in line 2; take one out.`,
    `error: ${file}, line 4, column 11: a curved “ instead of a straight ", where a value should stand.`,
  ])
})

read('a byte order mark of a Windows editor does no harm', async () => {
  const reading = await readSite(fileWith(`\ufeff${JSON.stringify(exampleSite('ward'))}`))
  assert.ok(reading.ok)
})

read('letters that a keyboard typed in pieces are put together', async () => {
  const site = exampleSite('ward')
  const typed = site.name.normalize('NFD')
  assert.not.equal(typed, site.name)
  const reading = await readSite(fileWith(JSON.stringify({ ...site, name: typed })))
  assert.is(reading.ok ? reading.site.name : '', site.name)
})

read('files beside the site file are looked for there, and by a station elsewhere not at all', async () => {
  const site = {
    ...exampleSite('demo'),
    dossier: { broker: 'mqtts://mqtt.example.vn', username: 'xa', passwordFile: 'mat-khau' },
  }
  const file = fileWith(JSON.stringify(site))
  assert.equal(await said(file), [
    'error: logo: is "demo-logo.svg", but there is no such file beside the site file.',
    'error: dossier.passwordFile: is "mat-khau", but there is no such file beside the site file.',
  ])
  assert.ok((await readSite(file, { named: 'elsewhere' })).ok)

  copyFileSync(new URL('demo-logo.svg', sitesFolder), join(folder, 'demo-logo.svg'))
  const password = fileWith('x', 'mat-khau')
  chmodSync(password, 0o644)
  assert.equal(await said(file), [
    'warning: dossier.passwordFile: can be read by others; run chmod 600 on "mat-khau".',
  ])
  chmodSync(password, 0o600)
  assert.equal(await said(file), [])
})

read('a name that no file can have is a missing file', async () => {
  for (const logo of ['a\0.svg', `${'x'.repeat(5000)}.svg`, 'site.json/logo.svg'])
    assert.match(
      (await said(fileWith(JSON.stringify({ ...exampleSite('demo'), logo })))).join(),
      'there is no such file',
    )
})

read.run()
