/**
 * Chimes and buzzers at counters: an effect of a call and a recall, never of a restart, a repaired line or a
 * call undone. They have no memory: a call while the station is away is not sounded later.
 */
import type { Devices, SendToStation } from './devices.ts'
import type { Committed } from './hall.ts'

export function openChimes({ devices, send }: { devices: Devices; send: SendToStation }): {
  react(committed: Committed): void
} {
  const chimes = devices.ofKind('call-lamp').filter(({ config }) => config.pulseMs !== undefined)
  return {
    react({ events }) {
      for (const { event } of events) {
        if (event.type !== 'TicketCalled' && event.type !== 'TicketRecalled') continue
        for (const { station, config } of chimes)
          if (config.counter === event.data.counter)
            send(station, { type: 'signal', device: config.id, signal: 'accepted' })
      }
    },
  }
}
