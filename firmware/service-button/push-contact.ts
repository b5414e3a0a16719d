/**
 * The contact of a button, on a GPIO line or a pin of an expander, which look the same here. Bounce, a second
 * press within the guard time and a held button are all one press; a contact that stays closed is a fault, not a
 * visitor, and clears itself when it is let go.
 */
import type { Clock } from '../../hardware/clock.ts'
import { type Pin, pinInWords } from '../../hardware/expander-pins.ts'
import type { DeviceHealth } from '../messages.ts'
import type { GpioWire, Level } from '../wire/wires.ts'
import { debounce } from './debounce.ts'

const stuckAfterMs = 10_000

export async function openPushContact({
  lines,
  pin,
  activeLow = true,
  debounceMs = 20,
  guardMs = 1500,
  clock,
  onPress,
  onHealth,
}: {
  lines: GpioWire
  pin: Pin
  activeLow?: boolean | undefined
  debounceMs?: number | undefined
  guardMs?: number | undefined
  clock: Clock
  onPress: () => void
  /** It is well until it says otherwise; where the line itself is looked at, it says so at each look. */
  onHealth: (health: DeviceHealth) => void
}): Promise<{ close(): Promise<void> }> {
  const isPressed = (level: Level) => (level === 0) === activeLow
  let isStuck = false
  let lineHealth: DeviceHealth = { state: 'ready' }
  let lastPressAt = Number.NEGATIVE_INFINITY
  let cancelStuck: (() => void) | undefined

  function tell() {
    if (lineHealth.state !== 'ready' || !isStuck) return onHealth(lineHealth)
    const detail = `${pinInWords(pin)} reads pressed for more than ${stuckAfterMs / 1000} s: jammed button or a short circuit`
    onHealth({ state: 'down', reason: 'stuck', detail, retries: 0 })
  }
  function pressed() {
    cancelStuck = clock.after(stuckAfterMs, () => {
      isStuck = true
      tell()
    })
  }
  function released() {
    cancelStuck?.()
    if (!isStuck) return
    isStuck = false
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
  const input = await lines.input(pin, (level, atMs) => contact.edge(isPressed(level), atMs), {
    pull: activeLow ? 'up' : 'down',
    onHealth(health) {
      lineHealth = health
      tell()
    },
  })
  async function close() {
    contact.close()
    cancelStuck?.()
    await input.close()
  }
  try {
    if (isPressed(await input.read())) {
      // Held since before anyone looked: not a visitor's press now, but it may be a jammed button.
      lastPressAt = clock.monotonicMs()
      contact.edge(true)
    }
    return { close }
  } catch (error) {
    await close()
    throw error
  }
}
