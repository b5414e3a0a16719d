/**
 * What the bench page shows of a station with simulated wires, and what it may do to it. Everything shown is
 * what the drivers really did to the wires: display RAM, line levels, bytes, samples.
 */
import type { Pin } from '../../hardware/expander-pins.ts'

export type WireFault =
  | 'none'
  | 'unplugged'
  | 'slow'
  | 'stuck'
  | 'paper-low'
  | 'paper-out'
  | 'cover-open'
  | 'garbled'
  | 'interrupt-lost'

export type BenchButton = {
  kind: 'service-button'
  id: string
  pin: Pin
  pressed: boolean
  ring: boolean | null
  fault: WireFault
}
/** `ram` is the chip's 16 bytes; digits stand at 0, 2, 6, 8 as on the usual 4-digit backpack (4 is the colon). */
export type BenchBoard = {
  kind: 'counter-board'
  id: string
  address: string
  /** The multiplexer's channel it is behind, if it is. */
  mux?: { address: string; channel: number }
  ram: number[]
  on: boolean
  blinkHz: number
  brightness: number
  fault: WireFault
}
/** `dots`: each row of the board from the top, 4 dots a hexadecimal digit, from the chips' registers. */
export type BenchHallBoard = {
  kind: 'hall-board'
  id: string
  rows: number
  columns: number
  dots: string[]
  brightness: number
  fault: WireFault
}
/** What the board was last told and acknowledged; `runs`: it runs the text from right to left. */
export type BenchTextBoard = {
  kind: 'text-board'
  id: string
  address: number
  text: string
  runs: boolean
  light: number
  fault: WireFault
}
/** `slips` newest first, at most 20; `picture` is the address of a PNG drawn from the printer's bytes. */
export type BenchPrinter = {
  kind: 'ticket-printer'
  id: string
  paperMm: number
  bytes: number
  fault: WireFault
  slips: { id: string; picture: string; cut: boolean }[]
}
export type BenchKeypad = {
  kind: 'counter-keypad'
  id: string
  pressed: string[]
  buzzer: boolean
  fault: WireFault
}
export type BenchLamp = { kind: 'call-lamp'; id: string; pin: Pin; on: boolean; fault: WireFault }
/** `heard` newest first, at most 10; `sound` is the address of a WAV of the samples that were played. */
export type BenchLoudspeaker = {
  kind: 'loudspeaker'
  id: string
  playing: boolean
  fault: WireFault
  heard: { id: string; sound: string; seconds: number }[]
}
/** `pins` as a probe would find them: who drives the pin, or what holds it. */
export type BenchExpander = {
  kind: 'expander'
  id: string
  chip: string
  address: string
  pins: { name: string; level: 0 | 1; holds: 'driven' | 'pull-up' | 'floating' }[]
  interrupt: 0 | 1
  fault: WireFault
}
/** `keys` in the order of the site file, row by row; `pressed` are those held now. */
export type BenchDigitKeypad = {
  kind: 'digit-keypad'
  id: string
  columns: number
  keys: string[]
  pressed: string[]
  led: boolean | null
  buzzer: boolean | null
  fault: WireFault
}
/** Best first. */
export type BenchRatingPad = {
  kind: 'rating-pad'
  id: string
  buttons: { pin: Pin; pressed: boolean; lit: boolean | null }[]
  fault: WireFault
}
/** `read` newest first, at most 5: the codes it typed. */
export type BenchCodeScanner = {
  kind: 'code-scanner'
  id: string
  device: string
  read: string[]
  fault: WireFault
}
/** A TCA9548A that some device is behind; `open` are its open channels, at most one as the driver has it. */
export type BenchMultiplexer = {
  kind: 'multiplexer'
  id: string
  bus: number
  address: string
  open: number[]
  fault: WireFault
}
export type BenchDevice =
  | BenchButton
  | BenchBoard
  | BenchHallBoard
  | BenchTextBoard
  | BenchPrinter
  | BenchKeypad
  | BenchLamp
  | BenchLoudspeaker
  | BenchExpander
  | BenchMultiplexer
  | BenchDigitKeypad
  | BenchRatingPad
  | BenchCodeScanner

export type BenchStation = { id: string; name: string; devices: BenchDevice[] }

/** `scan` holds a code before a scanner. `press` is a short press with contact bounce; `hold` lasts `ms`. `key` names a keypad's key, or a rating pad's button from 1. */
export type BenchAction = BenchTouch | { action: 'scan'; device: string; code: string }
/** What any device but a code scanner may be asked. */
export type BenchTouch =
  | { action: 'press'; device: string; key?: string }
  | { action: 'hold'; device: string; key?: string; ms: number }
  | { action: 'fault'; device: string; fault: WireFault }

export type SimulatedStation = {
  view(): BenchStation
  /** Answers null, or what was wrong with the action. */
  act(action: BenchAction): string | null
  /** Called after anything visible changed. */
  onChange(listener: () => void): void
  /** The picture or sound behind an id in the view; undefined when it is no longer kept. */
  media(device: string, id: string): { type: 'image/png' | 'audio/wav'; bytes: Uint8Array } | undefined
}
