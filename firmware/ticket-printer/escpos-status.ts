/**
 * What an ESC/POS printer says about itself: the questions, which bytes are answers to them, and what they mean
 * to whoever has to repair it. Bit meanings: Epson's ESC/POS reference, DLE EOT and GS r.
 */
import type { DeviceFault } from '../messages.ts'

/** 1: the printer. 2: why it is offline. 4: the paper sensors. Answered at once, even while it is stopped. */
export type StatusQuestion = 1 | 2 | 4
export const statusQuestions: readonly StatusQuestion[] = [1, 2, 4]
export const askStatus = (question: StatusQuestion) => Uint8Array.of(0x10, 0x04, question)
/** GS r 1: answered in its turn, so when everything before it was carried out. */
export const askInTurn = Uint8Array.of(0x1d, 0x72, 1)
/** DLE DC4 8: forget what was received and not printed. Obeyed at once, ignored by those that don't know it. */
export const clearBuffers = Uint8Array.of(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8)

/** ESC @: back to how it was when switched on. Every printer obeys it without a word; between slips it changes nothing. */
export const initialise = Uint8Array.of(0x1b, 0x40)

/** Answers to DLE EOT have four fixed bits that nothing else the printer sends has. */
export const isStatus = (byte: number) => (byte & 0x93) === 0x12
export const isInTurn = (byte: number) => (byte & 0xf0) === 0

export type Status = Record<StatusQuestion, number>
export type Trouble = { reason: DeviceFault; detail: string }

/** The end of the paper is near: it prints on. */
export const isPaperLow = (status: Status) => (status[4] & 0x0c) !== 0

/** What keeps the printer from printing; undefined when it is ready. */
export function troubleIn(status: Status): Trouble | undefined {
  if (status[2] & 0x04) return { reason: 'cover-open', detail: 'the cover is open' }
  if (status[4] & 0x60 || status[2] & 0x20) return { reason: 'paper-out', detail: 'the paper is out' }
  if (status[2] & 0x40)
    return { reason: 'offline', detail: 'it reports an error: look at its cutter and paper path' }
  if (status[1] & 0x08) return { reason: 'offline', detail: 'it is offline: press its feed button' }
  return undefined
}
