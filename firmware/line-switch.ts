/**
 * A light, relay or buzzer on a line: it keeps the last level it was told, tries again what failed, and is at rest
 * before the first word and after closing. Its health is two parts of its device's: the write, and the line itself.
 */
import type { Clock } from '../hardware/clock.ts'
import type { Pin } from '../hardware/expander-pins.ts'
import type { JointHealth } from './joint-health.ts'
import { lastWins } from './last-wins.ts'
import type { GpioWire, Level } from './wire/wires.ts'

export type LineSwitch = { set(level: Level): void; close(): Promise<void> }

export async function openLineSwitch({
  lines,
  pin,
  rest = 0,
  clock,
  health,
  name,
  words = '',
}: {
  lines: GpioWire
  pin: Pin
  rest?: Level
  clock: Clock
  health: JointHealth
  /** Which part of the device it is, and how a fault of it is named. */
  name: string
  words?: string
}): Promise<LineSwitch> {
  const line = await lines.output(pin, rest, { onHealth: health.part(`${name} line`, words) })
  const keeper = lastWins<Level>({
    initial: rest,
    apply: (level) => line.write(level),
    clock,
    onHealth: health.part(name, words),
  })
  return {
    set: keeper.set,
    async close() {
      await keeper.close()
      await line.write(rest).catch(() => undefined)
      await line.close()
    },
  }
}
