/** The real program in a process of its own, as `scripts/start` runs it, and what a client needs to talk to it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { segmentsOf } from '../hardware/seven-segment.ts'

const main = fileURLToPath(new URL('./main.js', import.meta.url))
export const demoSiteFile = fileURLToPath(new URL('../hardware/sites/demo.json', import.meta.url))

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as JSON
export type Json = any
export type Reply = { status: number; body: Json }
export type Running = {
  url: string
  mqttUrl: string
  child: ChildProcess
  output(): string
  get(path: string): Promise<Reply>
  post(path: string, body?: unknown): Promise<Reply>
  /** As a pulled plug would, as far as a process can. */
  kill(): Promise<void>
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>
}

export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'den-luot-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** The demo's site file with changes, written where it can be given to `--site`. */
export function siteFileWith(directory: string, change: (site: Json) => void): string {
  const site = JSON.parse(readFileSync(demoSiteFile, 'utf8'))
  delete site.$schema
  delete site.logo
  change(site)
  const file = join(directory, 'site.json')
  writeFileSync(file, JSON.stringify(site, null, 2))
  return file
}

/** Starts and waits for "Ready"; rejects with everything it printed when it ends before. */
export async function startHall(args: string[], nodeArgs: string[] = []): Promise<Running> {
  const child = spawn(process.execPath, [...nodeArgs, main, '--port', '0', '--mqtt-port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stderr?.on('data', (data) => {
    output += data
  })
  const ended = once(child, 'exit')
  const ready = new Promise<void>((resolve, reject) => {
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`
      if (line.startsWith('Ready.')) resolve()
    })
    void ended.then(([code]) => reject(new Error(`ended with ${code}:\n${output}`)))
  })
  await ready
  const url = /http:\/\/[^/]+/.exec(output)?.[0] ?? ''
  const mqttUrl = /mqtt:\/\/\S+/.exec(output)?.[0] ?? ''
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })

  function send(method: string, path: string, body?: unknown): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const headers =
        body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const sent = request(`${url}${path}`, { method, agent, headers }, (response) => {
        let answer = ''
        response.setEncoding('utf8').on('data', (data) => {
          answer += data
        })
        response.on('error', reject)
        response.on('end', () => {
          let parsed: Json = answer
          try {
            parsed = JSON.parse(answer)
          } catch {}
          resolve({ status: response.statusCode ?? 0, body: parsed })
        })
      })
      sent.on('error', reject)
      sent.end(text)
    })
  }

  const leave = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await ended
    }
    agent.destroy()
    return child.exitCode
  }
  return {
    url,
    mqttUrl,
    child,
    output: () => output,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    kill: async () => void (await leave('SIGKILL')),
    stop: () => leave('SIGTERM'),
  }
}

/** Runs the program with arguments it should refuse: its exit code and what it said. */
export async function runHall(args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data
    })
  const [code] = await once(child, 'close')
  return { code, output }
}

/** Asks again and again until `probe` answers something; the runner's time limit is the only limit. */
export async function eventually<T>(
  probe: () => Promise<T | undefined | false | null> | T | undefined | false | null,
): Promise<T> {
  for (;;) {
    const found = await probe()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A hall on the demo's site with changes, in a directory of its own, until `use` is done with it. */
export async function withHall(
  change: (site: Json) => void,
  use: (hall: Running, args: string[], directory: string) => Promise<Running | undefined>,
): Promise<void> {
  const temporary = temporaryDirectory()
  const args = ['--site', siteFileWith(temporary.path, change), '--data', join(temporary.path, 'data')]
  let hall = await startHall(args)
  try {
    hall = (await use(hall, args, temporary.path)) ?? hall
  } finally {
    await hall.kill()
    temporary.remove()
  }
}

/** The lit segments of a counter station's board, digit by digit, and those that a text should light. */
export const boardText = (hall: Json, station: string) => {
  const board = hall.stations
    .find(({ id }: Json) => id === station)
    .devices.find(({ kind }: Json) => kind === 'counter-board')
  return [0, 2, 6, 8].map((offset) => board.ram[offset])
}
export const segments = (text: string) => [...text.padStart(4)].map((character) => segmentsOf(character))
