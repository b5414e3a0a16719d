/**
 * Screens follow state: what boards, button rings and lamps should show is computed from the whole state and
 * sent to a station when it differs from what that station was last sent, or when the station is new.
 */
import { boardFace } from '../displays/board/board.ts'
import { ringFace } from '../displays/board/ring.ts'
import type { Show } from '../firmware/messages.ts'
import type { Devices, SendToStation } from './devices.ts'
import type { State } from './domain/state.ts'
import type { Hall } from './hall.ts'
import { printerFor } from './presses.ts'

export type Screens = {
  /** Sends what changed. */
  refresh(): void
  /** Sends everything again to a station that may have forgotten. */
  redraw(station: string): void
}

export function openScreens({
  hall,
  devices,
  send,
}: {
  hall: Hall
  devices: Devices
  send: SendToStation
}): Screens {
  const boards = devices.ofKind('counter-board')
  const buttons = devices.ofKind('service-button')
  const lamps = devices.ofKind('call-lamp')
  const stations = [...new Set([...boards, ...buttons, ...lamps].map(({ station }) => station))]
  const last = new Map<string, string>()

  function show(station: string, state: State): Show {
    const here = <T extends { station: string }>(all: readonly T[]) =>
      all.filter((one) => one.station === station)
    return {
      type: 'show',
      boards: Object.fromEntries(
        here(boards).map(({ config }) => [config.id, boardFace(boardState(state, config.counter))]),
      ),
      rings: Object.fromEntries(
        here(buttons)
          .filter(({ config }) => config.ringPin !== undefined)
          .map(({ config }) => [
            config.id,
            ringFace({ open: state.day !== null, printerReady: printerFor(devices, station)?.ready ?? true }),
          ]),
      ),
      lamps: Object.fromEntries(
        here(lamps).map(({ config }) => [config.id, boardState(state, config.counter).state === 'called']),
      ),
    }
  }

  function refresh(): void {
    const state = hall.state()
    for (const station of stations) {
      const message = show(station, state)
      const text = JSON.stringify(message)
      if (last.get(station) === text) continue
      last.set(station, text)
      send(station, message)
    }
  }

  return {
    refresh,
    redraw(station) {
      last.delete(station)
      refresh()
    },
  }
}

/** What a counter's board and lamp are drawn from. */
export type BoardState = { state: 'closed' | 'idle' | 'called' | 'serving'; number: string | null }

export function boardState(state: State, counterId: string): BoardState {
  const counter = state.counters.get(counterId)
  if (!counter?.open || counter.paused !== null) return { state: 'closed', number: null }
  const current = state.tickets.get(counter.ticket ?? '')
  const shown = current ?? state.tickets.get(counter.lastTicket ?? '')
  const now = current?.state === 'called' || current?.state === 'serving' ? current.state : 'idle'
  return { state: now, number: shown?.number ?? null }
}
