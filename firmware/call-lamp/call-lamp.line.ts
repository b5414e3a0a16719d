/** A call lamp on a GPIO line or a pin of an expander. A write that fails is tried again with the last wish. */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { jointHealth } from '../joint-health.ts'
import { openLineSwitch } from '../line-switch.ts'
import type { DeviceHealth } from '../messages.ts'
import { linesOf } from '../wire/lines-of.ts'
import type { Level, Wires } from '../wire/wires.ts'
import type { CallLamp } from './call-lamp.ts'

export async function openLineLamp({
  config,
  wires,
  clock,
  onHealth,
}: {
  config: DeviceOf<'call-lamp'>
  wires: Pick<Wires, 'gpio' | 'gpiochip'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
}): Promise<CallLamp> {
  const levelFor = (on: boolean): Level => (on === (config.activeLow ?? false) ? 0 : 1)
  const health = jointHealth(onHealth)
  const lines = linesOf(config, wires)
  const lamp = await openLineSwitch({
    lines,
    pin: config.pin,
    rest: levelFor(false),
    clock,
    health,
    name: 'lamp',
  })
  let lit = false
  health.tell()

  return {
    light(on) {
      if (on === lit) return
      lit = on
      lamp.set(levelFor(on))
    },
    close: lamp.close,
  }
}
