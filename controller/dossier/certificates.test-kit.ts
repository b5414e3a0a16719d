/** Certificates for tests, made by openssl with an authority of their own, with any time of validity. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Made = { cert: string; key: string }
const days = (from: number) => new Date(Date.now() + from * 24 * 3600_000)
const stamp = (at: Date) => `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`

/** Each answer names files in `directory`. */
export function authority(directory: string, name = 'ca') {
  const at = (file: string) => join(directory, file)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: directory })
  const key = (file: string) => openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file)
  key(`${name}.key`)
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    `${name}.key`,
    '-subj',
    `/CN=Test ${name}`,
    '-days',
    '3650',
    '-out',
    `${name}.pem`,
  )
  writeFileSync(at(`${name}.index`), '')
  writeFileSync(
    at(`${name}.cnf`),
    `[ca]
default_ca = own
[own]
database = ${name}.index
new_certs_dir = .
certificate = ${name}.pem
private_key = ${name}.key
default_md = sha256
policy = any
rand_serial = yes
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
`,
  )
  return {
    file: at(`${name}.pem`),
    text: readFileSync(at(`${name}.pem`), 'utf8'),
    /** `names` as openssl writes them: IP:127.0.0.1 or DNS:mqtt.example.vn. Days count from now. */
    sign(file: string, names: string, fromDays = -1, toDays = 365): Made {
      key(`${file}.key`)
      openssl(
        'req',
        '-new',
        '-key',
        `${file}.key`,
        '-subj',
        `/CN=${file}`,
        '-addext',
        `subjectAltName=${names}`,
        '-out',
        `${file}.csr`,
      )
      openssl(
        'ca',
        '-batch',
        '-notext',
        '-config',
        `${name}.cnf`,
        '-in',
        `${file}.csr`,
        '-out',
        `${file}.pem`,
        '-startdate',
        stamp(days(fromDays)),
        '-enddate',
        stamp(days(toDays)),
      )
      return { cert: at(`${file}.pem`), key: at(`${file}.key`) }
    },
  }
}
