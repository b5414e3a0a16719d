/**
 * What a page knows of the hall, as signals: the newest views, the server's time, and whether all of it is
 * stale. Knows nothing of what the views mean.
 */
import type { BenchView, HallView, ManagerView, PhoneView, StaffView } from '../../../controller/api/views.ts'
import { type FeedMessage, hallAddress, type Listener, openFeed, type Topic } from './feed.ts'
import { batch, type ReadonlySignal, signal } from './preact.ts'
import { silenceLimitMs } from './stream.ts'

export type Live = {
  hall: ReadonlySignal<HallView | null>
  manager: ReadonlySignal<ManagerView | null>
  staff: ReadonlySignal<StaffView | null>
  bench: ReadonlySignal<BenchView | null>
  phone: ReadonlySignal<PhoneView | null>
  /** The server's time, epoch ms, once a second; 0 before it is known. */
  now: ReadonlySignal<number>
  offsetMinutes: ReadonlySignal<number>
  /** Set while nothing is heard: the server's time of the last sign of life, 0 if there was none. */
  stale: ReadonlySignal<number | null>
  /** Takes a view fetched by hand, such as after a refusal. */
  take(topic: 'hall', view: HallView): void
}

const sharedWorkerGraceMs = 5_000
const aliveEveryMs = 20_000

/** `phoneToken` makes it the stream of one ticket instead of the hall's. */
export function openLive(wanted: readonly Topic[], phoneToken?: string): Live {
  const views = {
    hall: signal<HallView | null>(null),
    manager: signal<ManagerView | null>(null),
    staff: signal<StaffView | null>(null),
    bench: signal<BenchView | null>(null),
    phone: signal<PhoneView | null>(null),
  }
  const now = signal(0)
  const offsetMinutes = signal(0)
  const stale = signal<number | null>(null)
  let clock: { serverMs: number; heardAt: number } | null = null
  let lastHeard = performance.now()
  let lastHeardServerMs = 0

  const tick = () => {
    batch(() => {
      if (clock) now.value = Math.floor((clock.serverMs + performance.now() - clock.heardAt) / 1000) * 1000
      stale.value = performance.now() - lastHeard > silenceLimitMs ? lastHeardServerMs : null
    })
  }
  const hear = (message: FeedMessage) => {
    batch(() => {
      const at = performance.now()
      if (message.serverMs !== null) {
        clock = { serverMs: message.serverMs, heardAt: at }
        lastHeardServerMs = message.serverMs - message.silentMs
        offsetMinutes.value = message.offsetMinutes
      }
      lastHeard = at - message.silentMs
      if (message.topic) views[message.topic].value = message.view as never
      tick()
    })
    reloadForBuild(message.build)
  }

  if (phoneToken !== undefined) {
    openFeed(() => `/api/t/${encodeURIComponent(phoneToken)}/events`).join(wanted, hear)
  } else {
    joinShared(wanted, hear)
  }
  setInterval(tick, 1_000)
  return {
    ...views,
    now,
    offsetMinutes,
    stale,
    take(topic, view) {
      views[topic].value = view
    },
  }
}

function joinShared(wanted: readonly Topic[], hear: Listener): void {
  const direct = () => openFeed(hallAddress).join(wanted, hear)
  if (typeof SharedWorker === 'undefined') {
    direct()
    return
  }
  const worker = new SharedWorker(LIVE_WORKER)
  let settled = false
  const giveUp = () => {
    if (settled) return
    settled = true
    worker.port.close()
    direct()
  }
  worker.onerror = giveUp
  setTimeout(giveUp, sharedWorkerGraceMs)
  worker.port.onmessage = (event: MessageEvent<FeedMessage | 'hello'>) => {
    settled = true
    if (event.data !== 'hello') hear(event.data)
  }
  const want = () => worker.port.postMessage({ want: wanted })
  want()
  setInterval(want, aliveEveryMs)
  addEventListener('pagehide', () => worker.port.postMessage({ want: null }))
  addEventListener('pageshow', (event) => event.persisted && want())
}

/** A page of an older build than the server's loads itself anew, once for each build. */
function reloadForBuild(served: string | null): void {
  const own = document.querySelector<HTMLMetaElement>('meta[name=build]')?.content
  if (!served || !own || served === own) return
  if (sessionStorage.getItem('loaded-for') === served) return
  sessionStorage.setItem('loaded-for', served)
  location.reload()
}
