/** Lit buttons at a counter with which a visitor says how it was. It does not know what is rated. */
import type { Signal } from '../messages.ts'

export type RatingPad = {
  /** Lit while a visit can be rated. */
  light(on: boolean): void
  /** accepted: the pressed button alone stays lit for a moment. refused: all blink three times. */
  signal(signal: Signal): void
  close(): Promise<void>
}
