/**
 * Somebody else at the broker who hears every event, to see what no database shows: in which order they came. An
 * event that comes for the first time must follow the one before it; only a broker that was killed may have lost some.
 */
import { listener } from '../../controller/bus/bus.test-kit.ts'

export type Witness = {
  /** The broker was killed: what it kept for us is lost. */
  mayMiss(): void
  wrong(): string[]
  close(): void
}

export async function openWitness(url: string, site: string): Promise<Witness> {
  const ear = await listener(url, [`den-luot/v1/${site}/events/#`], {
    clientId: 'witness',
    keepSession: true,
  })
  let kills = 0
  return {
    mayMiss() {
      kills++
    },
    wrong() {
      const wrong: string[] = []
      const texts = new Map<string, string>()
      const last = new Map<string, number>()
      let jumps = 0
      for (const { text } of ear.heard) {
        const { id, journalid, sequence } = JSON.parse(text)
        const seq = Number(sequence)
        const earlier = texts.get(id)
        if (earlier !== undefined && earlier !== text) wrong.push(`${id} came with two contents`)
        // Whoever listens drops what it has: a new beginning from the bookmark is no disorder.
        if (earlier !== undefined) continue
        texts.set(id, text)
        const before = last.get(journalid) ?? seq - 1
        if (seq !== before + 1) {
          jumps++
          if (kills === 0) wrong.push(`${id} came straight after ${before}`)
        }
        last.set(journalid, seq)
      }
      // What a killed broker forgot may be skipped, and come after all when the hall begins again before it.
      if (jumps > 2 * kills) wrong.push(`${jumps} jumps in the order, ${kills} kills of the broker`)
      return wrong
    },
    close: () => ear.connection && void ear.end(),
  }
}
