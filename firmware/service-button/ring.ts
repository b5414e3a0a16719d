/**
 * The ring of light around a button, told apart by its rhythm and never by colour:
 *   ready         steady light
 *   pressed       turns over at once (a lit ring goes dark) and stays so until there is an answer
 *   closed        dark
 *   out of paper  on and off, a second each (and whatever else keeps the printer from printing)
 *   refused       three fast blinks
 * After an answer the face that is in force by then is back.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { LineSwitch } from '../line-switch.ts'
import type { RingFace, Signal } from '../messages.ts'
import type { Level } from '../wire/wires.ts'

const slowBlinkMs = 1000
const gapMs = 200
const fastBlinkMs = 100
/** An answer takes tens of milliseconds; one that never comes must not leave the ring turned over. */
const answerLimitMs = 3000

export function ring({ light, clock }: { light: LineSwitch; clock: Clock }) {
  let face: RingFace = 'closed'
  let level: Level = 0
  let signalling = false
  let cancel: (() => void) | undefined

  function put(next: Level) {
    level = next
    light.set(next)
  }
  function blinkOn() {
    put(level === 1 ? 0 : 1)
    cancel = clock.after(slowBlinkMs, blinkOn)
  }
  function showFace() {
    cancel?.()
    signalling = false
    if (face === 'printer-down') {
      level = 0
      blinkOn()
    } else put(face === 'ready' ? 1 : 0)
  }
  /** Flips the light `flips` times, then shows the face that is in force by then. */
  function flip(flips: number, ms: number) {
    cancel?.()
    if (flips === 0) return showFace()
    put(level === 1 ? 0 : 1)
    cancel = clock.after(ms, () => flip(flips - 1, ms))
  }

  return {
    face(next: RingFace) {
      // A face repeated must not restart a blink or cut an answer short.
      if (next === face) return
      face = next
      if (!signalling) showFace()
    },
    /** The finger should see at once that it was felt. */
    pressed() {
      cancel?.()
      level = face === 'closed' ? 0 : 1
      signalling = true
      put(level === 1 ? 0 : 1)
      cancel = clock.after(answerLimitMs, showFace)
    },
    signal(signal: Signal) {
      // Answers start from a known light, or a press during a blink would read as its opposite.
      level = face === 'closed' ? 0 : 1
      signalling = true
      if (signal === 'accepted') flip(1, gapMs)
      else flip(6, fastBlinkMs)
    },
    async close() {
      cancel?.()
      await light.close()
    },
  }
}
