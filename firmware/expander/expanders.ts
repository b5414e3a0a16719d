/**
 * A station's wires with the pins of its expanders among them: a driver asks for GPIO 17 and for "mr-1:A0" in
 * the same way. Each chip is opened when the first of its pins is asked for and serves all devices; chips may
 * share an interrupt line.
 */
import type { StationChip } from '../../hardware/chips.ts'
import type { Clock } from '../../hardware/clock.ts'
import { expanderPin } from '../../hardware/expander-pins.ts'
import type { ExpanderConfig } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import { wireError } from '../wire/wire-error.ts'
import type { GpioWire, Wires } from '../wire/wires.ts'
import { type Expander, openExpander } from './expander.ts'
import { type InterruptLine, openInterruptLine } from './interrupt-line.ts'
import { watchedMultiplexers } from './multiplexers.ts'

export type StationWires = Wires & {
  expander(id: string): Promise<Expander>
  /** Tells how one of the station's chips is; rejects when it can't be opened at all. */
  watchChip(chip: Pick<StationChip, 'id' | 'kind'>, onHealth: (health: DeviceHealth) => void): Promise<void>
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
  const interrupts = new Map<string, Promise<InterruptLine>>()
  const listeners = new Map<string, (health: DeviceHealth) => void>()
  const multiplexers = watchedMultiplexers(wires.i2c)

  /** The interrupt line of a chip, opened once for all that share it. */
  function interruptOf({ interruptPin: pin, interruptDriver = 'onoff' }: ExpanderConfig) {
    if (pin === undefined) return undefined
    const key = `${interruptDriver} ${pin}`
    const wire = interruptDriver === 'gpiochip' ? wires.gpiochip : wires.gpio
    const line = interrupts.get(key) ?? openInterruptLine({ wire, pin, clock })
    interrupts.set(key, line)
    return line
  }

  async function openOne(id: string): Promise<Expander> {
    const config = expanders.find((one) => one.id === id)
    if (!config) throw wireError('not-supported', `this station has no expander "${id}"`)
    const interrupt = await interruptOf(config)
    const bus = await multiplexers.i2c.open(config.bus, config.mux)
    const onHealth = (health: DeviceHealth) => listeners.get(id)?.(health)
    const expander = openExpander({ config, bus, clock, interrupt, onHealth })
    interrupt?.join(expander)
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
    i2c: multiplexers.i2c,
    gpio: among(wires.gpio),
    gpiochip: among(wires.gpiochip),
    expander,
    async watchChip({ id, kind }, onHealth) {
      if (kind === 'multiplexer') return multiplexers.watch(id, onHealth)
      listeners.set(id, onHealth)
      // A chip none of whose pins is asked for is looked at as well; how that goes, it tells itself.
      ;(await expander(id)).wake()
    },
    async closeExpanders() {
      for (const opening of open.values()) await (await opening.catch(() => undefined))?.close()
      for (const line of interrupts.values()) await (await line).close()
      open.clear()
      interrupts.clear()
    },
  }
}
