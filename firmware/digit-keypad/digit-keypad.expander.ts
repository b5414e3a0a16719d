/**
 * A keypad with digits on an I2C expander: a key matrix or single keys, with a light and a buzzer that answer.
 * Keys are reported once; what they mean and whether they are answered is not its business.
 */
import type { Clock } from '../../hardware/clock.ts'
import { usualDigitKeys } from '../../hardware/digit-keys.ts'
import { expanderPin } from '../../hardware/expander-pins.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { CounterKeypad, KeyPress } from '../counter-keypad/counter-keypad.ts'
import { jammedKeys } from '../counter-keypad/jammed-keys.ts'
import type { StationWires } from '../expander/expanders.ts'
import { openKeyMatrix } from '../expander/key-matrix.ts'
import { jointHealth } from '../joint-health.ts'
import { type LineSwitch, openLineSwitch } from '../line-switch.ts'
import type { DeviceHealth } from '../messages.ts'
import { wireError } from '../wire/wire-error.ts'
import { digitEntry } from './digit-entry.ts'

const digitMs = 30
const answerMs = 80

export async function openDigitKeypad({
  config,
  wires,
  clock,
  onKey,
  onHealth,
}: {
  config: DeviceOf<'digit-keypad'>
  wires: StationWires
  clock: Clock
  onKey: (key: KeyPress) => void
  onHealth: (health: DeviceHealth) => void
}): Promise<CounterKeypad> {
  const keys: readonly string[] = config.keys ?? usualDigitKeys
  const pins = [...config.rows, ...config.columns].map((pin) => expanderPin(pin))
  const [first] = pins
  if (!first || pins.some((pin) => pin?.expander !== first.expander))
    throw wireError('not-supported', `the rows and columns of ${config.id} are not all on one expander`)
  const expander = await wires.expander(first.expander)

  const joint = jointHealth(onHealth)
  const keysHealth = joint.part('keys')
  const jams = jammedKeys({ clock, onHealth: joint.part('jams') })
  const closers: (() => Promise<void>)[] = []
  const outputs: LineSwitch[] = []
  let cancelAnswer: () => void = () => {}

  function flash(times: number, ms: number) {
    cancelAnswer()
    if (times === 0) return
    for (const output of outputs) output.set(1)
    cancelAnswer = clock.after(ms, () => {
      for (const output of outputs) output.set(0)
      if (times > 1) cancelAnswer = clock.after(ms, () => flash(times - 1, ms))
    })
  }
  const close = async () => {
    cancelAnswer()
    for (const one of closers) await one()
  }

  try {
    for (const [part, pin] of Object.entries({ light: config.ledPin, buzzer: config.buzzerPin })) {
      if (pin === undefined) continue
      const output = await openLineSwitch({
        lines: wires.gpio,
        pin,
        clock,
        health: joint,
        name: part,
        words: part,
      })
      outputs.push(output)
      closers.push(output.close)
    }
    const entry = digitEntry({
      clock,
      longPressMs: config.longPressMs ?? 1200,
      onKey,
      onDigit: () => flash(1, digitMs),
      onWrong: () => flash(3, answerMs),
    })
    const matrix = openKeyMatrix({
      expander,
      rows: config.rows.map((pin) => expanderPin(pin)?.pin ?? ''),
      columns: config.columns.map((pin) => expanderPin(pin)?.pin ?? ''),
      clock,
      onDown(key) {
        jams.down(keys[key] ?? '')
        entry.down(keys[key] ?? '')
      },
      onUp(key) {
        jams.up(keys[key] ?? '')
        entry.up(keys[key] ?? '')
      },
      onHealth(health) {
        if (health.state === 'down') {
          entry.reset()
          jams.reset()
        }
        keysHealth(health)
      },
    })
    closers.unshift(async () => {
      entry.reset()
      jams.reset()
      await matrix.close()
    })
    // A chip that is not there is told at once, and tried again by whoever opened this.
    await expander.alone(async () => {})
    joint.tell()
  } catch (error) {
    await close()
    throw error
  }

  return { signal: (signal) => flash(signal === 'accepted' ? 1 : 3, answerMs), close }
}
