/**
 * A stand-in for the hall's server, for developing and testing the pages: serves what the bundler made, plays
 * views from data, pushes new ones, records what pages send and answers as told. Test-only.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchView, HallView, ManagerView, PhoneView, StaffView } from '../../controller/api/views.ts'
import { fixtureStart, isoAt } from './fixture-views.ts'

export type FixtureViews = {
  hall?: HallView
  manager?: ManagerView
  staff?: StaffView
  bench?: BenchView
  phone?: PhoneView
}
export type Sent = { path: string; body: Record<string, unknown> }
export type FixtureAnswer = { status: number; body?: unknown }

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.wav': 'audio/wav',
}
const pages: [RegExp, string][] = [
  [/^\/$/, 'index'],
  [/^\/wall$/, 'wall'],
  [/^\/counter(\/[^/]+)?$/, 'counter'],
  [/^\/check-in$/, 'check-in'],
  [/^\/greeter$/, 'greeter'],
  [/^\/manager$/, 'manager'],
  [/^\/bench$/, 'bench'],
  [/^\/t\/[^/]+$/, 'phone'],
]
export const fixturePolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'"

export async function openFixture(first: FixtureViews, media: Record<string, Uint8Array> = {}) {
  const folder = fileURLToPath(new URL('./', import.meta.url))
  const views: FixtureViews = { ...first }
  const sent: Sent[] = []
  const waiting: { path: RegExp; done: (sent: Sent) => void }[] = []
  const streams = new Map<ServerResponse, (keyof FixtureViews)[]>()
  let build = (JSON.parse(readFileSync(`${folder}build.json`, 'utf8')) as { build: string }).build
  let answer: (sent: Sent) => FixtureAnswer | Promise<FixtureAnswer> = () => ({ status: 200, body: {} })
  let refusing = false
  let server: Server
  let port = 0
  const startedAt = performance.now()
  const now = () => fixtureStart + (performance.now() - startedAt)

  const say = (to: ServerResponse, event: string, data: unknown) =>
    to.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const ping = (to: ServerResponse) => say(to, 'ping', { at: isoAt(now()), build })

  function stream(response: ServerResponse, wanted: (keyof FixtureViews)[]) {
    if (refusing) return json(response, 503, { refused: 'starting', message: { vi: '', en: '' } })
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    streams.set(response, wanted)
    response.on('close', () => streams.delete(response))
    ping(response)
    for (const topic of wanted) if (views[topic]) say(response, topic, views[topic])
    return undefined
  }
  const json = (response: ServerResponse, status: number, body?: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(body === undefined ? '' : JSON.stringify(body))
  }
  function file(response: ServerResponse, path: string) {
    if (!existsSync(path)) return json(response, 404, { refused: 'not-found', message: { vi: '', en: '' } })
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': fixturePolicy,
    })
    return createReadStream(path).pipe(response)
  }
  async function take(request: IncomingMessage, response: ServerResponse, path: string) {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const one: Sent = { path, body: JSON.parse(text || '{}') as Record<string, unknown> }
    sent.push(one)
    const { status, body } = await answer(one)
    json(response, status, body)
    for (const waiter of waiting.splice(0)) {
      if (waiter.path.test(path)) waiter.done(one)
      else waiting.push(waiter)
    }
  }
  function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://hall')
    const path = url.pathname
    if (request.method === 'POST') return void take(request, response, path)
    if (path === '/api/hall') return json(response, 200, views.hall)
    if (path === '/api/hall/events') {
      const extra = (url.searchParams.get('with') ?? '').split(',').filter(Boolean)
      return stream(response, ['hall', ...(extra as (keyof FixtureViews)[])])
    }
    if (/^\/api\/t\//.test(path) && !views.phone)
      return json(response, 404, { refused: 'unknown-ticket', message: { vi: '', en: '' } })
    if (/^\/api\/t\/[^/]+$/.test(path)) return json(response, 200, views.phone)
    if (/^\/api\/t\/[^/]+\/events$/.test(path)) return stream(response, ['phone'])
    const picture = media[path]
    if (picture) {
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
      return response.end(picture)
    }
    if (/^\/assets\/[\w.-]+$/.test(path)) return file(response, `${folder}${path.slice(1)}`)
    const page = pages.find(([pattern]) => pattern.test(path))?.[1]
    return file(response, `${folder}${page ?? 'none'}.html`)
  }
  async function start() {
    server = createServer(handle)
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  }
  async function stop() {
    const closed = new Promise((done) => server.close(done))
    server.closeAllConnections()
    await closed
  }

  await start()
  const beat = setInterval(() => {
    for (const response of streams.keys()) ping(response)
  }, 5_000)
  return {
    url: `http://127.0.0.1:${port}`,
    sent,
    streamsOpen: () => streams.size,
    /** The server's time, which the pages must show. */
    now,
    push(next: FixtureViews) {
      Object.assign(views, next)
      for (const [response, wanted] of streams) {
        for (const topic of wanted) if (next[topic]) say(response, topic, next[topic])
      }
    },
    answer(next: typeof answer) {
      answer = next
    },
    /** Resolves with the next request to a matching path, once it is answered. */
    nextSent: (path: RegExp) => new Promise<Sent>((done) => waiting.push({ path, done })),
    serveBuild(name: string) {
      build = name
      for (const response of streams.keys()) ping(response)
    },
    /** As a server that starts, or a proxy before one that is down: streams are answered 503. */
    refuseStreams(refuse: boolean) {
      refusing = refuse
    },
    /** As if the server's machine lost power; `start` brings it back at the same port. */
    stop,
    start,
    async close() {
      clearInterval(beat)
      await stop()
    },
  }
}
export type Fixture = Awaited<ReturnType<typeof openFixture>>
