/**
 * A service button on a GPIO line or a pin of an expander, which look the same to it. Bounce, a second press within the guard time and a held button are all one
 * press; a line that stays pressed is a fault, not a visitor, and clears itself when it is released.
 */
import type { Clock } from '../../hardware/clock.ts'
import { pinInWords } from '../../hardware/expander-pins.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Level, Wires } from '../wire/wires.ts'
import { linesOf } from '../wire/lines-of.ts'
import { debounce } from './debounce.ts'
import { ring as openRing } from './ring.ts'
import type { ServiceButton } from './service-button.ts'

const stuckAfterMs = 10_000

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
  const { pin, ringPin, activeLow = true, debounceMs = 20, guardMs = 1500 } = config
  const isPressed = (level: Level) => (level === 0) === activeLow

  let buttonStuck = false
  let lineHealth: DeviceHealth = { state: 'ready' }
  let ringHealth: DeviceHealth = { state: 'ready' }
  let lastPressAt = Number.NEGATIVE_INFINITY
  let cancelStuck: (() => void) | undefined

  function tell() {
    if (lineHealth.state === 'down') return onHealth(lineHealth)
    if (!buttonStuck) return onHealth(ringHealth)
    const detail = `${pinInWords(pin)} reads pressed for more than ${stuckAfterMs / 1000} s: jammed button or a short circuit`
    onHealth({ state: 'down', reason: 'stuck', detail, retries: 0 })
  }
  function pressed() {
    cancelStuck = clock.after(stuckAfterMs, () => {
      buttonStuck = true
      tell()
    })
  }
  function released() {
    cancelStuck?.()
    if (!buttonStuck) return
    buttonStuck = false
    tell()
  }

  const contact = debounce<boolean>({
    clock,
    quietMs: debounceMs,
    initial: false,
    onSettled(isDown) {
      if (!isDown) return released()
      pressed()
      const now = clock.monotonicMs()
      if (now - lastPressAt < guardMs) return
      lastPressAt = now
      onPress()
    },
  })
  const lines = linesOf(config, wires)
  const input = await lines.input(pin, (level, atMs) => contact.edge(isPressed(level), atMs), {
    pull: activeLow ? 'up' : 'down',
    onHealth(health) {
      lineHealth = health
      tell()
    },
  })
  try {
    if (isPressed(await input.read())) {
      // Held since before anyone looked: not a visitor's press now, but it may be a jammed button.
      lastPressAt = clock.monotonicMs()
      contact.edge(true)
    }
    const ring =
      ringPin === undefined
        ? undefined
        : openRing({
            line: await lines.output(ringPin, 0),
            clock,
            onHealth(health) {
              ringHealth =
                health.state === 'down' ? { ...health, detail: `ring light: ${health.detail}` } : health
              tell()
            },
          })
    tell()
    return {
      ring: (face) => ring?.face(face),
      signal: (signal) => ring?.signal(signal),
      async close() {
        contact.close()
        cancelStuck?.()
        await input.close()
        await ring?.close()
      },
    }
  } catch (error) {
    contact.close()
    cancelStuck?.()
    await input.close()
    throw error
  }
}
