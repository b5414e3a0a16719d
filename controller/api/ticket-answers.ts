/** What routes of tickets have in common: the ticket as the answer, and the paper a request asks for. */
import type { Refusal } from '../domain/refusals.ts'
import { refusal } from '../domain/refusals.ts'
import type { Answer } from '../hall.ts'
import { newTicketId, printerFor } from '../presses.ts'
import { sendError, sendRefusal, ticketJson } from './answers.ts'
import type { ApiParts, Reply } from './parts.ts'

export function ticketAnswers({ site, clock }: Pick<ApiParts, 'site' | 'clock'>) {
  return {
    answer(reply: Reply, { ticket, refused, state }: Answer, status = 200) {
      if (refused) return sendRefusal(reply, refused)
      if (!ticket) return sendRefusal(reply, refusal('unknown-ticket'))
      return reply.code(status).send(ticketJson(ticket, state, site.timeZone, clock.now()))
    },
    done: async (reply: Reply, { refused }: { refused: Refusal | null }) =>
      refused ? sendRefusal(reply, refused) : reply.code(204).send(),
  }
}

export function paperOfRequests({ site, devices }: Pick<ApiParts, 'site' | 'devices'>) {
  /** "station/printer", or a printer's own id. */
  function printerNamed(name: string) {
    const one = devices
      .ofKind('ticket-printer')
      .find(({ station, config }) => `${station}/${config.id}` === name || config.id === name)
    if (!one) return null
    const { station, config } = one
    return { station, printer: config.id, ready: devices.isReady(station, config.id) }
  }
  const noSuchPrinter = (reply: Reply, station?: string) => {
    if (station !== undefined)
      return sendError(reply, 400, {
        refused: 'unknown-station',
        field: 'station',
        message: {
          vi: 'Không có trạm này.',
          en: `There is no such station; there are: ${site.stations.map(({ id }) => id).join(', ')}.`,
        },
      })
    const known = devices.ofKind('ticket-printer').map(({ station, config }) => `${station}/${config.id}`)
    const en = `There is no such printer; there are: ${known.join(', ')}.`
    return sendError(reply, 400, {
      refused: 'unknown-printer',
      field: 'printer',
      message: { vi: 'Không có máy in này.', en },
    })
  }
  /** What both ways of getting a number have in common; null when the printer or the station does not exist. */
  function paperOf(asked: { requestId?: string; printer?: string; station?: string }) {
    const { requestId, printer, station } = asked
    if (station !== undefined && !site.stations.some(({ id }) => id === station)) return null
    const near = station === undefined ? undefined : (printerFor(devices, station) ?? undefined)
    const slip = printer === undefined ? near : printerNamed(printer)
    if (slip === null) return null
    return {
      newTicket: newTicketId(),
      ...(requestId === undefined ? {} : { requestId }),
      ...(slip ? { slip } : {}),
    }
  }

  return { printerNamed, noSuchPrinter, paperOf }
}
