/** A button that asks for a ticket, with a ring of light around it. It does not know what it asks for. */
import type { RingFace, Signal } from '../messages.ts'

export type ServiceButton = {
  ring(face: RingFace): void
  /** A short answer in the ring; the face comes back by itself. */
  signal(signal: Signal): void
  close(): Promise<void>
}
