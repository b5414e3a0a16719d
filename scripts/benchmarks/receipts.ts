/** How long after an event is durable the broker has acknowledged it, and the dossier server says that it has it. */

import { join } from 'node:path'
import { closeAll } from '../../controller/bus/bus.test-kit.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import { issue } from '../../controller/hall.test-kit.ts'
import { systemClock } from '../../hardware/clock.ts'
import { startHall } from '../reference-server/reference-server.test-kit.ts'
import { openReferenceServer } from '../reference-server/reference-server.ts'
import { type Spread, spread } from './table.ts'

const tickets = 300
const everyMs = 15
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export async function measureReceipts(
  url: string,
  directory: string,
): Promise<{ broker: Spread; server: Spread }> {
  const durable: { seq: number; at: number }[] = []
  const taken = { broker: [] as number[], server: [] as number[] }
  const reached = { broker: 0, server: 0 }
  const far = openReferenceServer({
    ...{ site: 'test', broker: { url }, directory: join(directory, 'server'), clock: systemClock },
  })
  try {
    const hall = await startHall({ directory: join(directory, 'hall') })
    const { outbox } = linkHall(hall, { url })
    const first = hall.journal.lastSeq()
    hall.hall.onCommit(({ events }) => {
      const at = performance.now()
      for (const { seq } of events) durable.push({ seq, at })
    })
    outbox.onChange(() => {
      const now = performance.now()
      const { atBroker, atServer } = outbox.state()
      for (const [who, upTo] of [
        ['broker', atBroker],
        ['server', atServer ?? 0],
      ] as const)
        for (; reached[who] < durable.length && (durable[reached[who]]?.seq ?? 0) <= upTo; reached[who]++)
          taken[who].push(now - (durable[reached[who]]?.at ?? now))
    })
    for (let one = 0; one < tickets; one++) {
      await hall.ask(issue())
      await pause(everyMs)
    }
    const all = hall.journal.lastSeq() - first
    while (taken.server.length < all) await pause(20)
    return { broker: spread(taken.broker), server: spread(taken.server) }
  } finally {
    await far.close()
    await closeAll()
  }
}
