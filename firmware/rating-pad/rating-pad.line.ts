/** A rating pad whose contacts and lights are GPIO lines or pins of an expander. */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { jointHealth } from '../joint-health.ts'
import { type LineSwitch, openLineSwitch } from '../line-switch.ts'
import type { DeviceHealth, Signal } from '../messages.ts'
import { openPushContact } from '../service-button/push-contact.ts'
import { linesOf } from '../wire/lines-of.ts'
import type { Wires } from '../wire/wires.ts'
import type { RatingPad } from './rating-pad.ts'

const thanksMs = 2000
const blinkMs = 100

export async function openLineRatingPad({
  config,
  wires,
  clock,
  onRate,
  onHealth,
}: {
  config: DeviceOf<'rating-pad'>
  wires: Pick<Wires, 'gpio' | 'gpiochip'>
  clock: Clock
  /** The button's place from 1, the best first. */
  onRate: (value: number) => void
  onHealth: (health: DeviceHealth) => void
}): Promise<RatingPad> {
  const lines = linesOf(config, wires)
  const health = jointHealth(onHealth)
  const closers: (() => Promise<void>)[] = []
  const lights: LineSwitch[] = []
  let lit = false
  let last = 0
  let signalling = false
  let cancel: () => void = () => {}

  function put(isOn: (n: number) => boolean) {
    for (const [n, light] of lights.entries()) light?.set(isOn(n) ? 1 : 0)
  }
  function back() {
    signalling = false
    put(() => lit)
  }
  function blink(times: number, on: boolean) {
    if (times === 0) return back()
    put(() => on)
    cancel = clock.after(blinkMs, () => blink(on ? times : times - 1, !on))
  }
  const close = async () => {
    cancel()
    for (const one of closers) await one()
  }

  try {
    for (const [n, { pin, lightPin }] of config.buttons.entries()) {
      const onPress = () => {
        last = n
        onRate(n + 1)
      }
      const contact = await openPushContact({
        lines,
        pin,
        clock,
        onPress,
        onHealth: health.part(`button ${n}`, `button ${n + 1}`),
      })
      closers.push(contact.close)
      if (lightPin === undefined) continue
      const light = await openLineSwitch({
        lines,
        pin: lightPin,
        clock,
        health,
        name: `light ${n}`,
        words: `light ${n + 1}`,
      })
      lights[n] = light
      closers.push(light.close)
    }
  } catch (error) {
    await close()
    throw error
  }
  health.tell()

  return {
    light(on) {
      if (on === lit) return
      lit = on
      if (!signalling) put(() => lit)
    },
    signal(signal: Signal) {
      cancel()
      signalling = true
      if (signal === 'refused') return blink(3, true)
      put((n) => n === last)
      cancel = clock.after(thanksMs, back)
    },
    close,
  }
}
