/** A simulated Pi with expanders on it, as the tests of what hangs on them need it. */
import { type ManualClock, manualClock } from '../../hardware/clock.sim.ts'
import { expanderPin, type Pin, pinsOfChip } from '../../hardware/expander-pins.ts'
import type { ExpanderConfig, StationConfig } from '../../hardware/site-description.ts'
import type { WireFault } from '../wire/bench.ts'
import type { ExpanderModel } from '../wire/expander-pins.sim.ts'
import { simulatedGpio } from '../wire/gpio.sim.ts'
import { simulatedI2c } from '../wire/i2c.sim.ts'
import type { Level, Wires } from '../wire/wires.ts'
import { type StationWires, withExpanders } from './expanders.ts'

export const chip1: ExpanderConfig = {
  id: 'mr-1',
  chip: 'mcp23017',
  bus: 1,
  address: '0x20',
  interruptPin: 4,
}

export type ExpanderRig = {
  clock: ManualClock
  wires: StationWires
  model(id?: string): ExpanderModel
  fault(fault: WireFault, id?: string): void
  /** A contact at a pin; 0 is closed. */
  drive(pin: Pin, level: Level): void
  level(pin: Pin): Level
  /** Transfers so far. */
  writes(id?: string): number
  /** A short circuit of the interrupt lines to ground. */
  holdInterrupts(on: boolean): void
  /** The Pi's own lines, such as one that another program takes. */
  gpio: ReturnType<typeof simulatedGpio>
}

export function expanderRig(expanders: readonly ExpanderConfig[] = [chip1]): ExpanderRig {
  const clock = manualClock()
  const gpio = simulatedGpio({ devices: [], clock })
  const interruptPins = new Set(expanders.flatMap(({ interruptPin }) => interruptPin ?? []))
  const i2c = simulatedI2c({
    boards: [],
    expanders,
    clock,
    changed: () => putInterrupts(),
  })
  let isHeldLow = false
  function putInterrupts() {
    for (const pin of interruptPins) gpio.drive(pin, isHeldLow ? 0 : i2c.interrupt(pin))
  }
  for (const pin of interruptPins) gpio.drive(pin, 1)
  const wires = { gpio: gpio.wire, gpiochip: gpio.wire, i2c: i2c.wire } as unknown as Wires
  const at = (pin: Pin) => {
    const there = expanderPin(pin)
    const config = expanders.find(({ id }) => id === there?.expander)
    if (!there || !config) throw new Error(`no pin ${pin}`)
    return { chip: i2c.expander(config.id), bit: pinsOfChip[config.chip].indexOf(there.pin) }
  }
  return {
    clock,
    wires: withExpanders({ wires, expanders, clock }),
    model: (id = 'mr-1') => i2c.expander(id),
    fault: (fault, id = 'mr-1') => {
      const wrong = i2c.act({ action: 'fault', device: id, fault })
      if (wrong !== null) throw new Error(wrong)
    },
    drive: (pin, level) => at(pin).chip.drive(at(pin).bit, level === 0 ? 0 : undefined),
    level: (pin) => ((at(pin).chip.levels() >> at(pin).bit) & 1 ? 1 : 0),
    holdInterrupts(on) {
      isHeldLow = on
      putInterrupts()
    },
    writes: (id = 'mr-1') => i2c.writes(id),
    gpio,
  }
}

export const asStation = (devices: StationConfig['devices'], expanders = [chip1]): StationConfig => ({
  id: 'st',
  name: 'Cửa vào',
  runs: 'controller',
  wires: 'simulated',
  expanders,
  devices,
})
