/**
 * Commands to the hall and their answers. Every command gets an id that is never used again; whoever sends one
 * hears what became of it, or that nobody answered. It repeats nothing: the asker knows better what is still true.
 */
import { randomUUID } from 'node:crypto'
import type { InboundData, InboundType } from '../../controller/dossier/contract/in-schemas.ts'
import { topicsOf } from '../../controller/dossier/contract/topics.ts'
import type { Clock } from '../../hardware/clock.ts'
import { readObject } from './read-event.ts'

/** What the hall answered: a result, a named refusal, or nothing in time. */
export type Answer = { done: Record<string, unknown> } | { refused: string; en: string } | 'unanswered'
export type Refusal = { code: string; en: string; type: string; at: number }
export type Commands = {
  ask<T extends InboundType>(
    type: T,
    data: InboundData[T],
    more?: { id?: string; validUntil?: number },
  ): Promise<Answer>
  newId(): string
  /** What came on the topic of answers; also answers to others, which are not ours to read. */
  take(payload: Uint8Array): void
  state(): { done: number; refusals: Refusal[]; refused: number; clockAheadMs: number | null }
  close(): void
}

/**
 * The hall refuses what comes after this, by its own clock. A day is long enough for a clock that is hours fast,
 * and within the 48 hours that a command may be valid at most.
 */
const validMs = 24 * 3_600_000
const patienceMs = 30_000
const refusalsShown = 5

export function openCommands(options: {
  site: string
  clock: Clock
  publish(topic: string, payload: string): boolean
  onChange(): void
}): Commands {
  const { site, clock, publish, onChange } = options
  const topics = topicsOf(site)
  const waiting = new Map<string, { type: string; settle(answer: Answer): void }>()
  const refusals: Refusal[] = []
  const counts = { done: 0, refused: 0 }
  let clockAheadMs: number | null = null
  const newId = () => `ref-${randomUUID()}`

  return {
    newId,
    ask(type, data, { id = newId(), validUntil = clock.now() + validMs } = {}) {
      const sent = publish(
        `${topics.commands}/${type}`,
        JSON.stringify({
          ...{ specversion: '1.0', id, source: '/reference-server', type, time: iso(clock.now()) },
          ...{ validuntil: iso(validUntil), datacontenttype: 'application/json', data },
        }),
      )
      if (!sent) return Promise.resolve('unanswered')
      return new Promise((resolve) => {
        const settle = (answer: Answer) => {
          cancel()
          waiting.delete(id)
          resolve(answer)
        }
        const cancel = clock.after(patienceMs, () => settle('unanswered'))
        waiting.set(id, { type, settle })
      })
    },
    take(payload) {
      const read = readObject(payload)
      if ('wrong' in read) return
      const { data, time } = read.fields
      const { command, result, refusal, ...more } = record(data)
      const asked = waiting.get(String(command))
      if (!asked) return
      const saidAt = Date.parse(String(time))
      if (!Number.isNaN(saidAt)) clockAheadMs = saidAt - clock.now()
      if (result === 'done') {
        counts.done++
        asked.settle({ done: more })
      } else {
        const { code, en } = record(refusal)
        const refused = { refused: String(code), en: String(en) }
        counts.refused++
        refusals.unshift({ code: refused.refused, en: refused.en, type: asked.type, at: clock.now() })
        refusals.splice(refusalsShown)
        asked.settle(refused)
      }
      onChange()
    },
    state: () => ({ ...counts, refusals: [...refusals], clockAheadMs }),
    close() {
      for (const { settle } of [...waiting.values()]) settle('unanswered')
    },
  }
}

const iso = (at: number) => new Date(at).toISOString()
const record = (value: unknown) =>
  (typeof value === 'object' && value ? value : {}) as Record<string, unknown>
