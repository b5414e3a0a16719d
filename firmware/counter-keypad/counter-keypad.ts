/**
 * What an officer's keypad can do, whichever driver stands behind it. It reports keys and beeps; it does not
 * know what a key means.
 */
import type { Key, Signal } from '../messages.ts'

/** A long press of `start` is reported instead of its short one; the other keys have no long press. */
export type KeyPress = Pick<Key, 'key' | 'long' | 'digits'>

export type CounterKeypad = {
  /** accepted: one short beep. refused: three. A new signal replaces one that still sounds. */
  signal(signal: Signal): void
  close(): Promise<void>
}
