/**
 * From the keys of a digit keypad to what an officer meant: digits are gathered and go with "call" or
 * "officer", "clear" forgets them, and so does every other key and a pause. It knows no hardware.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { KeyPress } from '../counter-keypad/counter-keypad.ts'
import { keypadKeys } from '../counter-keypad/keypad-keys.ts'

const mostDigits = 10
const forgetAfterMs = 10_000

export function digitEntry({
  clock,
  longPressMs,
  onKey,
  onDigit,
  onWrong,
}: {
  clock: Clock
  longPressMs: number
  onKey: (key: KeyPress) => void
  /** A digit or "clear" was taken: the finger should feel it. */
  onDigit: () => void
  /** Too many digits, or none where some are needed. */
  onWrong: () => void
}) {
  let digits = ''
  let cancelForget: () => void = () => {}
  function forget() {
    cancelForget()
    digits = ''
  }
  const keys = keypadKeys({
    clock,
    longPressMs,
    onKey(key) {
      forget()
      onKey(key)
    },
  })

  return {
    down(key: string) {
      if (key === 'next' || key === 'recall' || key === 'start') return keys.down(key)
      if (key === 'call' || key === 'officer') {
        const entered = digits
        forget()
        if (entered === '') return onWrong()
        return onKey({ key, long: false, digits: entered })
      }
      cancelForget()
      if (key === 'clear') digits = ''
      else if (digits.length < mostDigits) digits += key
      else {
        digits = ''
        return onWrong()
      }
      cancelForget = clock.after(forgetAfterMs, forget)
      onDigit()
    },
    up(key: string) {
      if (key === 'next' || key === 'recall' || key === 'start') keys.up(key)
    },
    reset() {
      forget()
      keys.reset()
    },
  }
}
