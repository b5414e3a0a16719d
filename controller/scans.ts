/**
 * What a code scanner read becomes a command: a booking's code checks its visitor in at that station's printer, the
 * QR code of a slip brings a no-show back. Whatever is refused is said aloud, since a scanner cannot answer; a
 * return is too, since no paper comes of it.
 */
import type { Scan } from '../firmware/messages.ts'
import { codeAsBooked } from './booking-code.ts'
import type { Devices } from './devices.ts'
import type { Estimates } from './estimates.ts'
import type { Hall } from './hall.ts'
import type { PhoneTokens } from './phone-tokens.ts'
import { kept, newTicketId, printerFor } from './presses.ts'
import { openSeenOnce } from './seen-once.ts'

export type ScansParts = {
  hall: Hall
  devices: Devices
  estimates: Pick<Estimates, 'forNew'>
  phones: Pick<PhoneTokens, 'ticketOf'>
  /** Says at this station why a scan came to nothing, and when the appointment is, or that a ticket waits again. */
  say: (station: string, what: string, bookedAt?: number) => void
}

/** The address of a phone page; its host is whatever the site was called when the slip was printed. */
const phonePage = /^https?:\/\/\S+\/t\/([A-Za-z0-9_-]{16})$/i

export function openScans({ hall, devices, estimates, phones, say }: ScansParts) {
  const isRepeated = openSeenOnce()

  async function checkIn(station: string, id: string, read: string): Promise<void> {
    const state = hall.state()
    const code = codeAsBooked(state, read)
    const service = (state.bookings.get(code) ?? state.reservations.get(code))?.service
    const slip = printerFor(devices, station)
    const { refused } = await hall.execute(
      {
        type: 'CheckIn',
        newTicket: newTicketId(),
        code,
        source: 'code-scanner',
        requestId: id,
        ...(slip ? { slip } : {}),
        ...(service === undefined ? {} : kept(estimates.forNew({ service, class: 'booked' }))),
      },
      { actor: { kind: 'visitor' }, cause: id },
    )
    if (refused) say(station, refused.code, refused.bookedAt)
  }
  async function comeBack(station: string, id: string, token: string): Promise<void> {
    // Of a ticket of another day nothing is known here.
    const ticket = phones.ticketOf(token, hall.state()) ?? ''
    const { refused } = await hall.execute(
      { type: 'ReturnTicket', ticket },
      { actor: { kind: 'visitor' }, cause: id },
    )
    say(station, refused ? refused.code : 'returned')
  }

  return {
    async scan(station: string, { id, device, code }: Scan): Promise<void> {
      if (devices.find(station, device)?.config.kind !== 'code-scanner' || isRepeated(id)) return
      const [, token] = phonePage.exec(code) ?? []
      await (token === undefined ? checkIn(station, id, code) : comeBack(station, id, token))
    },
  }
}
