/**
 * Screens follow state: what boards, button rings and lamps should show is computed from the whole state and the
 * time, and sent to a station when it differs from what that station was last sent, or when the station is new.
 * What stands on a hall board is in `hall-boards.ts`.
 */
import { boardFace } from '../displays/board/board.ts'
import { lightAt } from '../displays/board/light.ts'
import { ringFace } from '../displays/board/ring.ts'
import type { Show } from '../firmware/messages.ts'
import type { Clock } from '../hardware/clock.ts'
import type { FilledSite } from '../hardware/site-description.ts'
import type { Devices, SendToStation } from './devices.ts'
import { isIssuing } from './domain/decide-issue.ts'
import { minuteOf } from './domain/local-time.ts'
import { ratableAt } from './domain/rating.ts'
import { legOf, type State } from './domain/state.ts'
import type { Hall } from './hall.ts'
import { hallFaces, isWithin } from './hall-boards.ts'
import { printerFor } from './presses.ts'

export type Screens = {
  /** Sends what changed. */
  refresh(): void
  /** Sends everything again to a station that may have forgotten. */
  redraw(station: string): void
  close(): void
}

const minuteMs = 60_000

export function openScreens({
  hall,
  devices,
  clock,
  site,
  notices = () => site.screens.notices ?? [],
  send,
}: {
  hall: Hall
  devices: Devices
  clock: Clock
  site: Pick<FilledSite, 'timeZone' | 'screens' | 'counters'>
  /** Texts that run over hall boards while nobody is called, most important first. */
  notices?: () => readonly string[]
  send: SendToStation
}): Screens {
  const { timeZone, screens: settings } = site
  const boards = devices.ofKind('counter-board')
  const halls = [...devices.ofKind('hall-board'), ...devices.ofKind('text-board')]
  const buttons = devices.ofKind('service-button')
  const lamps = devices.ofKind('call-lamp')
  const pads = devices.ofKind('rating-pad')
  const stations = [
    ...new Set([...boards, ...halls, ...buttons, ...lamps, ...pads].map(({ station }) => station)),
  ]
  const last = new Map<string, string>()
  const blinkMs = settings.blinkSeconds * 1000
  const callMs = settings.callSeconds * 1000
  const faceOf = hallFaces({ counters: site.counters, callMs })
  let cancelNext = () => {}
  let closed = false

  function show(station: string, state: State, now: number): Show {
    const here = <T extends { station: string }>(all: readonly T[]) =>
      all.filter((one) => one.station === station)
    const light = lightAt(settings.dimming ?? [], minuteOf(now, timeZone))
    const { rules, day } = state
    const isOpen = (service: string) =>
      rules !== null && day !== null && isIssuing({ ...state, rules, day }, service, now)
    const boardOf = (counter: string) => {
      const { calledAt, ...board } = boardState(state, counter)
      const face = boardFace({ ...board, isNew: calledAt !== null && isWithin(blinkMs, calledAt, now) })
      return light === 100 ? face : { ...face, light }
    }
    return {
      type: 'show',
      boards: Object.fromEntries(here(boards).map(({ config }) => [config.id, boardOf(config.counter)])),
      rings: Object.fromEntries(
        here(buttons)
          .filter(({ config }) => config.ringPin !== undefined)
          .map(({ config }) => [
            config.id,
            ringFace({
              open: isOpen(config.service),
              printerReady: printerFor(devices, station)?.ready ?? true,
            }),
          ]),
      ),
      pads: Object.fromEntries(
        here(pads).map(({ config }) => [
          config.id,
          typeof ratableAt(state, config.counter, now) !== 'string',
        ]),
      ),
      lamps: Object.fromEntries(
        here(lamps).map(({ config }) => [config.id, boardState(state, config.counter).state === 'called']),
      ),
      ...(here(halls).length === 0
        ? {}
        : {
            halls: Object.fromEntries(
              here(halls).map(({ config }) => [
                config.id,
                { ...faceOf(config, state, notices(), now), ...(light === 100 ? {} : { light }) },
              ]),
            ),
          }),
    }
  }

  /** When time alone changes what is shown: a call, or a visit to be rated, grows old, or brightness changes. */
  function nextChange(state: State, now: number): number {
    const ends = [...state.counters.keys()].flatMap((counter) => {
      const { calledAt } = boardState(state, counter)
      return calledAt === null ? [] : [calledAt + blinkMs - now, calledAt + callMs - now]
    })
    const lit = pads.flatMap(({ config }) => {
      const found = ratableAt(state, config.counter, now)
      return typeof found === 'string' ? [] : [found.until + 1 - now]
    })
    const minute = minuteMs - (now % minuteMs)
    return Math.min(minute, ...lit, ...ends.filter((ms) => ms > 0))
  }

  function refresh(): void {
    const state = hall.state()
    const now = clock.now()
    for (const station of stations) {
      const message = show(station, state, now)
      const text = JSON.stringify(message)
      if (last.get(station) === text) continue
      last.set(station, text)
      send(station, message)
    }
    cancelNext()
    if (stations.length > 0 && !closed) cancelNext = clock.after(nextChange(state, now), refresh)
  }

  return {
    refresh,
    redraw(station) {
      last.delete(station)
      refresh()
    },
    close() {
      closed = true
      cancelNext()
    },
  }
}

/** What a counter's board and lamp are drawn from. `calledAt`: when the number was called, while it is called. */
export type BoardState = {
  state: 'closed' | 'paused' | 'idle' | 'called' | 'serving'
  number: string | null
  calledAt: number | null
}

export function boardState(state: State, counterId: string): BoardState {
  const counter = state.counters.get(counterId)
  if (!counter?.open) return { state: 'closed', number: null, calledAt: null }
  if (counter.paused !== null) return { state: 'paused', number: null, calledAt: null }
  const current = state.tickets.get(counter.ticket ?? '')
  const shown = current ?? state.tickets.get(counter.lastTicket ?? '')
  const now = current?.state === 'called' || current?.state === 'serving' ? current.state : 'idle'
  return {
    state: now,
    number: shown?.number ?? null,
    calledAt: current && now === 'called' ? legOf(current).lastCalledAt : null,
  }
}
