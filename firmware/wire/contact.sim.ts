/** A contact as it really closes and opens: it bounces before it stays. Debouncing it is a driver's work. */
import type { Clock } from '../../hardware/clock.ts'

/** When the contact opens and closes after a press or release, in ms: the last one stays. */
const bounceMs = [0, 1, 2, 4, 5, 7, 8]
const shortPressMs = 120

export function contact({ clock, put }: { clock: Clock; put: (closed: boolean) => void }) {
  function turn(closed: boolean) {
    bounceMs.forEach((ms, i) => {
      const change = () => put(i % 2 === 0 ? closed : !closed)
      if (ms === 0) change()
      else clock.after(ms, change)
    })
  }
  return {
    /** A press of that length; a short one without it. */
    press(ms: number = shortPressMs) {
      turn(true)
      clock.after(Math.max(20, ms), () => turn(false))
    },
  }
}
