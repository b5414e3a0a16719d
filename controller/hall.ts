/**
 * The hall's one order of things: execute = decide → append → evolve → tell. Commands that wait together are
 * decided one after another on a working state, written in one synced transaction, and only then published:
 * the new state, the answers, and what listeners make of the events. A failed commit discards the batch whole.
 *
 * Must not know devices, HTTP or MQTT: they call `execute` and listen to `onCommit`.
 */
import type { Clock } from '../hardware/clock.ts'
import type { Command } from './domain/commands.ts'
import { applyAll, decide } from './domain/decide.ts'
import { dueCommands } from './domain/due.ts'
import { type DomainEvent, type EventType, eventVersions, type TimedEvent } from './domain/events.ts'
import { evolve } from './domain/evolve.ts'
import { isoTime, untilMidnight } from './domain/local-time.ts'
import { type Refusal, refusal } from './domain/refusals.ts'
import type { Rules } from './domain/rules.ts'
import { initialState, type State, type Ticket } from './domain/state.ts'
import {
  type Actor,
  type ClockReading,
  type Envelope,
  type Journal,
  type NewEvent,
  NotWritten,
  type WriteFailure,
} from './journal/envelope.ts'

/** A command as callers give it: the hall adds the time at which it is decided. */
export type Request = Command extends infer C ? (C extends Command ? Omit<C, 'at'> : never) : never
export type Origin = { actor: Actor; cause: string }
/** `ticket` as it is after the command; a refusal may come with it when the ticket is known. */
export type Answer = { ticket: Ticket | null; refused: Refusal | null; state: State }
export type Committed = { events: { seq: number; at: number; event: DomainEvent }[]; state: State }

export type Hall = {
  state(): State
  execute(request: Request, origin: Origin): Promise<Answer>
  /** Called after every durable commit and its answers, in order. Must not throw. */
  onCommit(listener: (committed: Committed) => void): void
  /** Why the last commit failed; null when the journal takes writes. */
  failure(): WriteFailure | null
  /** Called when the journal stops taking writes, and when it takes them again. */
  onFailure(listener: () => void): void
  /** Waits for what is under way; later commands are refused. */
  close(): Promise<void>
}

type Waiting = { request: Request; origin: Origin; answer: (answer: Answer) => void }

export type HallParts = {
  journal: Journal
  clock: Clock
  readClock: () => ClockReading
  timeZone: string
}

