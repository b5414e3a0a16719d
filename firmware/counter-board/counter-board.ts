/** The board over a counter: at most four characters. It shows what it is told and knows no tickets. */
import type { BoardFace } from '../messages.ts'

export type CounterBoard = {
  /** May be repeated at any moment; the last one wins, also over one that is still being written. */
  show(face: BoardFace): void
  close(): Promise<void>
}
