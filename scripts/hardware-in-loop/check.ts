/**
 * What a check file exports as `checks`. How to add one is in README.md beside this file.
 */
import type { HallUnderCheck } from './hall.ts'
import type { HallPart, StationPart } from './site.ts'
import type { World } from './world/world.ts'

/** Registers one check; its name is a sentence that holds. */
export type Check = (name: string, run: () => Promise<void>, options?: { withinMs?: number }) => void

export type CheckFile = {
  /** Files run from the lowest. Below 0: before the hall is started. 50 when nothing is said. From 90: the hall may end. */
  order?: number
  /** What the station has for these checks beside the ward's own devices. */
  station?: StationPart
  /** What the hall has for them beside the ward's. */
  site?: HallPart
  /** Plugs in what these checks need, before the hall is started. */
  plug?(world: World): Promise<void> | void
  add(check: Check, world: World, hall: HallUnderCheck): void
}

export const orderOf = ({ order = 50 }: CheckFile) => order

/** Two machines at once can share a run: one tries drivers alone and the hall as a whole, one the hall at work. */
export const shares = ['apart', 'at-work'] as const
export type Share = (typeof shares)[number]
export const shareOf = (file: CheckFile): Share =>
  orderOf(file) < 0 || orderOf(file) >= 90 ? 'apart' : 'at-work'
