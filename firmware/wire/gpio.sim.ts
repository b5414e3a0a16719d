/**
 * GPIO lines that keep a level which can be read back and changed, wired to the station's buttons and lamps.
 * A press bounces as a real contact does: debouncing it is the driver's work, here as there.
 *
 * Faults of a button: unplugged (a cut wire floats at rest, no edge arrives), slow (edges arrive late), stuck
 * (held down). Faults of a lamp: unplugged (dark, which nobody can measure), slow, stuck (writes fail).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchAction, BenchButton, BenchLamp, WireFault } from './bench.ts'
import { wireError } from './wire-error.ts'
import type { GpioWire, Level } from './wires.ts'

/** When the contact opens and closes after a press or release, in ms: the last one stays. */
const bounceMs = [0, 1, 2, 4, 5, 7, 8]
const shortPressMs = 120
const slowMs = 300
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export type SimulatedGpio = {
  wire: GpioWire
  view(device: string): BenchButton | BenchLamp | undefined
  act(action: BenchAction): string | null
  /** Puts a line on a level as a probe would; the driver sees the edge. */
  drive(pin: number, level: Level): void
  level(pin: number): Level
}

type Line = { level: Level; open: 'no' | 'in' | 'out'; onEdge(level: Level): void }
type Part = { config: DeviceOf<'service-button'> | DeviceOf<'call-lamp'>; pressed: boolean; fault: WireFault }

export function simulatedGpio({
  devices,
  clock,
  changed = () => {},
}: {
  devices: (DeviceOf<'service-button'> | DeviceOf<'call-lamp'>)[]
  clock: Clock
  changed?: () => void
}): SimulatedGpio {
  const lines = new Map<number, Line>()
  const parts: Part[] = devices.map((config) => ({ config, pressed: false, fault: 'none' }))
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

  function line(pin: number): Line {
    const known = lines.get(pin)
    if (known) return known
    const button = parts.find((part) => part.config.kind === 'service-button' && part.config.pin === pin)
    const fresh: Line = { level: button ? rest(button) : 0, open: 'no', onEdge: () => {} }
    lines.set(pin, fresh)
    return fresh
  }
  const rest = (part: Part): Level => ((part.config.activeLow ?? true) ? 1 : 0)
  const onPin = (pin: number) =>
    parts.find(
      ({ config }) => config.pin === pin || (config.kind === 'service-button' && config.ringPin === pin),
    )

  function drive(pin: number, level: Level) {
    const target = line(pin)
    if (target.level === level) return
    target.level = level
    target.onEdge(level)
    changed()
  }

  /** What the button's contact and its fault make of the line. */
  function follow(part: Part) {
    const active: Level = rest(part) === 1 ? 0 : 1
    const closed = part.fault === 'stuck' || (part.pressed && part.fault !== 'unplugged')
    const level = closed ? active : rest(part)
    if (part.fault === 'slow') clock.after(slowMs, () => drive(part.config.pin, level))
    else drive(part.config.pin, level)
  }

  function contact(part: Part, pressed: boolean) {
    bounceMs.forEach((ms, i) => {
      const now = i % 2 === 0 ? pressed : !pressed
      const change = () => {
        part.pressed = now
        follow(part)
        changed()
      }
      if (ms === 0) change()
      else clock.after(ms, change)
    })
  }

  const claim = (pin: number, as: 'in' | 'out') => {
    const target = line(pin)
    if (target.open !== 'no') throw wireError('disagrees', `GPIO ${pin} is held by another program (EBUSY)`)
    target.open = as
    return target
  }

  return {
    wire: {
      async input(pin, onEdge) {
        const target = claim(pin, 'in')
        target.onEdge = onEdge
        return {
          read: async () => target.level,
          async close() {
            target.open = 'no'
            target.onEdge = () => {}
          },
        }
      },
      async output(pin, initial) {
        const target = claim(pin, 'out')
        target.level = initial
        changed()
        return {
          async write(level) {
            const part = onPin(pin)
            if (part?.fault === 'slow') await pause(slowMs)
            if (part?.fault === 'stuck' && part.config.pin === pin)
              throw wireError('stuck', `GPIO ${pin} does not take the level: held by a short circuit`)
            target.level = level
            changed()
          },
          async close() {
            target.open = 'no'
          },
        }
      },
    },
    view(device) {
      const part = parts.find((one) => one.config.id === device)
      if (!part) return undefined
      const { config, pressed, fault } = part
      const powered = fault !== 'unplugged'
      if (config.kind === 'call-lamp') {
        const active: Level = config.activeLow ? 0 : 1
        const { level, open } = line(config.pin)
        return {
          kind: 'call-lamp',
          id: config.id,
          pin: config.pin,
          on: powered && open === 'out' && level === active,
          fault,
        }
      }
      const ring = config.ringPin === undefined ? null : powered && line(config.ringPin).level === 1
      return { kind: 'service-button', id: config.id, pin: config.pin, pressed, ring, fault }
    },
    act(action) {
      const part = parts.find((one) => one.config.id === action.device)
      if (!part) return `there is no button or lamp "${action.device}"`
      if (action.action === 'fault') {
        if (!faults.includes(action.fault)) return `a ${part.config.kind} has no fault "${action.fault}"`
        part.fault = action.fault
        if (part.config.kind === 'service-button') follow(part)
        changed()
        return null
      }
      if (part.config.kind === 'call-lamp') return `a lamp can't be pressed`
      contact(part, true)
      clock.after(action.action === 'hold' ? Math.max(20, action.ms) : shortPressMs, () =>
        contact(part, false),
      )
      return null
    },
    drive,
    level: (pin) => line(pin).level,
  }
}
