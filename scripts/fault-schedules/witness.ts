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
      let last = 0
      let jumps = 0
      for (const { text } of ear.heard) {
        const { id, sequence } = JSON.parse(text)
        const seq = Number(sequence)
        const earlier = texts.get(id)
        if (earlier !== undefined && earlier !== text) wrong.push(`${id} came with two contents`)
        texts.set(id, text)
        // Further back is a new beginning from the bookmark; further on is a hole.
        if (seq > last + 1) {
          jumps++
          if (kills === 0 || earlier !== undefined) wrong.push(`${seq} came straight after ${last}`)
        }
        last = seq
      }
      if (jumps > kills) wrong.push(`${jumps} jumps in the order, ${kills} kills of the broker`)
      return wrong
    },
    close: () => ear.connection && void ear.end(),
  }
}
