/**
 * The ring of light around a button: ready is steady light, closed is dark, printer-down blinks slowly. An
 * accepted press is one short gap, a refused one three fast blinks; then the face is back.
 */
import type { Clock } from '../../hardware/clock.ts'
import { lastWins } from '../last-wins.ts'
import type { DeviceHealth, RingFace, Signal } from '../messages.ts'
import type { Level, OutputLine } from '../wire/wires.ts'

const slowBlinkMs = 1000
const gapMs = 200
const fastBlinkMs = 100

export function ring({
  line,
  clock,
  onHealth,
}: {
  line: OutputLine
  clock: Clock
  onHealth: (health: DeviceHealth) => void
}) {
  const light = lastWins<Level>({ initial: 0, apply: (level) => line.write(level), clock, onHealth })
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
      await line.write(0).catch(() => undefined)
      await line.close()
    },
  }
}
