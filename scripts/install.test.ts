import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

const install = suite('The installation')
const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'den-luot-install-'))
const running = new Set<ChildProcess>()
install.after(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const program = join(root, 'scripts/install')
const oddFolder = join(folder, '100% "của" $xã')
mkdirSync(oddFolder)
const site = join(oddFolder, 'phuong-moi.json')
copyFileSync(join(root, 'hardware/sites/demo.json'), site)
copyFileSync(join(root, 'hardware/sites/demo-logo.svg'), join(oddFolder, 'demo-logo.svg'))

const printed = (...args: string[]) => spawnSync(program, ['--print', ...args], { encoding: 'utf8' }).stdout
const optionOf = (unit: string, name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
/** The words of a command line as systemd reads them. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '').replaceAll('%%', '%').replaceAll('$$', '$'),
  )

install('the service’s own command starts the hall with the limits of a small computer', async () => {
  const data = join(folder, 'data')
  const unit = printed(site, '--port', '0', '--mqtt-port', '0', '--data', data)
  const [command = '', ...args] = wordsOf(optionOf(unit, 'ExecStart'))
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  running.add(child)
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) if (line.startsWith('Ready.')) break
  const started = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0')
  assert.ok(started.includes('--max-semi-space-size=1'), started.join(' '))
  assert.ok(started.includes(site))
  assert.match(readFileSync(`/proc/${child.pid}/environ`, 'utf8'), /UV_THREADPOOL_SIZE=16\0/)
  assert.match(readFileSync(`/proc/${child.pid}/environ`, 'utf8'), /MIMALLOC_PURGE_DELAY=0\0/)
  // What systemd stops is the hall, not a shell around it.
  child.kill('SIGTERM')
  assert.equal(await once(child, 'exit'), [0, null])
  running.delete(child)
})

install('the service comes back whatever ends it, and waits for no network', () => {
  const unit = printed(site)
  assert.is(optionOf(unit, 'Restart'), 'always')
  assert.is(optionOf(unit, 'StartLimitIntervalSec'), '0')
  assert.not.match(unit, /^(After|Wants|Requires)=.*(network|time-sync)/m)
  assert.not.match(unit, /@[A-Z]+@/)
})

install('data on a drive of its own wait for the drive, wherever the installer stood', () => {
  const unit = printed(site, '--data', 'o-dia/du lieu')
  const data = join(process.cwd(), 'o-dia/du lieu')
  assert.ok(wordsOf(optionOf(unit, 'RequiresMountsFor')).includes(data))
  assert.ok(wordsOf(optionOf(unit, 'ExecStart')).includes(data))
})

install('systemd finds nothing to say against the service', () => {
  if (spawnSync('systemd-analyze', ['--version']).error)
    return console.log('skipped: systemd-analyze is not here')
  const files = { 'den-luot.service': printed(site), 'den-luot-wall.service': printed('--wall') }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text)
    const checked = spawnSync('systemd-analyze', ['verify', join(folder, name)], { encoding: 'utf8' })
    assert.is(checked.stderr, '')
    assert.is(checked.status, 0)
  }
})

install('the wall is shown once the hall answers, and not before', async () => {
  const bin = mkdtempSync(join(folder, 'wall-'))
  writeFileSync(join(bin, 'cage'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 })
  writeFileSync(join(bin, 'sleep'), '#!/bin/sh\necho not yet\nexec /bin/sleep 0.02\n', { mode: 0o755 })
  const server = createServer((socket) => socket.end())
  const listen = async (port: number) => void (await once(server.listen(port, '127.0.0.1'), 'listening'))
  await listen(0)
  const { port } = server.address() as AddressInfo
  server.close()
  const args = ['--port', String(port), '/wall?zone=sanh-cho']
  const [command = '', ...words] = wordsOf(optionOf(printed('--wall', ...args), 'ExecStart'))
  const child = spawn(command, words, {
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const ended = once(child, 'close')
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    if (said.length === 3) await listen(port)
  }
  assert.equal(await ended, [0, null])
  running.delete(child)
  server.close()
  const shown = said.slice(said.findIndex((line) => line !== 'not yet'))
  assert.ok(said.length - shown.length >= 3, said.join('\n'))
  assert.equal(shown.slice(0, 4), ['-d', '--', 'chromium', '--kiosk'])
  assert.is(said.at(-1), `http://127.0.0.1:${port}/wall?zone=sanh-cho`)
})

/** Programs that change a computer, replaced by ones that note what was asked of them. */
function withNotedPrograms(args: string[], active = true) {
  const bin = mkdtempSync(join(folder, 'bin-'))
  const notes = join(bin, 'notes')
  for (const name of ['systemctl', 'usermod', 'tee', 'rm', 'aplay', 'cage', 'Xwayland', 'chromium', 'sudo']) {
    const body =
      name === 'sudo'
        ? 'exec "$@"'
        : `printf '%s\\n' "${name} $*" >>${notes}; ${name === 'tee' ? `cat >${bin}/unit` : active ? 'true' : `[ "$1" != is-active ]`}`
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
  })
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  }
  return { status, stdout, stderr, notes: read(notes).trim().split('\n'), unit: read(join(bin, 'unit')) }
}

install('it stops the hall before its files change, then installs, enables and starts it', () => {
  const { status, stderr, notes, unit } = withNotedPrograms([site])
  assert.is(status, 0, stderr)
  const changes = notes.filter((note) => !note.startsWith('usermod'))
  assert.equal(changes, [
    'systemctl is-active --quiet den-luot.service',
    'systemctl stop den-luot.service',
    'tee /etc/systemd/system/den-luot.service',
    'systemctl daemon-reload',
    'systemctl enable den-luot.service',
    'systemctl restart den-luot.service',
  ])
  assert.ok(notes.some((note) => note.startsWith('usermod -aG dialout ')))
  assert.is(unit, printed(site))
})

install('the wall is a service of its own', () => {
  const { status, stderr, notes, unit } = withNotedPrograms(['--wall'])
  assert.is(status, 0, stderr)
  assert.equal(notes, [
    'tee /etc/systemd/system/den-luot-wall.service',
    'systemctl daemon-reload',
    'systemctl enable den-luot-wall.service',
    'systemctl restart den-luot-wall.service',
  ])
  assert.is(unit, printed('--wall'))
})

install('a wrong site file changes nothing and is told mistake by mistake', () => {
  const wrong = join(folder, 'wrong.json')
  writeFileSync(wrong, '{ "id": "X" }')
  const { status, stderr, notes } = withNotedPrograms([wrong], false)
  assert.is(status, 2)
  assert.match(stderr, 'error: id: is "X"')
  assert.equal(notes, ['systemctl is-active --quiet den-luot.service'])
  const { notes: whileRunning } = withNotedPrograms([wrong])
  assert.equal(
    whileRunning.slice(1),
    ['stop', 'start'].map((verb) => `systemctl ${verb} den-luot.service`),
  )
})

install('without a site file, or with one that is not there, it says so', () => {
  assert.match(withNotedPrograms([]).stderr, 'scripts/install SITE-FILE')
  const { status, stderr, notes } = withNotedPrograms(['khong-co.json'])
  assert.is(status, 2)
  assert.match(stderr, 'there is no site file khong-co.json')
  assert.equal(notes, [''])
})

install('it can be taken out again, the data stay', () => {
  const { status, notes } = withNotedPrograms(['--remove'])
  assert.is(status, 0)
  assert.equal(notes, [
    'systemctl disable --now den-luot.service',
    'rm -f /etc/systemd/system/den-luot.service',
    'systemctl daemon-reload',
  ])
})

install.run()
