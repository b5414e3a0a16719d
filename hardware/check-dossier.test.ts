/** Certificates and keys a site file names, made by openssl. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { allFilesThere, lineOf, saidAfter } from './site.test-kit.ts'

const check = suite('certificates of the dossier link')
const folder = mkdtempSync(join(tmpdir(), 'den-luot-pem-'))
check.after(() => rmSync(folder, { recursive: true }))
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
const day = 24 * 3600_000

check.before(() => {
  for (const name of ['own', 'other'])
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-subj', `/CN=${name}`, '-days', '100', '-keyout', `${name}.key`, '-out', `${name}.pem`],
    )
  openssl('pkey', '-in', 'own.key', '-aes256', '-passout', 'pass:x', '-out', 'locked.key')
})

function said(dossier: Record<string, string>, days = 1): string[] {
  const context = {
    ...allFilesThere,
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    now: () => Date.now() + days * day,
  }
  return saidAfter(
    'demo',
    (site) => Object.assign(site, { dossier: { broker: 'mqtts://a', ...dossier } }),
    context,
  ).map(lineOf)
}

check('a pair that belongs together is good', () => {
  assert.equal(said({ certFile: 'own.pem', keyFile: 'own.key', caFile: 'other.pem' }), [])
})

const wrong: [name: string, dossier: Record<string, string>, days: number, line: RegExp][] = [
  [
    'the key of another certificate',
    { certFile: 'own.pem', keyFile: 'other.key' },
    1,
    /^error: dossier\.keyFile: is not the key of/,
  ],
  [
    'a locked key',
    { certFile: 'own.pem', keyFile: 'locked.key' },
    1,
    /^error: dossier\.keyFile: is locked with a passphrase/,
  ],
  [
    'a key where the certificate should be',
    { certFile: 'own.key', keyFile: 'own.key' },
    1,
    /^error: dossier\.certFile: holds no certificate/,
  ],
  [
    'a certificate where the key should be',
    { certFile: 'own.pem', keyFile: 'own.pem' },
    1,
    /^error: dossier\.keyFile: holds no private key/,
  ],
  [
    'one that ends soon',
    { certFile: 'own.pem', keyFile: 'own.key' },
    80,
    /^warning: dossier\.certFile: is valid until 20..-..-.., less than 30 days/,
  ],
  [
    'one that has ended',
    { certFile: 'own.pem', keyFile: 'own.key' },
    101,
    /^warning: dossier\.certFile: was valid until 20..-..-.., and this machine’s clock says/,
  ],
  [
    'one that is not valid yet',
    { caFile: 'own.pem' },
    -5,
    /^warning: dossier\.caFile: is valid from 20..-..-.. on only.*is the clock right/,
  ],
]
for (const [name, dossier, days, line] of wrong)
  check(name, () => {
    const lines = said(dossier, days)
    assert.is(lines.length, 1, lines.join('\n'))
    assert.match(lines[0] ?? '', line)
  })

check.run()
