/** The board of a hall: calls, notices, or what stands there at rest. It plays what it is told and knows no tickets. */
import type { HallFace } from '../messages.ts'

export type HallBoard = {
  /** May be repeated at any moment; the last one wins. A call that is new in it stands there at once. */
  show(face: HallFace): void
  close(): Promise<void>
}
