/** What leaves the virtual machine before the cut: lines on its console with the bytes that reached the printer. */
import { type DecodedSlip, escposDecoder } from '../../firmware/wire/escpos-decoder.sim.ts'

const mark = 'paper '
export const pressingLine = 'the finger presses'
export const paperLine = (bytes: Uint8Array) => mark + Buffer.from(bytes).toString('base64')

/** The slips of one console, the last of them perhaps not whole. A line that was cut off is left out. */
export function slipsOn(console: string): DecodedSlip[] {
  const slips: DecodedSlip[] = []
  const decoder = escposDecoder({ dots: 576, onCut: (slip) => slips.push(slip) })
  const lines = console.split('\n').slice(0, -1)
  for (const line of lines)
    if (line.startsWith(mark)) decoder.push(Buffer.from(line.slice(mark.length), 'base64'))
  const last = decoder.current()
  return last.rows.length > 0 ? [...slips, last] : slips
}
