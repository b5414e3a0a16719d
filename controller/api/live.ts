/**
 * Views pushed to pages as server-sent events. Each subscriber gets the whole view on connecting and after
 * every change, each view at most once per `gapMs`; a page that does not read is dropped and comes back by
 * itself.
 */
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../hardware/clock.ts'

const gapMs = 50
const pingMs = 5000
/** What may lie unread in a connection before it counts as dead. */
const maxUnreadBytes = 4_000_000

export type LiveEvent = 'hall' | 'staff' | 'manager' | 'bench' | 'phone'
type Topic = { event: LiveEvent; view: () => unknown }
type Subscriber = { response: ServerResponse; topics: Topic[]; sent: Map<string, string> }

export type Live = {
  /** Takes over the response until the client goes; `topics` are sent at once. */
  subscribe(response: ServerResponse, topics: Topic[]): void
  /** Something may have changed that these views show: sends those that did. */
  wake(...events: LiveEvent[]): void
  connections(): number
  close(): void
}

export function openLive({ clock, build, now }: { clock: Clock; build: string; now: () => string }): Live {
  const subscribers = new Set<Subscriber>()
  const rhythms = new Map<LiveEvent, { sentAt: number; cancelNext: (() => void) | null }>()

  const drop = (subscriber: Subscriber) => {
    subscribers.delete(subscriber)
    subscriber.response.destroy()
  }
  const write = (subscriber: Subscriber, event: string, data: string) => {
    const { response } = subscriber
    if (response.writableLength > maxUnreadBytes) drop(subscriber)
    else response.write(`event: ${event}\ndata: ${data}\n\n`)
  }

  /** Whether anybody was sent anything. */
  function send(event: LiveEvent): boolean {
    let changed = false
    const made = new Map<Topic['view'], string>()
    for (const subscriber of subscribers)
      for (const { event: its, view } of subscriber.topics) {
        if (its !== event) continue
        // Pages that show the same view share one rendering of it.
        const data = made.get(view) ?? JSON.stringify(view())
        made.set(view, data)
        const unchanged = withoutTime(data) === subscriber.sent.get(event)
        if (unchanged) continue
        subscriber.sent.set(event, withoutTime(data))
        write(subscriber, event, data)
        changed = true
      }
    return changed
  }

  /** At once after a pause, so that a single change is seen without delay. */
  function sendSoon(event: LiveEvent): void {
    const rhythm = rhythms.get(event) ?? { sentAt: Number.NEGATIVE_INFINITY, cancelNext: null }
    rhythms.set(event, rhythm)
    if (rhythm.cancelNext) return
    const sendNow = () => {
      rhythm.cancelNext = null
      // A change that no page shows does not make the next one wait.
      if (send(event)) rhythm.sentAt = clock.monotonicMs()
    }
    const wait = rhythm.sentAt + gapMs - clock.monotonicMs()
    if (wait <= 0) sendNow()
    else rhythm.cancelNext = clock.after(wait, sendNow)
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
    wake(...events) {
      if (subscribers.size > 0) for (const event of events) sendSoon(event)
    },
    connections: () => subscribers.size,
    close() {
      for (const { cancelNext } of rhythms.values()) cancelNext?.()
      cancelPing()
      for (const subscriber of [...subscribers]) subscriber.response.end()
      subscribers.clear()
    },
  }
}

/** Two views that differ in nothing but when they were made are the same. */
const withoutTime = (data: string) => data.replace(/"at":"[^"]*"/, '')
