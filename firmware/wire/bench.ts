/**
 * What the bench page shows of a station with simulated wires, and what it may do to it. Everything shown is
 * what the drivers really did to the wires: display RAM, line levels, bytes, samples.
 */
export type WireFault = 'none' | 'unplugged' | 'slow' | 'stuck' | 'paper-out' | 'cover-open'

export type BenchButton = {
  kind: 'service-button'
  id: string
  pin: number
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
export type BenchLamp = { kind: 'call-lamp'; id: string; pin: number; on: boolean; fault: WireFault }
/** `heard` newest first, at most 10; `sound` is the address of a WAV of the samples that were played. */
export type BenchLoudspeaker = {
  kind: 'loudspeaker'
  id: string
  playing: boolean
  fault: WireFault
  heard: { id: string; sound: string; seconds: number }[]
}
export type BenchDevice = BenchButton | BenchBoard | BenchPrinter | BenchKeypad | BenchLamp | BenchLoudspeaker

export type BenchStation = { id: string; name: string; devices: BenchDevice[] }

/** `press` is a short press with contact bounce; `hold` lasts `ms`. `key` names a keypad's key. */
export type BenchAction =
  | { action: 'press'; device: string; key?: 'next' | 'recall' | 'start' }
  | { action: 'hold'; device: string; key?: 'next' | 'recall' | 'start'; ms: number }
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