/** At most this many commands share a transaction, so that one commit never grows long. */
const maxBatch = 64
const tickMs = 20_000
const system: Actor = { kind: 'system' }
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Replays today from the journal; the day itself is opened by the first command or `start`. */
export function openHall({ journal, clock, readClock, timeZone }: HallParts): Hall {
  let state = replay(journal)
  let failure: WriteFailure | null = null
  const onFailure: (() => void)[] = []
  let closing = false
  let draining: Promise<void> | null = null
  const queue: Waiting[] = []
  const listeners: ((committed: Committed) => void)[] = []
  let cancelTick = () => {}

  function failing(now: WriteFailure | null): void {
    const changed = now?.reason !== failure?.reason
    failure = now
    if (changed) for (const listener of onFailure) listener()
  }

  /** A hall that is asked for nothing would not find out: people are told not to ask while it fails. */
  async function tryAgain(): Promise<void> {
    try {
      await journal.tryWriting()
      failing(null)
    } catch {
      // As before.
    }
  }

  async function commit(batch: Waiting[]): Promise<void> {
    const now = clock.now()
    const reading = readClock()
    const at = isoTime(now, timeZone)
    const written: NewEvent[] = []
    const happened: DomainEvent[] = []
    const answers: (() => void)[] = []
    let working = state
    const take = (request: Request, { actor, cause }: Origin) => {
      const { events, ticket, refused } = decide({ ...request, at: now } as Command, working)
      working = applyAll(working, events, now)
      for (const event of events) {
        happened.push(event)
        written.push({
          type: event.type,
          v: eventVersions[event.type],
          at,
          clock: reading,
          actor,
          cause,
          data: event.data,
        })
      }
      return { ticket, refused: refused ?? null }
    }
    for (const due of dueCommands(working, now)) take(due, { actor: system, cause: 'calendar' })
    for (const { request, origin, answer } of batch) {
      const { ticket, refused } = take(request, origin)
      answers.push(() =>
        answer({ ticket: (ticket !== undefined && state.tickets.get(ticket)) || null, refused, state }),
      )
    }
    if (written.length === 0) {
      for (const give of answers) give()
      return
    }
    let envelopes: Envelope[]
    try {
      envelopes = await journal.append(written)
    } catch (error) {
      failing({
        reason: error instanceof NotWritten ? error.reason : 'unknown',
        text: error instanceof Error ? error.message : String(error),
      })
      for (const { answer } of batch) answer({ ticket: null, refused: refusal('not-recorded'), state })
      return
    }
    failing(null)
    state = working
    // Who begins to listen after an answer has not missed the commit it answers.
    const told = [...listeners]
    for (const give of answers) give()
    const committed: Committed = {
      events: happened.map((event, index) => ({ seq: envelopes[index]?.seq ?? 0, at: now, event })),
      state,
    }
    // Answers leave first: whoever asked waits for the disk and not for screens and messages.
    await turn()
    for (const listener of told) listener(committed)
  }

  /** One drain at a time; `setImmediate` lets requests that arrived in the same turn share the first commit. */
  function drain(): void {
    draining ??= turn()
      .then(async () => {
        while (queue.length > 0) await commit(queue.splice(0, maxBatch))
      })
      .finally(() => {
        draining = null
        if (queue.length > 0) drain()
      })
  }

  function execute(request: Request, origin: Origin): Promise<Answer> {
    if (closing) return Promise.resolve({ ticket: null, refused: refusal('day-closed'), state })
    return new Promise((answer) => {
      queue.push({ request, origin, answer })
      drain()
    })
  }

  /** Midnight comes though nobody presses anything, and failed slips run out. */
  function tick(): void {
    const wait = Math.min(tickMs, untilMidnight(clock.now(), timeZone))
    cancelTick = clock.after(wait, () => {
      if (failure) void tryAgain()
      void execute({ type: 'VoidUnclaimed' }, { actor: system, cause: 'tick' })
      tick()
    })
  }
  tick()

  return {
    state: () => state,
    execute,
    onCommit: (listener) => listeners.push(listener),
    failure: () => failure,
    onFailure: (listener) => onFailure.push(listener),
    async close() {
      closing = true
      cancelTick()
      while (draining) await draining
    },
  }
}

/** Today's events again, from the last opened day on: never years. */
function replay(journal: Journal): State {
  let state = initialState()
  for (const chunk of today(journal)) for (const event of chunk) state = evolve(state, event)
  return state
}

/** The events since the last `DayOpened`, it included, as the domain takes them, a thousand at a time. */
export function* today(journal: Journal): Generator<TimedEvent[]> {
  let after = Math.max(0, journal.lastOfType('DayOpened' satisfies EventType) - 1)
  for (;;) {
    const events = journal.read(after, 1000)
    if (events.length === 0) return
    yield events.map(({ type, v, at, data, seq }) => {
      const known = eventVersions[type as EventType]
      if (known === undefined || v > known)
        throw new Error(
          `event ${seq} is a ${type} of version ${v}: this journal was written by a newer program`,
        )
      after = seq
      return { type, data, at: Date.parse(at) } as TimedEvent
    })
  }
}

/**
 * Puts the site in force: an event when it differs from the one in the journal, nothing otherwise. Answers why
 * it cannot be put in force today, or null.
 */
export async function putSiteInForce(
  hall: Hall,
  journal: Journal,
  rules: Rules,
  site: unknown,
  catalogue: readonly unknown[] = [],
): Promise<Refusal | null> {
  const last = journal.lastOfType('SiteChanged' satisfies EventType)
  const known = last > 0 ? journal.read(last - 1, 1)[0]?.data : undefined
  const origin: Origin = { actor: system, cause: 'start' }
  const wanted = { rules, site, ...(catalogue.length > 0 ? { catalogue } : {}) }
  if (JSON.stringify(known) !== JSON.stringify(wanted)) {
    const { refused } = await hall.execute({ type: 'ChangeSite', ...wanted }, origin)
    if (refused) return refused
  }
  // The first command of a new day opens it, now that the rules are known.
  const { refused } = await hall.execute({ type: 'VoidUnclaimed' }, origin)
  return refused
}
