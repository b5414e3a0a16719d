/**
 * A real Mosquitto for tests: on a free port, with a temporary folder, to be stopped, killed and frozen. It is
 * an error when it is not installed; `scripts/test` installs it. It never outlives the process that started it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

export type Mosquitto = {
  url: string
  start(): Promise<void>
  /** TERM saves the sessions of kept clients first, KILL does not. Resolves when it is gone. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  freeze(): void
  thaw(): void
  remove(): Promise<void>
}

/** Beside the plain one: a listener of its own kind, with files made by `certificates.test-kit.ts`. */
export type MoreListener = {
  websockets?: boolean
  tls?: { ca: string; cert: string; key: string; askForOwn?: boolean }
}

export async function mosquitto(more?: MoreListener): Promise<Mosquitto & { moreUrl: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'den-luot-mosquitto-'))
  const port = await freePort()
  const morePort = more ? await freePort() : 0
  const scheme = `${more?.websockets ? 'ws' : 'mqtt'}${more?.tls ? 's' : ''}`
  const config = join(directory, 'mosquitto.conf')
  writeFileSync(
    config,
    `listener ${port} 127.0.0.1
allow_anonymous true
user ${userInfo().username}
persistence true
persistence_location ${directory}/
max_queued_messages 0
${more ? listenerLines(more, morePort) : ''}`,
  )
  let child: ChildProcess | undefined
  async function stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const running = child
    child = undefined
    if (!running) return
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill(signal)
    await gone
  }
  return {
    url: `mqtt://127.0.0.1:${port}`,
    moreUrl: `${scheme}://127.0.0.1:${morePort}`,
    start: () =>
      new Promise((resolve, reject) => {
        // Debian keeps it where only root's path looks.
        const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }
        // Also a test that is killed takes its broker along. KILL, since a frozen one hears nothing else.
        const tied = ['--pdeathsig', 'KILL', 'mosquitto', '-c', config]
        child = spawn('setpriv', tied, { env, stdio: ['ignore', 'ignore', 'pipe'] })
        let said = ''
        child.on('error', (error) => reject(new Error(`setpriv (util-linux) is needed: ${error.message}`)))
        child.on('exit', () => reject(new Error(`mosquitto, needed for this test, ended:\n${said}`)))
        child.stderr?.on('data', (data) => {
          said += data
          if (said.includes('running')) resolve()
        })
      }),
    stop,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    async remove() {
      await stop('SIGKILL')
      rmSync(directory, { recursive: true })
    },
  }
}

function listenerLines({ websockets, tls }: MoreListener, port: number): string {
  const lines = [`listener ${port} 127.0.0.1`]
  if (websockets) lines.push('protocol websockets')
  if (tls) lines.push(`cafile ${tls.ca}`, `certfile ${tls.cert}`, `keyfile ${tls.key}`)
  if (tls?.askForOwn) lines.push('require_certificate true', 'use_identity_as_username true')
  return `${lines.join('\n')}\n`
}

/**
 * Free, and none of those that the kernel gives to outgoing connections: while the broker is away, a client of this
 * or any other test that is given its port, or that reaches itself there, would keep it from starting again.
 */
export async function freePort(): Promise<number> {
  const [lowest = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/).map(Number)
  for (;;) {
    const port = randomInt(Math.min(10_000, lowest - 1000), lowest)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
