import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openSecret } from './secret.ts'

const test = suite('secret')
const base = mkdtempSync(join(tmpdir(), 'den-luot-secret-'))
test.after(() => rmSync(base, { recursive: true }))

test('what is derived is the same after a restart, and different for every label and site', async () => {
  const first = await openSecret(join(base, 'a'))
  const again = await openSecret(join(base, 'a'))
  const other = await openSecret(join(base, 'b'))
  assert.equal(first.derive('phone'), again.derive('phone'))
  assert.is(first.derive('phone').length, 32)
  assert.not.equal(first.derive('phone'), first.derive('station counter-1'))
  assert.not.equal(first.derive('phone'), other.derive('phone'))
})

test('two starts at once end with the same secret', async () => {
  const secrets = await Promise.all([1, 2, 3, 4].map(() => openSecret(join(base, 'c'))))
  assert.is(new Set(secrets.map((secret) => secret.derive('x').toString('hex'))).size, 1)
})

test('nobody else can read the file', async () => {
  await openSecret(join(base, 'd'))
  assert.is(statSync(join(base, 'd', 'secret.key')).mode & 0o777, 0o600)
})

test('a damaged file is refused, never replaced', async () => {
  await openSecret(join(base, 'e'))
  writeFileSync(join(base, 'e', 'secret.key'), 'abc')
  await openSecret(join(base, 'e')).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, /secret\.key is damaged/),
  )
})

test.run()
