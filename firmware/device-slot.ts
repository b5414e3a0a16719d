/**
 * The place of one device in its station: opened, or being opened again with growing pauses. It keeps the last
 * face the device was told, so that a device which comes late still shows it, and says its health when that
 * changes. Whatever happens in one slot, no other waits for it.
 */
import type { Clock } from '../hardware/clock.ts'
import { downFrom, pauseMs } from './last-wins.ts'
import type { BoardFace, DeviceHealth, HallFace, RingFace } from './messages.ts'
import type { OpenDevice } from './open-device.ts'
import { faultOf } from './wire/wire-error.ts'

export type Face =
  | { board: BoardFace }
  | { ring: RingFace }
  | { lamp: boolean }
  | { hall: HallFace }
  | { pad: boolean }

export type DeviceSlot = {
  /** The device when it is open. */
  device(): OpenDevice | undefined
  health(): DeviceHealth
  /** When it last worked, by the monotonic clock; how often it was tried since it is down. */
  life(): { seenAt: number | undefined; retries: number }
  /** It gave a sign of life, such as a press. */
  seen(): void
  show(face: Face): void
  close(): Promise<void>
}

/** How long closing waits for a device that does not end. */
const closeLimitMs = 5000

const sameHealth = (a: DeviceHealth, b: DeviceHealth) =>
  a.state === b.state &&
  (a.state !== 'down' || b.state !== 'down' || (a.reason === b.reason && a.detail === b.detail)) &&
  (a.state !== 'ready' ||
    b.state !== 'ready' ||
    (a.disagreements === b.disagreements && a.warning === b.warning && a.detail === b.detail))

export function openSlot({
  open,
  clock,
  onHealth,
}: {
  open: (onHealth: (health: DeviceHealth) => void) => Promise<OpenDevice>
  clock: Clock
  /** On change only; a further try of the same kind is no change. */
  onHealth: (health: DeviceHealth) => void
}): DeviceSlot {
  let device: OpenDevice | undefined
  let face: Face | undefined
  let health: DeviceHealth = { state: 'starting' }
  let seenAt: number | undefined
  let retries = 0
  let closed = false
  let cancelRetry: (() => void) | undefined

  function tell(next: DeviceHealth) {
    const changed = !sameHealth(health, next)
    health = next
    // Drivers say "ready" whenever something succeeded: that is what seen means.
    if (next.state === 'ready') seenAt = clock.monotonicMs()
    if (changed && !closed) onHealth(next)
  }
  function put() {
    if (!device || !face) return
    if (device.kind === 'counter-board' && 'board' in face) device.show(face.board)
    if ((device.kind === 'hall-board' || device.kind === 'text-board') && 'hall' in face)
      device.show(face.hall)
    if (device.kind === 'service-button' && 'ring' in face) device.ring(face.ring)
    if (device.kind === 'call-lamp' && 'lamp' in face) device.light(face.lamp)
    if (device.kind === 'rating-pad' && 'pad' in face) device.light(face.pad)
  }
  async function tryOpen() {
    try {
      const opened = await open(tell)
      device = opened
      if (closed) return
      put()
    } catch (error) {
      if (closed) return
      tell(downFrom(error, retries))
      // What this computer can't do will not come by waiting, but a driver may be plugged in or switched on.
      retries = faultOf(error) === 'not-supported' ? Math.max(retries + 1, 6) : retries + 1
      cancelRetry = clock.after(pauseMs(retries), () => {
        opening = tryOpen()
      })
    }
  }
  onHealth(health)
  let opening = tryOpen()

  return {
    device: () => (closed ? undefined : device),
    health: () => health,
    life: () => ({ seenAt, retries: health.state === 'down' ? health.retries : 0 }),
    seen() {
      seenAt = clock.monotonicMs()
    },
    show(next) {
      face = next
      put()
    },
    async close() {
      closed = true
      cancelRetry?.()
      const ending = opening.then(() => device?.close()).catch(() => undefined)
      let cancel = () => {}
      const limit = new Promise<void>((resolve) => {
        cancel = clock.after(closeLimitMs, resolve)
      })
      await Promise.race([ending, limit])
      cancel()
    },
  }
}
