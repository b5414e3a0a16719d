/**
 * Sorts the bytes that come back from a printer: answers, what it tells unasked and means nothing here, and bytes
 * that no printer sends. It knows no questions and no time. Shapes: Epson's ESC/POS reference.
 */
import { isInTurn, isStatus } from './escpos-status.ts'

/** `odd`: noise of a line, a wrong baud rate, another device. */
export type Heard = { kind: 'status' | 'in-turn' | 'odd'; byte: number }

type Fits = (byte: number) => boolean
const is =
  (wanted: number): Fits =>
  (byte) =>
    byte === wanted
const isReport: Fits = (byte) => (byte & 0x90) === 0
const known: readonly (readonly Fits[])[] = [
  // DLE DC4 8 was obeyed. Its last byte must not pass for an answer in turn.
  [is(0x37), is(0x25), is(0x00)],
  // Automatic status back, which some printers send until the first ESC @; nor must its bytes.
  [(byte) => (byte & 0x93) === 0x10, isReport, isReport, isReport],
  // XON and XOFF of a serial line.
  [is(0x11)],
  [is(0x13)],
]

/** `take` each byte that comes. Those that may become something known are held until that is clear, or no more come. */
export function answerReader() {
  let held: number[] = []

  function sortOut(): Heard[] {
    const [first, ...rest] = held
    held = []
    if (first === undefined) return []
    const kind = isStatus(first) ? 'status' : isInTurn(first) ? 'in-turn' : 'odd'
    return [{ kind, byte: first }, ...rest.flatMap(take)]
  }
  function take(byte: number): Heard[] {
    held.push(byte)
    const fitting = known.filter((shape) => held.every((one, at) => shape[at]?.(one)))
    if (fitting.length === 0) return sortOut()
    if (fitting.some((shape) => shape.length === held.length)) held = []
    return []
  }
  return {
    take,
    /** No more come: what is held was nothing known. */
    end(): Heard[] {
      const all: Heard[] = []
      while (held.length > 0) all.push(...sortOut())
      return all
    },
  }
}
