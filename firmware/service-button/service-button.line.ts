/** A service button and the ring around it, each on a GPIO line or a pin of an expander. */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { jointHealth } from '../joint-health.ts'
import { openLineSwitch } from '../line-switch.ts'
import type { DeviceHealth } from '../messages.ts'
import { linesOf } from '../wire/lines-of.ts'
import type { Wires } from '../wire/wires.ts'
import { openPushContact } from './push-contact.ts'
import { ring as openRing } from './ring.ts'
import type { ServiceButton } from './service-button.ts'

export async function openLineButton({
  config,
  wires,
  clock,
  onPress,
  onHealth,
}: {
  config: DeviceOf<'service-button'>
  wires: Pick<Wires, 'gpio' | 'gpiochip'>
  clock: Clock
  onPress: () => void
  onHealth: (health: DeviceHealth) => void
}): Promise<ServiceButton> {
  const { pin, ringPin, activeLow, debounceMs, guardMs } = config
  const lines = linesOf(config, wires)
  const health = jointHealth(onHealth)
  let ring: ReturnType<typeof openRing> | undefined
  const contact = await openPushContact({
    lines,
    pin,
    activeLow,
    debounceMs,
    guardMs,
    clock,
    onPress() {
      ring?.pressed()
      onPress()
    },
    onHealth: health.part('contact'),
  })
  try {
    ring =
      ringPin === undefined
        ? undefined
        : openRing({
            light: await openLineSwitch({
              lines,
              pin: ringPin,
              clock,
              health,
              name: 'ring',
              words: 'ring light',
            }),
            clock,
          })
    health.tell()
    return {
      ring: (face) => ring?.face(face),
      signal: (signal) => ring?.signal(signal),
      async close() {
        await contact.close()
        await ring?.close()
      },
    }
  } catch (error) {
    await contact.close()
    throw error
  }
}
