/**
 * A real Mosquitto for tests: on a free port, with a temporary folder, to be stopped, killed and frozen. It is
 * an error when it is not installed; `scripts/test` installs it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
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
        child = spawn('mosquitto', ['-c', config], { env, stdio: ['ignore', 'ignore', 'pipe'] })
        let said = ''
        child.on('error', (error) => reject(new Error(`mosquitto is needed for this test: ${error.message}`)))
        child.on('exit', () => reject(new Error(`mosquitto ended:\n${said}`)))
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

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
