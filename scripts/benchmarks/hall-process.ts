/** A hall in a process of its own, and clients that keep one connection each. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './work-place.ts'

export type Reply = { status: number; body: string; ms: number }
export type Client = {
  send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply>
  end(): void
}
export type HallProcess = {
  url: string
  child: ChildProcess
  /** From the start of the process to "Ready". */
  readyMs: number
  client(): Client
  /** Megabytes, of the kernel's account: VmRSS now, VmHWM at its highest. */
  memory(which: 'VmRSS' | 'VmHWM'): number
  stop(): Promise<void>
}

/** The program as a person starts it; `script` puts another in its place, given the directory and `args`. */
export async function startHall(
  directory: string,
  { site, script }: { site?: string; script?: { file: string; args: string[] } } = {},
): Promise<HallProcess> {
  const options = ['--port', '0', '--mqtt-port', '0', '--data', directory, ...(site ? ['--site', site] : [])]
  const start = performance.now()
  const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const
  const child = script
    ? spawn(process.execPath, [script.file, directory, ...script.args], { stdio: [...stdio] })
    : spawn(join(root, 'scripts/start'), options, { stdio: [...stdio.slice(0, 3)] })
  let output = ''
  const ended = once(child, 'exit')
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  await new Promise<void>((resolve, reject) => {
    if (!child.stdout) return reject(new Error('no output'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`
      if (line.startsWith('Ready')) resolve()
    })
    void ended.then(([code]) => reject(new Error(`the hall ended with ${code}:\n${output}`)))
  })
  const readyMs = performance.now() - start
  const url = /http:\/\/[^/\s]+/.exec(output)?.[0] ?? ''

  return {
    url,
    child,
    readyMs,
    client: () => openClient(url),
    memory(which) {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      return Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
    },
    async stop() {
      process.off('exit', kill)
      child.kill('SIGTERM')
      await ended
    },
  }
}

function openClient(url: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const text = body === undefined ? '' : JSON.stringify(body)
        const headers = text
          ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
          : {}
        const start = performance.now()
        const sent = request(`${url}${path}`, { method, agent, headers }, (response) => {
          let answer = ''
          response.setEncoding('utf8').on('data', (data) => {
            answer += data
          })
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: answer, ms: performance.now() - start }),
          )
        })
        sent.on('error', reject)
        sent.end(text)
      }),
    end: () => agent.destroy(),
  }
}
