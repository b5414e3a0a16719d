/**
 * Views pushed to pages as server-sent events. Each subscriber gets the whole view on connecting and after
 * every change, at most one per `gapMs`; a page that does not read is dropped and comes back by itself.
 */
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../hardware/clock.ts'

const gapMs = 100
const pingMs = 5000
/** What may lie unread in a connection before it counts as dead. */
const maxUnreadBytes = 4_000_000

type Topic = { event: string; view: () => unknown }
type Subscriber = { response: ServerResponse; topics: Topic[]; sent: Map<string, string> }

export type Live = {
  /** Takes over the response until the client goes; `topics` are sent at once. */
  subscribe(response: ServerResponse, topics: Topic[]): void
  /** Something may have changed: sends the views that did. */
  wake(): void
  connections(): number
  close(): void
}

export function openLive({ clock, build, now }: { clock: Clock; build: string; now: () => string }): Live {
  const subscribers = new Set<Subscriber>()
  let cancelNext: (() => void) | null = null
  let lastSent = Number.NEGATIVE_INFINITY

  const drop = (subscriber: Subscriber) => {
    subscribers.delete(subscriber)
    subscriber.response.destroy()
  }
  const write = (subscriber: Subscriber, event: string, data: string) => {
    const { response } = subscriber
    if (response.writableLength > maxUnreadBytes) drop(subscriber)
    else response.write(`event: ${event}\ndata: ${data}\n\n`)
  }

  function sendAll(): void {
    lastSent = clock.monotonicMs()
    const made = new Map<Topic['view'], string>()
    for (const subscriber of subscribers)
      for (const { event, view } of subscriber.topics) {
        // Pages that show the same view share one rendering of it.
        const data = made.get(view) ?? JSON.stringify(view())
        made.set(view, data)
        const unchanged = withoutTime(data) === subscriber.sent.get(event)
        if (unchanged) continue
        subscriber.sent.set(event, withoutTime(data))
        write(subscriber, event, data)
      }
  }

  let cancelPing = () => {}
  const ping = () => {
    cancelPing = clock.after(pingMs, () => {
      const data = JSON.stringify({ at: now(), build })
      for (const subscriber of subscribers) write(subscriber, 'ping', data)
      ping()
    })
  }
  ping()

  return {
    subscribe(response, topics) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write('retry: 1000\n\n')
      const subscriber: Subscriber = { response, topics, sent: new Map() }
      subscribers.add(subscriber)
      response.on('close', () => subscribers.delete(subscriber))
      write(subscriber, 'ping', JSON.stringify({ at: now(), build }))
      for (const { event, view } of topics) {
        const data = JSON.stringify(view())
        subscriber.sent.set(event, withoutTime(data))
        write(subscriber, event, data)
      }
    },
    wake() {
      if (cancelNext || subscribers.size === 0) return
      const wait = lastSent + gapMs - clock.monotonicMs()
      if (wait <= 0) return sendAll()
      cancelNext = clock.after(wait, () => {
        cancelNext = null
        sendAll()
      })
    },
    connections: () => subscribers.size,
    close() {
      cancelNext?.()
      cancelPing()
      for (const subscriber of [...subscribers]) subscriber.response.end()
      subscribers.clear()
    },
  }
}

/** Two views that differ in nothing but when they were made are the same. */
const withoutTime = (data: string) => data.replace(/"at":"[^"]*"/, '')
