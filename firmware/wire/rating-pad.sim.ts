/**
 * A rating pad's contacts and lights on simulated lines. Faults: unplugged (nothing closes, nothing is lit), slow
 * (edges arrive late), stuck (the first button is jammed).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Pin } from '../../hardware/expander-pins.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchRatingPad, BenchTouch, WireFault } from './bench.ts'
import { contact } from './contact.sim.ts'
import type { Level } from './wires.ts'

const slowMs = 300
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export function simulatedRatingPads({
  pads: configs,
  drive,
  isLit,
  clock,
  changed = () => {},
}: {
  pads: DeviceOf<'rating-pad'>[]
  drive: (pin: Pin, level: Level) => void
  isLit: (pin: Pin) => boolean
  clock: Clock
  changed?: () => void
}) {
  const pads = configs.map((config) => ({
    config,
    pressed: new Set<number>(),
    fault: 'none' as WireFault,
  }))
  type Pad = (typeof pads)[number]

  function follow(pad: Pad) {
    const { config, pressed, fault } = pad
    config.buttons.forEach(({ pin }, n) => {
      const closed = fault === 'stuck' && n === 0 ? true : pressed.has(n) && fault !== 'unplugged'
      const put = () => drive(pin, closed ? 0 : 1)
      if (fault === 'slow') clock.after(slowMs, put)
      else put()
    })
    changed()
  }
  for (const pad of pads) follow(pad)

  return {
    view(device: string): BenchRatingPad | undefined {
      const found = pads.find(({ config }) => config.id === device)
      if (!found) return undefined
      const { config, pressed, fault } = found
      return {
        kind: 'rating-pad',
        id: config.id,
        buttons: config.buttons.map(({ pin, lightPin }, n) => ({
          pin,
          pressed: pressed.has(n),
          lit: lightPin === undefined ? null : fault !== 'unplugged' && isLit(lightPin),
        })),
        fault,
      }
    },
    act(action: BenchTouch): string | null {
      const found = pads.find(({ config }) => config.id === action.device)
      if (!found) return `there is no rating pad "${action.device}"`
      if (action.action === 'fault') {
        if (!faults.includes(action.fault)) return `a rating pad has no fault "${action.fault}"`
        found.fault = action.fault
        follow(found)
        return null
      }
      const n = Number(action.key) - 1
      if (!found.config.buttons[n]) return `a rating pad's buttons are 1 to ${found.config.buttons.length}`
      const put = (on: boolean) => {
        if (on) found.pressed.add(n)
        else found.pressed.delete(n)
        follow(found)
      }
      contact({ clock, put }).press(action.action === 'hold' ? action.ms : undefined)
      return null
    },
  }
}
