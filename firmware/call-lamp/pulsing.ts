/**
 * Makes a chime or buzzer of a lamp's line: on for a set time at each call, whatever its counter does meanwhile.
 * A call that comes while it sounds begins the time anew and adds nothing to it, so that it can never stay on.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { CallLamp } from './call-lamp.ts'

export function pulsing(line: CallLamp, { pulseMs, clock }: { pulseMs: number; clock: Clock }): CallLamp {
  let cancelEnd = () => {}
  let closed = false
  return {
    // It is told the state again after a restart, and must not sound for that.
    light() {},
    signal() {
      if (closed) return
      cancelEnd()
      line.light(true)
      cancelEnd = clock.after(pulseMs, () => line.light(false))
    },
    async close() {
      closed = true
      cancelEnd()
      await line.close()
    },
  }
}
