/**
 * Serial ports with the counters' keypads on them, in memory only. The driver's own packages talk to it as to
 * an Arduino; a press bounces as a real contact does.
 *
 * Faults: unplugged (the port is gone, an open one closes, the Arduino loses its power), slow (bytes arrive
 * late), stuck (the port opens and the Arduino neither answers nor reports).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchKeypad, BenchTouch, WireFault } from './bench.ts'
import { type FirmataPeer, firmataPeer } from './firmata-peer.sim.ts'
import { type SimulatedPort, simulatedPort } from './serial-port.sim.ts'
import { wireError } from './wire-error.ts'
import type { SerialWire } from './wires.ts'

/** When the contact opens and closes after a press or release, in ms: the last one stays. */
const bounceMs = [0, 1, 2]
const shortPressMs = 120
const slowMs = 300
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export type SimulatedSerial = {
  wire: SerialWire
  view(device: string): BenchKeypad | undefined
  act(action: BenchTouch): string | null
  /** The Arduino itself, for what the bench does not offer. */
  arduino(device: string): FirmataPeer | undefined
  /** Whether a driver holds its port. */
  isOpen(device: string): boolean
}

type Part = {
  config: DeviceOf<'counter-keypad'>
  fault: WireFault
  pressed: Set<string>
  arduino: FirmataPeer
  port: SimulatedPort | undefined
}

export function simulatedSerial({
  keypads,
  clock,
  changed = () => {},
}: {
  keypads: DeviceOf<'counter-keypad'>[]
  clock: Clock
  changed?: () => void
}): SimulatedSerial {
  const parts = keypads.map((config): Part => {
    const deliver = (bytes: Uint8Array) => {
      const port = part.port
      if (part.fault === 'stuck' || !port) return
      const arrive = () => {
        if (port.isOpen) port.emit('data', Buffer.from(bytes))
      }
      if (part.fault === 'slow') clock.after(slowMs, arrive)
      else queueMicrotask(arrive)
    }
    const part: Part = {
      config,
      fault: 'none',
      pressed: new Set(),
      arduino: firmataPeer({ send: deliver, changed: () => changed() }),
      port: undefined,
    }
    return part
  })
  const find = (device: string) => parts.find((one) => one.config.id === device)

  function openPort(part: Part): SimulatedPort {
    return simulatedPort({
      clock,
      delayMs: () => (part.fault === 'slow' ? slowMs : 0),
      isStuck: () => part.fault === 'stuck',
      receive: (bytes) => part.arduino.receive(bytes),
      onClosed(port) {
        if (part.port === port) part.port = undefined
      },
    })
  }

  function contact(part: Part, key: 'next' | 'recall' | 'start', pressed: boolean) {
    if (pressed) part.pressed.add(key)
    else part.pressed.delete(key)
    bounceMs.forEach((ms, i) => {
      const closed = i % 2 === 0 ? pressed : !pressed
      const change = () => part.arduino.ground(part.config.pins[key], closed)
      if (ms === 0) change()
      else clock.after(ms, change)
    })
  }

  return {
    wire: {
      async open(path) {
        const part = parts.find((one) => one.config.port === path)
        if (!part || part.fault === 'unplugged')
          throw wireError('unplugged', `nothing is plugged in at ${path} (simulated)`)
        if (part.port) throw wireError('disagrees', `${path} is held by another program`)
        part.port = openPort(part)
        // Opening the port pulls an Uno's reset line.
        queueMicrotask(() => part.arduino.reset())
        return part.port
      },
    },
    view(device) {
      const part = find(device)
      if (!part) return undefined
      const { config, pressed, arduino, fault, port } = part
      const { buzzer } = config.pins
      return {
        kind: 'counter-keypad',
        id: config.id,
        pressed: [...pressed],
        buzzer: buzzer !== undefined && port !== undefined && arduino.output(buzzer) === 1,
        fault,
      }
    },
    act(action) {
      const part = find(action.device)
      if (!part) return `there is no keypad "${action.device}"`
      if (action.action === 'fault') {
        if (!faults.includes(action.fault)) return `a keypad has no fault "${action.fault}"`
        part.fault = action.fault
        if (action.fault === 'unplugged') part.port?.pull()
        changed()
        return null
      }
      const { key } = action
      if (key !== 'next' && key !== 'recall' && key !== 'start') return 'which key? next, recall or start'
      contact(part, key, true)
      clock.after(action.action === 'hold' ? Math.max(20, action.ms) : shortPressMs, () =>
        contact(part, key, false),
      )
      return null
    },
    arduino: (device) => find(device)?.arduino,
    isOpen: (device) => find(device)?.port !== undefined,
  }
}
