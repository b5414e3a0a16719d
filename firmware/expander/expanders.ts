/**
 * A station's wires with the pins of its expanders among them: a driver asks for GPIO 17 and for "mr-1:A0" in
 * the same way. Each chip is opened when the first of its pins is asked for and serves all devices; chips may
 * share an interrupt line.
 */
import type { Clock } from '../../hardware/clock.ts'
import { expanderPin } from '../../hardware/expander-pins.ts'
import type { ExpanderConfig } from '../../hardware/site-description.ts'
import { wireError } from '../wire/wire-error.ts'
import type { GpioWire, InputLine, Wires } from '../wire/wires.ts'
import { type Expander, openExpander } from './expander.ts'

export type StationWires = Wires & {
  expander(id: string): Promise<Expander>
  /** Lets go of the chips; the wires below stay open. */
  closeExpanders(): Promise<void>
}

export function withExpanders({
  wires,
  expanders,
  clock,
}: {
  wires: Wires
  expanders: readonly ExpanderConfig[]
  clock: Clock
}): StationWires {
  const open = new Map<string, Promise<Expander>>()
  const interrupts = new Map<string, { line: Promise<InputLine>; chips: Expander[] }>()

  /** The interrupt line of a chip, opened once for all that share it. */
  function interruptOf({ interruptPin, interruptDriver = 'onoff' }: ExpanderConfig) {
    if (interruptPin === undefined) return undefined
    const key = `${interruptDriver} ${interruptPin}`
    const known = interrupts.get(key)
    if (known) return known
    const chips: Expander[] = []
    const wire = interruptDriver === 'gpiochip' ? wires.gpiochip : wires.gpio
    const line = wire.input(
      interruptPin,
      (level) => {
        if (level === 0) for (const chip of chips) chip.interrupted()
      },
      { pull: 'up' },
    )
    const fresh = { line, chips }
    interrupts.set(key, fresh)
    line.catch(() => interrupts.delete(key))
    return fresh
  }

  async function openOne(id: string): Promise<Expander> {
    const config = expanders.find((one) => one.id === id)
    if (!config) throw wireError('not-supported', `this station has no expander "${id}"`)
    const shared = interruptOf(config)
    const line = await shared?.line
    const bus = await wires.i2c.open(config.bus, config.mux)
    const expander = openExpander({
      config,
      bus,
      clock,
      interruptLevel: line && (() => line.read()),
    })
    shared?.chips.push(expander)
    return expander
  }
  function expander(id: string): Promise<Expander> {
    const opening = open.get(id) ?? openOne(id)
    open.set(id, opening)
    // What failed to open is tried again the next time.
    opening.catch(() => open.delete(id))
    return opening
  }

  const among = (lines: GpioWire): GpioWire => ({
    async input(pin, onEdge, options) {
      const there = expanderPin(pin)
      return there
        ? (await expander(there.expander)).input(there.pin, onEdge, options)
        : lines.input(pin, onEdge, options)
    },
    async output(pin, initial, options) {
      const there = expanderPin(pin)
      return there
        ? (await expander(there.expander)).output(there.pin, initial, options)
        : lines.output(pin, initial, options)
    },
  })

  return {
    ...wires,
    gpio: among(wires.gpio),
    gpiochip: among(wires.gpiochip),
    expander,
    async closeExpanders() {
      for (const opening of open.values()) await (await opening.catch(() => undefined))?.close()
      for (const { line } of interrupts.values()) await (await line.catch(() => undefined))?.close()
      open.clear()
      interrupts.clear()
    },
  }
}
