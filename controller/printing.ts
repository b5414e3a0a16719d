/**
 * Paper: an effect of events, one lane per printer. `SlipStarted` is durable before the first byte leaves, and
 * every slip ends in printed, failed or unknown. Nothing is printed late: a slip not started within
 * `freshMs` fails instead of coming out as a backlog of a repaired printer.
 *
 * A second printer at the same station takes a slip over only when the station says that no byte of it has left
 * for the first: nobody gets two papers.
 */
import type { Print, Printed, Raster } from '../firmware/messages.ts'
import type { Clock } from '../hardware/clock.ts'
import type { SendToStation } from './devices.ts'
import { aheadOf } from './domain/calling-rule.ts'
import { unknownFault } from './domain/decide-slip.ts'
import type { Slip, State, Ticket } from './domain/state.ts'
import type { Committed, Hall, Origin } from './hall.ts'

export const freshMs = 60_000
const closeMs = 3000

export type PrintingParts = {
  hall: Hall
  clock: Clock
  send: SendToStation
  /** Draws a slip for the paper of that printer. */
  draw: (ticket: Ticket, ahead: number, slip: Slip) => Promise<Raster>
  /** Another printer of that station that is ready and not yet tried; null where there is none. */
  otherPrinter?: (station: string, tried: readonly string[]) => string | null
  /** How long the station may take to answer for a job; after that its fate is unknown. */
  answerMs: (station: string, printer: string) => number
  /** Words for the log: events carry codes alone. */
  log?: (line: string) => void
}

export type Printing = {
  react(committed: Committed): void
  /** The outcome that a station reports for a job. */
  printed(message: Printed): void
  /** After a start: not started and young → print; started without an outcome → unknown. */
  settle(): Promise<void>
  /** Waits for the slips under way, but no longer than a few seconds. */
  close(): Promise<void>
}

type Answer = Pick<Printed, 'outcome' | 'reason' | 'detail' | 'nothingLeft'>

const origin: Origin = { actor: { kind: 'system' }, cause: 'printing' }

export function openPrinting({
  hall,
  clock,
  send,
  draw,
  otherPrinter = () => null,
  answerMs,
  log = () => {},
}: PrintingParts): Printing {
  const lanes = new Map<string, Promise<void>>()
  const answers = new Map<string, (answer: Printed) => void>()
  let closing = false

  function enqueue(ticket: Ticket, slip: Slip, ahead: number): void {
    const lane = `${slip.station}/${slip.printer}`
    const before = lanes.get(lane) ?? Promise.resolve()
    const mine = before
      .then(() => printOne(ticket, slip, ahead))
      .finally(() => {
        if (lanes.get(lane) === mine) lanes.delete(lane)
      })
    lanes.set(lane, mine)
  }

  async function printOne(ticket: Ticket, slip: Slip, ahead: number): Promise<void> {
    // Left as "requested": the next start prints it if it is still young.
    if (closing) return
    const of = { ticket: ticket.id, copy: slip.copy }
    if (clock.now() - slip.requestedAt > freshMs) return end(of, 'failed', 'too-late')
    const started = hall.execute({ type: 'StartSlip', ...of }, origin)
    let raster: Raster
    try {
      // Drawn while the event is being written; sent only after it is durable.
      raster = await draw(ticket, ahead, slip)
    } catch (error) {
      // Nothing left for the printer; the lane goes on with the next slip.
      log(`slip ${ticket.id}/${slip.copy} could not be drawn: ${error}`)
      if (!(await started).refused) await end(of, 'failed', 'not-drawn')
      return
    }
    const { refused } = await started
    if (refused?.code === 'not-recorded') return
    if (refused) return end(of, 'failed', refused.code)
    let answer = await sendAndWait(
      { type: 'print', job: jobOf(ticket, slip), printer: slip.printer, raster },
      slip,
    )
    const tried = [slip.printer]
    let printedBy = slip.printer
    while (answer.outcome === 'failed' && answer.nothingLeft) {
      const printer = clock.now() - slip.requestedAt > freshMs ? null : otherPrinter(slip.station, tried)
      if (printer === null || closing) break
      tried.push(printer)
      const next = await inLaneOf(printer, { ...slip, printer }, ticket, ahead)
      if (!next) break
      answer = next
      printedBy = printer
    }
    const { outcome, reason, detail } = answer
    if (outcome !== 'printed' && reason === undefined)
      log(`slip ${ticket.id}/${slip.copy} ${outcome}: ${detail ?? 'its station does not say why'}`)
    return end({ ...of, printedBy }, outcome, reason ?? unknownFault)
  }

  /** The same slip on another printer's paper, behind what that printer has to do; undefined: not drawn. */
  async function inLaneOf(printer: string, slip: Slip, ticket: Ticket, ahead: number) {
    const lane = `${slip.station}/${printer}`
    const work = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
      try {
        const raster = await draw(ticket, ahead, slip)
        return await sendAndWait({ type: 'print', job: jobOf(ticket, slip), printer, raster }, slip)
      } catch {
        return undefined
      }
    })
    const mine = work
      .then(() => {})
      .finally(() => {
        if (lanes.get(lane) === mine) lanes.delete(lane)
      })
    lanes.set(lane, mine)
    return work
  }

  /** Sends one job and waits for its outcome, but not for ever. */
  function sendAndWait(message: Print, slip: Slip): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        cancel()
        answers.delete(message.job)
        resolve(answer)
      }
      const cancel = clock.after(answerMs(slip.station, slip.printer), () =>
        settle({ outcome: 'unknown', reason: 'no-answer' }),
      )
      answers.set(message.job, settle)
      send(slip.station, message)
    })
  }

  async function end(
    of: { ticket: string; copy: number; printedBy?: string },
    outcome: Printed['outcome'],
    reason: string,
  ): Promise<void> {
    await hall.execute({ type: 'EndSlip', ...of, outcome, reason }, origin)
  }

  return {
    react({ events, state }) {
      for (const { event } of events) {
        if (event.type !== 'TicketIssued' && event.type !== 'SlipRequested') continue
        const ticket = state.tickets.get(event.data.ticket)
        if (!ticket?.slip) continue
        enqueue(
          ticket,
          ticket.slip,
          event.type === 'TicketIssued' ? event.data.ahead : aheadNow(state, ticket, clock.now()),
        )
      }
    },
    printed(message) {
      answers.get(message.job)?.(message)
    },
    async settle() {
      const state = hall.state()
      for (const ticket of state.tickets.values()) {
        const { slip } = ticket
        if (slip?.state === 'started') await end({ ticket: ticket.id, copy: slip.copy }, 'unknown', 'restart')
        if (slip?.state === 'requested') enqueue(ticket, slip, aheadNow(state, ticket, clock.now()))
      }
    },
    async close() {
      closing = true
      // A stuck printer must not hold up the end; its slip is found "started" by the next start.
      let cancel = () => {}
      const longEnough = new Promise<void>((resolve) => {
        cancel = clock.after(closeMs, resolve)
      })
      await Promise.race([Promise.allSettled(lanes.values()), longEnough])
      cancel()
    },
  }
}

const aheadNow = (state: State, ticket: Ticket, now: number) => aheadOf(state, ticket, now) ?? 0
const jobOf = (ticket: Ticket, slip: Slip) => `${ticket.id}/${slip.copy}`
