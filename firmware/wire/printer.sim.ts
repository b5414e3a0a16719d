/**
 * A thermal printer that exists in memory only: it takes bytes, answers status questions, draws what it was
 * told and can fail. It knows nothing of connections (`bytes.sim.ts`).
 */
import type { WireFault } from './bench.ts'
import { type DecodedSlip, escposDecoder } from './escpos-decoder.sim.ts'
import { blackAndWhitePng } from './png.sim.ts'

const slipsKept = 20

/** What comes of a status at another baud rate than the printer's: other bytes, and not as many. */
const wrongBaud = (status: Uint8Array) => Uint8Array.of(0xfe, ...status, 0x9e)

export type SimulatedPrinter = ReturnType<typeof simulatedPrinter>

export function simulatedPrinter({
  dots,
  run,
  answer,
  changed,
}: {
  dots: number
  /** Begins every slip's id, so that a page never shows a slip of an earlier run. */
  run: string
  /** Hands bytes back to whoever is connected. */
  answer: (bytes: Uint8Array) => void
  changed: () => void
}) {
  const slips: { id: string; slip: DecodedSlip }[] = []
  let fault: WireFault = 'none'
  let rowsUntilPaperEnds = Number.POSITIVE_INFINITY
  let answersStatus = true
  let answersInTurn = true
  let clears = true
  let garbled = (status: Uint8Array): Uint8Array => status
  let bytes = 0
  let count = 0

  const stopped = () => fault === 'paper-out' || fault === 'cover-open'
  const decoder = escposDecoder({
    dots,
    mayPrint() {
      if (!stopped() && rowsUntilPaperEnds-- <= 0) {
        fault = 'paper-out'
        rowsUntilPaperEnds = Number.POSITIVE_INFINITY
      }
      return !stopped()
    },
    onCut(slip) {
      slips.unshift({ id: `${run}-${++count}`, slip })
      slips.length = Math.min(slips.length, slipsKept)
    },
    onQuestion(question, n) {
      if (question === 'DLE EOT') answerStatus(n)
      else if (answersInTurn) answer(Uint8Array.of(0x00))
    },
  })

  function answerStatus(n: number) {
    if (!answersStatus) return
    const base = 0x12
    const bits =
      n === 1
        ? stopped()
          ? 0x08
          : 0
        : n === 2
          ? fault === 'paper-out'
            ? 0x20
            : fault === 'cover-open'
              ? 0x04
              : 0
          : n === 4 && fault === 'paper-out'
            ? 0x6c
            : n === 4 && fault === 'paper-low'
              ? 0x0c
              : 0
    const status = Uint8Array.of(base | bits)
    const said = fault === 'garbled' ? wrongBaud(status) : garbled(status)
    if (said.length > 0) answer(said)
  }

  function allSlips(): { id: string; slip: DecodedSlip }[] {
    const current = decoder.current()
    if (current.rows.length === 0) return slips
    return [{ id: `${run}-${count + 1}-${current.rows.length}`, slip: current }, ...slips].slice(0, slipsKept)
  }

  return {
    receive(data: Uint8Array) {
      bytes += data.length
      const [a, b, c = 0] = data
      // Real-time commands are obeyed at once, even while the printer holds others back.
      if (a === 0x10 && b === 0x04 && data.length === 3) answerStatus(c)
      else if (clears && a === 0x10 && b === 0x14 && c === 0x08) {
        decoder.clear()
        if (answersStatus) answer(Uint8Array.of(0x37, 0x25, 0x00))
      } else decoder.push(data)
      changed()
    },
    fault: () => fault,
    setFault(next: WireFault) {
      fault = next
      if (!stopped()) decoder.run()
      changed()
    },
    /** The paper ends after this many rows more. */
    endPaperAfterRows(rows: number) {
      rowsUntilPaperEnds = rows
    },
    /** Other makes: without a way back; answering DLE EOT but not GS r; not knowing DLE DC4 8. */
    make(make: { answersStatus?: boolean; answersInTurn?: boolean; clears?: boolean }) {
      answersStatus = make.answersStatus ?? answersStatus
      answersInTurn = make.answersInTurn ?? answersInTurn
      clears = make.clears ?? clears
    },
    /** What the line makes of each status it answers: other bytes, more, or none. */
    garble(line: (status: Uint8Array) => Uint8Array = (status) => status) {
      garbled = line
    },
    /** Bytes that nobody asked for: noise, or an answer that comes late. */
    say: answer,
    bytes: () => bytes,
    /** Newest first; the slip that is not cut yet is among them. */
    slips: allSlips,
    /** How many slips were cut since the start; of `slips` only the newest are kept, so their number stops growing. */
    slipsCut: () => count,
    picture(id: string): Uint8Array | undefined {
      const slip = allSlips().find((one) => one.id === id)?.slip
      if (!slip) return undefined
      const white = Array.from({ length: slip.fedRows }, () => new Uint8Array(0))
      return blackAndWhitePng(dots, [...slip.rows, ...white])
    },
    held: () => decoder.held(),
    unknown: () => decoder.unknown(),
  }
}
