/** What the bench does to a station: presses, holds and faults. An answer that says no is shown, not swallowed. */
import type { BenchAction, WireFault } from '../../../../firmware/wire/bench.ts'
import { post } from '../api.ts'
import { signal } from '../preact.ts'

export const refusal = signal<string | null>(null)

/** Shorter than this is a press; longer, the line is held for as long as the finger was. */
const holdFromMs = 450

export async function act(station: string, action: BenchAction): Promise<void> {
  const answer = await post(`/api/bench/${encodeURIComponent(station)}`, action)
  refusal.value = answer.ok ? null : answer.error.message.vi
}
export const setFault = (station: string, device: string, fault: WireFault) =>
  act(station, { action: 'fault', device, fault })

/** Handlers for something that is pressed or held. A finger's click is not sent twice; a keyboard's is a press. */
export function pressing(station: string, device: string, key?: string) {
  const which = key ? { device, key } : { device }
  let since: number | null = null
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return
      since = performance.now()
      const finish = () => {
        removeEventListener('pointerup', finish)
        removeEventListener('pointercancel', finish)
        if (since === null) return
        const ms = Math.round(performance.now() - since)
        since = null
        void act(station, ms < holdFromMs ? { action: 'press', ...which } : { action: 'hold', ...which, ms })
      }
      addEventListener('pointerup', finish)
      addEventListener('pointercancel', finish)
    },
    onClick(event: MouseEvent) {
      if (event.detail === 0) void act(station, { action: 'press', ...which })
    },
  }
}
