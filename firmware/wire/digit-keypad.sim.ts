/**
 * A digit keypad on a simulated expander: its keys join a row to a column, or pull a single pin to ground, and
 * bounce. Faults: unplugged (its cable: no key closes, no light), stuck (the first key is jammed), slow.
 */
import type { Clock } from '../../hardware/clock.ts'
import { usualDigitKeys } from '../../hardware/digit-keys.ts'
import { expanderPin, type Pin } from '../../hardware/expander-pins.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchDigitKeypad, BenchTouch, WireFault } from './bench.ts'
import { contact } from './contact.sim.ts'
import type { PinsAround } from './expander-pins.sim.ts'

const slowMs = 300
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export function simulatedDigitKeypads({
  keypads: configs,
  chipAt,
  isLit,
  clock,
  changed = () => {},
}: {
  keypads: DeviceOf<'digit-keypad'>[]
  /** The chip and bit behind an expander's pin. */
  chipAt: (pin: string) => { chip: PinsAround; bit: number }
  isLit: (pin: Pin) => boolean
  clock: Clock
  changed?: () => void
}) {
  const keypads = configs.map((config) => ({
    config,
    keys: [...(config.keys ?? usualDigitKeys)] as string[],
    closed: new Set<number>(),
    fault: 'none' as WireFault,
  }))
  type Keypad = (typeof keypads)[number]

  function close({ config, closed, fault }: Keypad, key: number, on: boolean) {
    const column = config.columns[key % config.columns.length] ?? ''
    const row = config.rows[Math.floor(key / config.columns.length)]
    const { chip, bit } = chipAt(column)
    if (on) closed.add(key)
    else closed.delete(key)
    const joins = on && fault !== 'unplugged'
    if (row !== undefined) chip.join(bit, chipAt(row).bit, joins)
    else chip.drive(bit, joins ? 0 : undefined)
    changed()
  }

  return {
    view(device: string): BenchDigitKeypad | undefined {
      const found = keypads.find(({ config }) => config.id === device)
      if (!found) return undefined
      const { config, keys, closed, fault } = found
      const lit = (pin: Pin | undefined) => (pin === undefined ? null : fault !== 'unplugged' && isLit(pin))
      return {
        kind: 'digit-keypad',
        id: config.id,
        columns: config.columns.length,
        keys,
        pressed: [...closed].map((key) => keys[key] ?? ''),
        led: lit(config.ledPin),
        buzzer: lit(config.buzzerPin),
        fault,
      }
    },
    act(action: BenchTouch): string | null {
      const found = keypads.find(({ config }) => config.id === action.device)
      if (!found) return `there is no keypad "${action.device}"`
      if (action.action === 'fault') {
        if (!faults.includes(action.fault)) return `a keypad has no fault "${action.fault}"`
        found.fault = action.fault
        for (const key of [...found.closed]) close(found, key, false)
        if (action.fault === 'stuck') close(found, 0, true)
        changed()
        return null
      }
      const key = found.keys.indexOf(action.key ?? '')
      if (key < 0) return `this keypad has no key "${action.key ?? ''}": ${found.keys.join(', ')}`
      const press = () =>
        contact({ clock, put: (on) => close(found, key, on) }).press(
          action.action === 'hold' ? action.ms : undefined,
        )
      if (found.fault === 'slow') clock.after(slowMs, press)
      else press()
      return null
    },
  }
}

export function expanderPinAt(pin: string): { expander: string; pin: string } {
  const there = expanderPin(pin)
  if (!there) throw new Error(`${pin} is no pin of an expander`)
  return there
}
