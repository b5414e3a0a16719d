/**
 * What a station reports becomes a command: a button's press asks for a ticket, a keypad's key acts at its
 * counter, a rating pad's button rates. Every press is answered at the device, the refused ones too.
 */
import { randomBytes } from 'node:crypto'
import type { Key, Press, Rate } from '../firmware/messages.ts'
import type { Devices, SendToStation } from './devices.ts'
import type { EstimateAnswer } from './domain/estimate.ts'
import type { RefusalCode } from './domain/refusals.ts'
import type { Estimates } from './estimates.ts'
import type { Hall } from './hall.ts'
import { keyRequest } from './key-request.ts'
import { openSeenOnce } from './seen-once.ts'

export type PressesParts = {
  hall: Hall
  devices: Devices
  estimates: Pick<Estimates, 'forNew'>
  send: SendToStation
  /** A press at a ticket station was refused: say so aloud. */
  onRefused: (station: string, code: RefusalCode) => void
}

export type Presses = {
  press(station: string, message: Press): Promise<void>
  key(station: string, message: Key): Promise<void>
  rate(station: string, message: Rate): Promise<void>
}

/** A new ticket's id: random, so that it never repeats, on any card, in any year. */
export const newTicketId = (): string => randomBytes(12).toString('base64url')

/** Which printer gives the paper at a station: the first ready one there; one that is not, when none is. */
export function printerFor(
  devices: Devices,
  station: string,
): { station: string; printer: string; ready: boolean } | null {
  const all = devices.ofKind('ticket-printer')
  const here = all.filter((one) => one.station === station)
  const candidates = (here.length > 0 ? here : all).map((one) => ({
    station: one.station,
    printer: one.config.id,
    ready: devices.isReady(one.station, one.config.id),
  }))
  return candidates.find(({ ready }) => ready) ?? candidates[0] ?? null
}

export function openPresses({ hall, devices, estimates, send, onRefused }: PressesParts): Presses {
  const isRepeated = openSeenOnce()

  return {
    async press(station, { id, device }) {
      const found = devices.find(station, device)
      if (found?.config.kind !== 'service-button') return
      const slip = printerFor(devices, station)
      const { refused } = await hall.execute(
        {
          type: 'IssueTicket',
          newTicket: newTicketId(),
          service: found.config.service,
          source: 'button',
          requestId: id,
          ...(slip ? { slip } : {}),
          ...kept(estimates.forNew({ service: found.config.service })),
        },
        { actor: { kind: 'visitor' }, cause: id },
      )
      send(station, { type: 'signal', device, signal: refused ? 'refused' : 'accepted' })
      if (refused) onRefused(station, refused.code)
    },
    async key(station, message) {
      const found = devices.find(station, message.device)
      if (found?.config.kind !== 'counter-keypad' && found?.config.kind !== 'digit-keypad') return
      if (isRepeated(message.id)) return
      const { counter } = found.config
      const request = keyRequest(hall.state(), message, counter)
      const answered =
        request &&
        (await hall.execute(request, {
          actor: { kind: 'officer', id: `counter:${counter}` },
          cause: message.id,
        }))
      const accepted = answered !== null && !answered.refused
      send(station, { type: 'signal', device: message.device, signal: accepted ? 'accepted' : 'refused' })
    },
    async rate(station, { id, device, value }) {
      const found = devices.find(station, device)
      if (found?.config.kind !== 'rating-pad' || isRepeated(id)) return
      const { refused } = await hall.execute(
        { type: 'RateVisit', counter: found.config.counter, value },
        { actor: { kind: 'visitor' }, cause: id },
      )
      send(station, { type: 'signal', device, signal: refused ? 'refused' : 'accepted' })
    },
  }
}

/** An estimate as a command keeps it; nothing where none can be made. */
export const kept = ({ estimate }: EstimateAnswer) => (estimate ? { estimate } : {})
