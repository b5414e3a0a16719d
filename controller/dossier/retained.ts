/**
 * Retained state at the broker: the newest of each topic, sent when it differs from what the broker acknowledged,
 * and no topic more often than `everyMs`. After a gap everything is said again; nothing that is old is sent.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DossierLink } from './link.ts'

export type Retained = {
  /** `content` decides whether anything changed; `payload` is made only when it is sent. */
  set(topic: string, content: string, payload: () => string): void
  /** Nothing is there any more. */
  clear(topic: string): void
  topics(): string[]
  close(): void
}

type Entry = { content: string; payload: () => string; said: string | null; busy: boolean; notBefore: number }

export function openRetained(options: {
  link: Pick<DossierLink, 'publish' | 'onConnected'>
  clock: Clock
  everyMs?: number
}): Retained {
  const { link, clock, everyMs = 1000 } = options
  const entries = new Map<string, Entry>()
  const timers = new Map<string, () => void>()
  let closed = false

  async function say(topic: string, entry: Entry): Promise<void> {
    if (closed || entry.busy || entry.said === entry.content || timers.has(topic)) return
    const wait = entry.notBefore - clock.monotonicMs()
    if (wait > 0) {
      const again = () => {
        timers.delete(topic)
        void say(topic, entry)
      }
      timers.set(topic, clock.after(wait, again))
      return
    }
    entry.busy = true
    entry.notBefore = clock.monotonicMs() + everyMs
    const { content } = entry
    const delivery = await link.publish(topic, entry.payload(), { retain: true })
    entry.busy = false
    if (delivery === 'gone') return
    entry.said = content
    if (content === '') entries.delete(topic)
    else await say(topic, entry)
  }

  const stopListening = link.onConnected(() => {
    for (const [topic, entry] of entries) {
      entry.said = null
      void say(topic, entry)
    }
  })

  function set(topic: string, content: string, payload: () => string): void {
    const entry = entries.get(topic) ?? { content, payload, said: null, busy: false, notBefore: 0 }
    entry.content = content
    entry.payload = payload
    entries.set(topic, entry)
    void say(topic, entry)
  }

  return {
    set,
    clear: (topic) => set(topic, '', () => ''),
    topics: () => [...entries].filter(([, { content }]) => content !== '').map(([topic]) => topic),
    close() {
      closed = true
      stopListening()
      for (const cancel of timers.values()) cancel()
    },
  }
}
