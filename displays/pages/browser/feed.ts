/**
 * The state of one stream, for any number of listeners: who wants what, the newest view of each topic and what
 * time the server has. It runs in the shared worker, or in the page itself where there is none.
 */
import { openStream, type Stream } from './stream.ts'

export const topics = ['hall', 'manager', 'staff', 'bench', 'phone'] as const
export type Topic = (typeof topics)[number]

export type FeedMessage = {
  /** Null: nothing new but a sign of life. */
  topic: Topic | null
  view: unknown
  /** The server's time now, epoch ms, and its offset from UTC; null before the first sign of life. */
  serverMs: number | null
  offsetMinutes: number
  /** For how long the server has said nothing. */
  silentMs: number
  /** Which build the server serves; null when it does not say. */
  build: string | null
}
export type Listener = (message: FeedMessage) => void
export type Feed = { join(wanted: readonly Topic[], listener: Listener): () => void }

export function offsetOf(at: string): number {
  const match = /([+-])(\d\d):?(\d\d)$/.exec(at)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

export function openFeed(address: (wanted: Topic[]) => string): Feed {
  const listeners = new Map<Listener, readonly Topic[]>()
  const newest = new Map<Topic, unknown>()
  let stream: Stream | null = null
  let streamed: Topic[] = []
  let clock: { serverMs: number; heardAt: number; offsetMinutes: number } | null = null
  let lastHeard = performance.now()
  let build: string | null = null

  const serverNow = () => (clock ? clock.serverMs + performance.now() - clock.heardAt : null)
  const message = (topic: Topic | null): FeedMessage => ({
    topic,
    view: topic ? newest.get(topic) : null,
    serverMs: serverNow(),
    offsetMinutes: clock?.offsetMinutes ?? 0,
    silentMs: performance.now() - lastHeard,
    build,
  })

  /** A ping carries the time it was sent; a view may have been made a while ago, so it only moves the clock on. */
  const setClock = (at: unknown, isPing: boolean) => {
    if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return
    const serverMs = Date.parse(at)
    if (!isPing && serverMs <= (serverNow() ?? 0)) return
    clock = { serverMs, heardAt: performance.now(), offsetMinutes: offsetOf(at) }
  }

  const hear = (event: string, data: unknown) => {
    const fields = data as { at?: unknown; build?: unknown }
    lastHeard = performance.now()
    setClock(fields.at, event === 'ping')
    if (event === 'ping') {
      if (typeof fields.build === 'string') build = fields.build
      for (const listener of listeners.keys()) listener(message(null))
      return
    }
    const topic = event as Topic
    newest.set(topic, data)
    for (const [listener, wanted] of listeners) if (wanted.includes(topic)) listener(message(topic))
  }

  const stretch = () => {
    const wanted = topics.filter((topic) => [...listeners.values()].some((list) => list.includes(topic)))
    if (stream && wanted.every((topic) => streamed.includes(topic))) return
    stream?.close()
    streamed = wanted
    stream = openStream({ address: address(wanted), events: wanted, hear })
  }

  return {
    join(wanted, listener) {
      listeners.set(listener, wanted)
      for (const topic of wanted) if (newest.has(topic)) listener(message(topic))
      stretch()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stream?.close()
        stream = null
        streamed = []
        newest.clear()
      }
    },
  }
}

export const hallAddress = (wanted: Topic[]): string => {
  const extra = wanted.filter((topic) => topic !== 'hall' && topic !== 'phone')
  return `/api/hall/events${extra.length > 0 ? `?with=${extra.join(',')}` : ''}`
}
