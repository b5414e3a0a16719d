/**
 * What a ticket printer can do, whichever driver stands behind it. It takes one slip at a time and answers what
 * became of it; it never tries a slip twice by itself and keeps none for later.
 */
import type { DeviceFault, Raster } from '../messages.ts'

export type SlipFate = {
  /** failed: nothing is on paper. unknown: something may be. */
  outcome: 'printed' | 'failed' | 'unknown'
  reason?: DeviceFault
  detail?: string
  /** With failed: no byte of it has left. */
  nothingLeft?: true
  /** From the first byte to the printer's word that it came to the end; absent where it gives none. */
  tookMs?: number
}

export type TicketPrinter = {
  /** One at a time: the next may be asked for when this one is answered. */
  print(job: string, raster: Raster): Promise<SlipFate>
  /** Breaks off what runs; its fate is answered first. */
  close(): Promise<void>
}

/** Dots across the paper at the usual 8 dots a millimetre. */
export const dotsAcross = { 80: 576, 58: 384 } as const
