/**
 * Puts together what a scanner types: letters by the US layout, until Enter. What is longer than any code of ours
 * is cut and marked, what was not ended in time is dropped, and a code with a key that writes no letter keeps a mark
 * in its place, so that it can't pass for another one. A code of which the kernel lost keys is told and dropped.
 */
import type { Clock } from '../../hardware/clock.ts'
import { EV_KEY, EV_SYN, SYN_DROPPED } from '../wire/input-event.ts'
import { keyCodes, letterOf } from '../wire/us-keys.ts'
import type { InputEvent } from '../wire/wires.ts'

export const longestCode = 200
export const unfinishedMs = 1000
const unknownLetter = '\ufffd'

export function openTypedCode({
  clock,
  onCode,
  onUnfinished,
  onLost,
}: {
  clock: Clock
  onCode: (code: string) => void
  /** Something was typed and no Enter came. */
  onUnfinished: () => void
  /** Keys are missing: what comes until Enter is no code. */
  onLost: () => void
}) {
  let text = ''
  let incomplete = false
  const held = new Set<number>()
  let cancel = () => {}

  function forget() {
    cancel()
    text = ''
    incomplete = false
  }
  function end() {
    const code = text.trim()
    const whole = !incomplete
    forget()
    if (code === '' || !whole) return
    onCode(code.length > longestCode ? `${code.slice(0, longestCode - 1)}…` : code)
  }
  function type(letter: string) {
    // One more than is handed on, so that "too long" can be told.
    if (text.length <= longestCode) text += letter
    wait()
  }
  function wait() {
    cancel()
    cancel = clock.after(unfinishedMs, () => {
      const whole = !incomplete
      forget()
      if (whole) onUnfinished()
    })
  }

  return {
    take({ type: kind, code, value }: InputEvent) {
      if (kind === EV_SYN && code === SYN_DROPPED) {
        held.clear()
        incomplete = true
        wait()
        onLost()
      }
      if (kind !== EV_KEY) return
      if (value === 0) {
        held.delete(code)
        return
      }
      // 2 is a held key that repeats itself: nobody's letter.
      if (value !== 1) return
      held.add(code)
      if (keyCodes.shifts.includes(code) || keyCodes.commands.includes(code)) return
      if (code === keyCodes.enter || code === keyCodes.blockEnter) return end()
      const commanded = keyCodes.commands.some((one) => held.has(one))
      const letter = letterOf(
        code,
        keyCodes.shifts.some((one) => held.has(one)),
      )
      type((commanded ? undefined : letter) ?? unknownLetter)
    },
    /** The device is gone: what it had begun will not be ended. */
    reset() {
      held.clear()
      forget()
    },
    close: forget,
  }
}
