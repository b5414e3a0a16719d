/** The command line: what stands for nothing said, and a sentence for each mistake. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, temporaryDirectory } from '../../controller/bus/bus.test-kit.ts'
import { readOptions } from './options.ts'

const test = suite('options of the dossier server')
test.after.each(closeAll)

function rootWith(...sites: string[]): string {
  const root = temporaryDirectory()
  for (const site of sites) {
    mkdirSync(join(root, 'data', site), { recursive: true })
    writeFileSync(join(root, 'data', site, 'dossier-server.password'), `dossier-server:secret:${site}\n`)
  }
  return root
}
function options(args: string[], root: string) {
  const read = readOptions(args, root)
  assert.ok('broker' in read, JSON.stringify(read))
  return read
}
function problem(args: string[], root = rootWith('demo')): string {
  const read = readOptions(args, root)
  assert.ok('problem' in read, JSON.stringify(read))
  return read.problem
}

test('beside a demo nothing need be said', () => {
  const root = rootWith('demo')
  const { sites, broker, data, file } = options([], root)
  assert.equal(sites, ['demo'])
  assert.equal(broker, {
    ...{ url: 'mqtt://127.0.0.1:1883', version: 4 },
    ...{ username: 'dossier-server', password: 'secret:demo' },
  })
  assert.equal([data, file], [join(root, 'data', 'dossier-server'), undefined])
})

test('login, certificates and several sites are named', () => {
  const root = rootWith()
  const [password, ca] = [join(root, 'password'), join(root, 'ca.pem')]
  writeFileSync(password, 'geheim\n')
  writeFileSync(ca, 'PEM')
  const args = ['--site', 'one', '--site', 'two', '--broker', 'wss://mqtt.example.vn/mqtt', '--mqtt', '5']
  const { sites, broker } = options([...args, '--user', 'u', '--password-file', password, '--ca', ca], root)
  assert.equal(sites, ['one', 'two'])
  assert.equal(broker, {
    ...{ url: 'wss://mqtt.example.vn/mqtt', version: 5, username: 'u', password: 'geheim', ca: 'PEM' },
  })
})

test('each mistake names the option and what to write', () => {
  assert.match(problem([], rootWith()), /^--site is missing, and no hall was started here/)
  assert.match(problem([], rootWith('a', 'b')), /^--site is missing; halls were started here for a, b/)
  assert.match(problem(['--site', 'Xã']), /^--site Xã: /)
  assert.match(problem(['--patience', '5']), /^--patience without --once/)
  assert.match(problem(['--once', '--patience', '1,5']), /^--patience 1,5: it is a whole number/)
  assert.match(problem(['--broker', 'localhost:1883']), /^--broker localhost:1883: .* mqtts:\/\//)
  assert.match(problem(['--broker', 'nonsense']), /^--broker nonsense: .* mqtts:\/\//)
  assert.match(problem(['--broker', 'mqtt://u:p@host']), /^--broker: .*--password-file/)
  assert.match(problem(['--mqtt', '4']), /^--mqtt 4: it may be 3.1.1 or 5/)
  assert.match(problem(['--cert', 'x']), /^--cert without --key/)
  assert.match(problem(['--key', 'x']), /^--key without --cert/)
  assert.match(problem(['--ca', '/nowhere/ca.pem']), /^--ca \/nowhere\/ca.pem: it cannot be read/)
  assert.match(problem(['--password-file', 'x']), /^--password-file without --user/)
  assert.match(
    problem(['--file', '/nowhere/hall.json']),
    /^--file \/nowhere\/hall.json: there is no such file/,
  )
  assert.match(problem(['--site', 'a', '--site', 'b', '--file', 'x']), /^--file with several --site/)
  assert.match(problem(['--colour']), /--colour/)
})

test.run()
