/**
 * The loudspeakers: calls are spoken in the zone of their counter, in order, each in its speaker's lane. A call
 * that has not begun is dropped when its ticket starts, ends, or is called again. Refused presses are answered
 * aloud as well, at most once in `repeatMs` for one reason, so that a child at the buttons cannot hold the
 * loudspeaker.
 */
import type { Spoken } from '../firmware/messages.ts'
import type { Clock } from '../hardware/clock.ts'
import type { Devices, SendToStation } from './devices.ts'
import { legOf, type TicketId } from './domain/state.ts'
import type { Committed, Hall } from './hall.ts'

const repeatMs = 8000
/** After a restart a call this young is said again: it may not have been heard. */
const unheardMs = 10_000

export type SpeakingParts = {
  hall: Hall
  devices: Devices
  clock: Clock
  send: SendToStation
  pack: string
  /** Zone of each counter. */
  zoneOf: (counter: string) => string | undefined
  callClips: (number: string, counter: string) => string[]
  /** `bookedAt`: the appointment whose time is told. */
  refusalClips: (code: string, bookedAt?: number) => string[] | null
}

export type Speaking = {
  react(committed: Committed): void
  spoken(message: Spoken): void
  /** Says why a press or a scan at this station was refused, or that a scan brought a ticket back. */
  refused(station: string, code: string, bookedAt?: number): void
  settle(): void
}

export function openSpeaking({
  hall,
  devices,
  clock,
  send,
  pack,
  zoneOf,
  callClips,
  refusalClips,
}: SpeakingParts): Speaking {
  const pending = new Map<TicketId, { station: string; job: string }[]>()
  const lastRefusal = new Map<string, number>()
  const speakers = devices.ofKind('loudspeaker')

  function call(ticket: TicketId, number: string, counter: string, job: string): void {
    hush(ticket)
    const zone = zoneOf(counter)
    const jobs = speakers
      .filter(({ config }) => config.zone === zone)
      .map(({ station, config }) => {
        send(station, { type: 'speak', job, speaker: config.id, pack, clips: callClips(number, counter) })
        return { station, job }
      })
    if (jobs.length > 0) pending.set(ticket, jobs)
  }

  function hush(ticket: TicketId): void {
    for (const { station, job } of pending.get(ticket) ?? []) send(station, { type: 'hush', job })
    pending.delete(ticket)
  }

  return {
    react({ events }) {
      for (const { seq, event } of events) {
        switch (event.type) {
          case 'TicketCalled':
          case 'TicketRecalled':
            call(event.data.ticket, event.data.number, event.data.counter, `call-${seq}`)
            break
          case 'ServiceStarted':
          case 'ServiceFinished':
          case 'TicketNoShow':
          case 'TicketHeld':
          case 'TicketTransferred':
          case 'CallUndone':
          case 'TicketVoided':
            hush(event.data.ticket)
            break
        }
      }
    },
    spoken({ job }) {
      for (const [ticket, jobs] of pending) if (jobs.some((one) => one.job === job)) pending.delete(ticket)
    },
    refused(station, code, bookedAt) {
      const clips = refusalClips(code, bookedAt)
      const speaker = speakers.find((one) => one.station === station) ?? speakers[0]
      if (!clips || !speaker) return
      const said = `${speaker.station}/${speaker.config.id}/${code}/${bookedAt ?? ''}`
      const now = clock.monotonicMs()
      if (now - (lastRefusal.get(said) ?? Number.NEGATIVE_INFINITY) < repeatMs) return
      lastRefusal.set(said, now)
      send(speaker.station, {
        type: 'speak',
        job: `refusal-${code}-${now}`,
        speaker: speaker.config.id,
        pack,
        clips,
      })
    },
    settle() {
      const { tickets } = hall.state()
      for (const ticket of tickets.values()) {
        const { counter, lastCalledAt } = legOf(ticket)
        if (ticket.state === 'called' && counter !== null && clock.now() - (lastCalledAt ?? 0) < unheardMs)
          call(ticket.id, ticket.number, counter, `call-again-${ticket.id}`)
      }
    },
  }
}
