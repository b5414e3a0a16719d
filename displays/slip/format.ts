/** Sizes of the two papers, in printer dots: 8 to the millimetre, so 80 mm paper prints 576 and 58 mm 384 wide. */
import type { PaperMm } from './slip-data.ts'

export const dotsPerMm = 8

export type Format = {
  width: number
  margin: number
  gap: number
  logo: number
  pictogram: number
  /** Font sizes from the wished one down to the smallest still readable. */
  authority: readonly number[]
  site: readonly number[]
  service: readonly number[]
  ahead: readonly number[]
  counters: readonly number[]
  closing: readonly number[]
  small: readonly number[]
  label: number
  /** Height of the number's digits: never less and never more, whatever its length. */
  leastNumber: number
  mostNumber: number
  /** The widest QR, white margin included. */
  qrRoom: number
}

export const formats: Record<PaperMm, Format> = {
  80: {
    width: 576,
    margin: 14,
    gap: 14,
    logo: 92,
    pictogram: 84,
    authority: [23, 21],
    site: [29, 27, 25, 23],
    service: [38, 34, 30, 27, 24],
    ahead: [36, 32],
    counters: [31, 28, 25],
    closing: [26, 24],
    small: [22, 20],
    label: 22,
    leastNumber: 130,
    mostNumber: 150,
    qrRoom: 180,
  },
  58: {
    width: 384,
    margin: 8,
    gap: 11,
    logo: 64,
    pictogram: 80,
    authority: [20, 19],
    site: [23, 21, 19],
    service: [32, 29, 26, 23, 21],
    ahead: [29, 26],
    counters: [27, 24, 21],
    closing: [23, 21],
    small: [20, 18],
    label: 20,
    leastNumber: 98,
    mostNumber: 124,
    qrRoom: 180,
  },
}
