/**
 * The one place that says which driver serves which device. A driver is loaded when a device asks for it, and
 * with it the package it needs. Nothing here keeps state.
 */
import type { ChipKind } from '../hardware/chips.ts'
import type { Clock } from '../hardware/clock.ts'
import type { DeviceConfig } from '../hardware/site-description.ts'
import type { CallLamp } from './call-lamp/call-lamp.ts'
import type { CodeScanner } from './code-scanner/code-scanner.ts'
import type { CounterBoard } from './counter-board/counter-board.ts'
import type { CounterKeypad, KeyPress } from './counter-keypad/counter-keypad.ts'
import type { StationWires } from './expander/expanders.ts'
import type { HallBoard } from './hall-board/hall-board.ts'
import type { Loudspeaker } from './loudspeaker/loudspeaker.ts'
import type { DeviceHealth } from './messages.ts'
import type { RatingPad } from './rating-pad/rating-pad.ts'
import type { ServiceButton } from './service-button/service-button.ts'
import type { TicketPrinter } from './ticket-printer/ticket-printer.ts'
import { wireError } from './wire/wire-error.ts'

export type OpenDevice =
  | ({ kind: 'service-button' } & ServiceButton)
  | ({ kind: 'counter-board' } & CounterBoard)
  | ({ kind: 'hall-board' } & HallBoard)
  | ({ kind: 'text-board' } & HallBoard)
  | ({ kind: 'ticket-printer' } & TicketPrinter)
  | ({ kind: 'counter-keypad' } & CounterKeypad)
  | ({ kind: 'call-lamp' } & CallLamp)
  | ({ kind: 'loudspeaker' } & Loudspeaker)
  | ({ kind: 'digit-keypad' } & CounterKeypad)
  | ({ kind: 'rating-pad' } & RatingPad)
  | ({ kind: 'code-scanner' } & CodeScanner)
  /** Shown and told nothing: devices hang on it. */
  | { kind: ChipKind; close(): Promise<void> }

export type DeviceSurroundings = {
  wires: StationWires
  clock: Clock
  onHealth: (health: DeviceHealth) => void
  onPress: () => void
  onKey: (key: KeyPress) => void
  onRate: (value: number) => void
  onCode: (code: string) => void
}

/** Opens the device of one configuration; rejects with a message that an installer understands. */
export type Opener = (around: DeviceSurroundings) => Promise<OpenDevice>

/** Loads the driver. `simulated`: a driver that reaches past the wires must not be loaded. */
export async function loadDriver(
  config: DeviceConfig,
  { simulated }: { simulated: boolean },
): Promise<Opener> {
  const { kind } = config
  switch (kind) {
    case 'service-button': {
      const { openLineButton } = await import('./service-button/service-button.line.ts')
      return async (around) => ({ kind, ...(await openLineButton({ config, ...around })) })
    }
    case 'counter-board': {
      const { openHt16k33Board } = await import('./counter-board/counter-board.ht16k33.ts')
      return async (around) => ({ kind, ...(await openHt16k33Board({ config, ...around })) })
    }
    case 'hall-board': {
      const { openMax7219Board } = await import('./hall-board/hall-board.max7219.ts')
      return async (around) => ({ kind, ...(await openMax7219Board({ config, ...around })) })
    }
    case 'text-board': {
      const { openTextBoard } = await import('./hall-board/text-board.line.ts')
      return async (around) => ({ kind, ...(await openTextBoard({ config, ...around })) })
    }
    case 'ticket-printer': {
      const { openTicketPrinter } = await import('./ticket-printer/ticket-printer.escpos.ts')
      return async (around) => ({ kind, ...(await openTicketPrinter({ config, ...around })) })
    }
    case 'counter-keypad': {
      const { openCounterKeypad } = await import('./counter-keypad/counter-keypad.firmata.ts')
      return async (around) => ({ kind, ...(await openCounterKeypad({ config, ...around })) })
    }
    case 'call-lamp': {
      const { pulsing } = await import('./call-lamp/pulsing.ts')
      const { pulseMs } = config
      const formed = (lamp: CallLamp, { clock }: DeviceSurroundings) => ({
        kind,
        ...(pulseMs === undefined ? lamp : pulsing(lamp, { pulseMs, clock })),
      })
      if (config.driver !== 'rpio') {
        const { openLineLamp } = await import('./call-lamp/call-lamp.line.ts')
        return async (around) => formed(await openLineLamp({ config, ...around }), around)
      }
      if (simulated)
        throw wireError('not-supported', 'rpio has no simulated wire: set driver to onoff to try out')
      const { openRpioLamp } = await import('./call-lamp/call-lamp.rpio.ts')
      return async (around) => formed(await openRpioLamp({ config, ...around }), around)
    }
    case 'loudspeaker': {
      const { openLoudspeaker } = await import('./loudspeaker/loudspeaker.alsa.ts')
      return async (around) => ({ kind, ...(await openLoudspeaker({ config, ...around })) })
    }
    case 'digit-keypad': {
      const { openDigitKeypad } = await import('./digit-keypad/digit-keypad.expander.ts')
      return async (around) => ({ kind, ...(await openDigitKeypad({ config, ...around })) })
    }
    case 'rating-pad': {
      const { openLineRatingPad } = await import('./rating-pad/rating-pad.line.ts')
      return async (around) => ({ kind, ...(await openLineRatingPad({ config, ...around })) })
    }
    case 'code-scanner': {
      const { openEvdevScanner } = await import('./code-scanner/code-scanner.evdev.ts')
      return async (around) => ({ kind, ...(await openEvdevScanner({ config, ...around })) })
    }
  }
}
