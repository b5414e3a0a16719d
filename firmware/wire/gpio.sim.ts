/**
 * GPIO lines, and pins of expanders, that keep a level which can be read back and changed, wired to the station's buttons and lamps.
 * A press bounces as a real contact does: debouncing it is the driver's work, here as there.
 *
 * Faults of a button: unplugged (a cut wire floats at rest, no edge arrives), slow (edges arrive late), stuck
 * (held down). Faults of a lamp: unplugged (dark, which nobody can measure), slow, stuck (writes fail).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Pin } from '../../hardware/expander-pins.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchAction, BenchButton, BenchLamp, WireFault } from './bench.ts'
import { contact } from './contact.sim.ts'
import { wireError } from './wire-error.ts'
import type { GpioWire, Level } from './wires.ts'

const slowMs = 300
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export type SimulatedGpio = {
  wire: GpioWire
  view(device: string): BenchButton | BenchLamp | undefined
  act(action: BenchAction): string | null
  /** Puts a line on a level as a probe would; the driver sees the edge. */
  drive(pin: Pin, level: Level): void
  level(pin: Pin): Level
}

/** Pins that are not the Pi's own. */
export type OtherPins = {
  /** A contact pulls the pin to a level; undefined lets go. */
  drive(pin: string, level: Level | undefined): void
  level(pin: string): Level
  isDriven(pin: string): boolean
}

type Line = { level: Level; open: 'no' | 'in' | 'out'; onEdge(level: Level): void }
type Part = { config: DeviceOf<'service-button'> | DeviceOf<'call-lamp'>; pressed: boolean; fault: WireFault }

export function simulatedGpio({
  devices,
  clock,
  changed = () => {},
  others,
}: {
  devices: (DeviceOf<'service-button'> | DeviceOf<'call-lamp'>)[]
  clock: Clock
  changed?: () => void
  others?: OtherPins
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
  const onPin = (pin: Pin) =>
    parts.find(
      ({ config }) => config.pin === pin || (config.kind === 'service-button' && config.ringPin === pin),
    )

  function drive(pin: Pin, level: Level) {
    if (typeof pin === 'string') {
      others?.drive(pin, level === 0 ? 0 : undefined)
      return changed()
    }
    const target = line(pin)
    if (target.level === level) return
    target.level = level
    target.onEdge(level)
    changed()
  }
  const levelOf = (pin: Pin): Level => (typeof pin === 'number' ? line(pin).level : (others?.level(pin) ?? 0))
  const isDriven = (pin: Pin) =>
    typeof pin === 'number' ? line(pin).open === 'out' : (others?.isDriven(pin) ?? false)

  /** What the button's contact and its fault make of the line. */
  function follow(part: Part) {
    const active: Level = rest(part) === 1 ? 0 : 1
    const closed = part.fault === 'stuck' || (part.pressed && part.fault !== 'unplugged')
    const level = closed ? active : rest(part)
    const { pin } = part.config
    const put = () =>
      typeof pin === 'string' ? others?.drive(pin, closed ? active : undefined) : drive(pin, level)
    if (part.fault === 'slow') clock.after(slowMs, put)
    else put()
  }

  function press(part: Part, ms?: number) {
    const put = (pressed: boolean) => {
      part.pressed = pressed
      follow(part)
      changed()
    }
    contact({ clock, put }).press(ms)
  }

  const claim = (pin: Pin, as: 'in' | 'out') => {
    if (typeof pin === 'string') throw wireError('not-supported', `${pin} is not a GPIO line`)
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
        return {
          kind: 'call-lamp',
          id: config.id,
          pin: config.pin,
          on: powered && isDriven(config.pin) && levelOf(config.pin) === active,
          fault,
        }
      }
      const ring =
        config.ringPin === undefined
          ? null
          : powered && isDriven(config.ringPin) && levelOf(config.ringPin) === 1
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
      press(part, action.action === 'hold' ? action.ms : undefined)
      return null
    },
    drive,
    level: levelOf,
  }
}
