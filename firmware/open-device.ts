/**
 * The one place that says which driver serves which device. A driver is loaded when a device asks for it, and
 * with it the package it needs. Nothing here keeps state.
 */
import type { Clock } from '../hardware/clock.ts'
import type { DeviceConfig } from '../hardware/site-description.ts'
import type { CallLamp } from './call-lamp/call-lamp.ts'
import type { CounterBoard } from './counter-board/counter-board.ts'
import type { CounterKeypad, KeyPress } from './counter-keypad/counter-keypad.ts'
import type { Loudspeaker } from './loudspeaker/loudspeaker.ts'
import type { DeviceHealth } from './messages.ts'
import type { ServiceButton } from './service-button/service-button.ts'
import type { TicketPrinter } from './ticket-printer/ticket-printer.ts'
import { wireError } from './wire/wire-error.ts'
import type { Wires } from './wire/wires.ts'

export type OpenDevice =
  | ({ kind: 'service-button' } & ServiceButton)
  | ({ kind: 'counter-board' } & CounterBoard)
  | ({ kind: 'ticket-printer' } & TicketPrinter)
  | ({ kind: 'counter-keypad' } & CounterKeypad)
  | ({ kind: 'call-lamp' } & CallLamp)
  | ({ kind: 'loudspeaker' } & Loudspeaker)

export type DeviceSurroundings = {
  wires: Wires
  /** True over simulated wires: a driver that reaches past the wires must not be loaded. */
  simulated: boolean
  clock: Clock
  onHealth: (health: DeviceHealth) => void
  onPress: () => void
  onKey: (key: KeyPress) => void
}

/** Rejects with a message that an installer understands when the device can't be opened now. */
export async function openDevice(config: DeviceConfig, around: DeviceSurroundings): Promise<OpenDevice> {
  const { simulated, onPress, onKey, ...common } = around
  switch (config.kind) {
    case 'service-button': {
      const { openOnoffButton } = await import('./service-button/service-button.onoff.ts')
      return { kind: config.kind, ...(await openOnoffButton({ config, onPress, ...common })) }
    }
    case 'counter-board': {
      const { openHt16k33Board } = await import('./counter-board/counter-board.ht16k33.ts')
      return { kind: config.kind, ...(await openHt16k33Board({ config, ...common })) }
    }
    case 'ticket-printer': {
      const { openTicketPrinter } = await import('./ticket-printer/ticket-printer.escpos.ts')
      return { kind: config.kind, ...(await openTicketPrinter({ config, ...common })) }
    }
    case 'counter-keypad': {
      const { openCounterKeypad } = await import('./counter-keypad/counter-keypad.firmata.ts')
      return { kind: config.kind, ...(await openCounterKeypad({ config, onKey, ...common })) }
    }
    case 'call-lamp': {
      if (config.driver === 'onoff') {
        const { openOnoffLamp } = await import('./call-lamp/call-lamp.onoff.ts')
        return { kind: config.kind, ...(await openOnoffLamp({ config, ...common })) }
      }
      if (simulated)
        throw wireError('not-supported', 'rpio has no simulated wire: set driver to onoff to try out')
      const { openRpioLamp } = await import('./call-lamp/call-lamp.rpio.ts')
      return { kind: config.kind, ...(await openRpioLamp({ config, ...common })) }
    }
    case 'loudspeaker': {
      const { openLoudspeaker } = await import('./loudspeaker/loudspeaker.alsa.ts')
      return { kind: config.kind, ...(await openLoudspeaker({ config, ...common })) }
    }
  }
}
