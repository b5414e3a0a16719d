/**
 * Events once more, as they were, because the dossier server asked: beside the live stream, on topics of their
 * own, at a bounded rate, one replay at a time. A replay does not survive a restart: who misses the rest asks again.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Journal } from '../journal/envelope.ts'
import { cloudEvent } from './cloud-event.ts'
import { topicsOf } from './contract/topics.ts'
import type { DossierLink } from './link.ts'

export type Replay = {
  start(
    command: string,
    range: { journalId: string; from: number; to?: number },
  ): { from: number; to: number } | { refused: 'unknown-journal' | 'replay-under-way' | 'nothing-to-replay' }
  /** What is under way; null when nothing is. */
  state(): { command: string; next: number; to: number } | null
  close(): void
}

const turnMs = 100

export function openReplay(options: {
  journal: Pick<Journal, 'journalId' | 'lastSeq' | 'read'>
  link: Pick<DossierLink, 'publish'>
  site: string
  clock: Clock
  eventsPerSecond?: number
}): Replay {
  const { journal, link, site, clock, eventsPerSecond = 200 } = options
  const perTurn = Math.max(1, Math.round((eventsPerSecond * turnMs) / 1000))
  const topics = topicsOf(site)
  let current: { command: string; next: number; to: number } | null = null
  let cancel: (() => void) | undefined

  async function turn(): Promise<void> {
    const replay = current
    if (!replay) return
    const events = journal.read(replay.next - 1, Math.min(perTurn, replay.to - replay.next + 1))
    const deliveries = await Promise.all(
      events.map((event) =>
        link.publish(
          topics.replay(event.type),
          JSON.stringify({ ...cloudEvent(site, event), replayof: replay.command }),
        ),
      ),
    )
    if (current !== replay) return
    // While the broker is away the same turn is tried again.
    if (!deliveries.includes('gone')) replay.next = (events.at(-1)?.seq ?? replay.to) + 1
    if (replay.next > replay.to) current = null
    else cancel = clock.after(turnMs, () => void turn())
  }

  return {
    start(command, { journalId, from, to }) {
      if (journalId !== journal.journalId) return { refused: 'unknown-journal' }
      const last = Math.min(to ?? journal.lastSeq(), journal.lastSeq())
      if (current?.command === command) return { from, to: current.to }
      if (current) return { refused: 'replay-under-way' }
      if (from > last) return { refused: 'nothing-to-replay' }
      current = { command, next: from, to: last }
      cancel = clock.after(0, () => void turn())
      return { from, to: last }
    },
    state: () => current && { ...current },
    close() {
      current = null
      cancel?.()
    },
  }
}
