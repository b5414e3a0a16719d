/** For tests: a vendor's server, written against the contract alone, a real Mosquitto and a real hall. */
import * as assert from 'uvu/assert'
import { type Mosquitto, mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import type { MqttProperties } from '../../firmware/wire/mqtt-client.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { later, listener, quick, watch } from '../bus/bus.test-kit.ts'
import { smallRules } from '../domain/given.test-kit.ts'
import { isoTime } from '../domain/local-time.ts'
import { type TestHall, testHall } from '../hall.test-kit.ts'
import { strictly } from './contract/strictly.test-kit.ts'
import { openDossierServer } from './dossier-server.ts'
import { openDossierLink } from './link.ts'
import { openOutbox } from './outbox.ts'

export const root = 'den-luot/v1/test'
const local = (at: number) => isoTime(at, 'Asia/Ho_Chi_Minh')
const device = { station: 'hall', device: 'printer', kind: 'ticket-printer', since: 0 }

// biome-ignore lint/suspicious/noExplicitAny: what a stranger reads has no types
export type Json = any
export type Vendor = Awaited<ReturnType<typeof vendor>>

/** Knows topics and JSON and nothing of the hall's code. */
export async function vendor(broker: Mosquitto, clock: { now(): number }) {
  const { heard, until, connection } = await listener(broker.url, [`${root}/#`, 'vendor/#'], { version: 5 })
  let asked = 0
  const of = (part: string) =>
    heard
      .filter(({ topic }) => topic.startsWith(`${root}/${part}`))
      .map(({ text }) => JSON.parse(text) as Json)
  const answers = () => of('answers')
  const publish = (type: string, payload: string, properties: MqttProperties = {}) =>
    connection.publish(`${root}/commands/${type}`, payload, { properties })
  return {
    heard,
    of,
    answers,
    until: (is: () => boolean) => until(is),
    publish,
    async ask(type: string, data: object, more: { id?: string; validuntil?: string } = {}): Promise<Json> {
      const id = more.id ?? `c-${++asked}`
      const before = answers().filter(({ data: { command } }) => command === id).length
      const validuntil = more.validuntil ?? new Date(clock.now() + 600_000).toISOString()
      publish(type, JSON.stringify({ specversion: '1.0', id, source: '/vendor', type, validuntil, data }))
      const mine = () => answers().filter(({ data: { command } }) => command === id)
      await until(() => mine().length > before)
      const answer = mine().at(-1) as Json
      assert.is(strictly('CommandAnswered', answer), null)
      return answer.data
    },
  }
}

/** A hall on the broker; everything but time is real. */
export async function hallAt(
  broker: Mosquitto,
  hall: TestHall,
  more: { nearTurnAhead?: number; version?: 4 | 5 } = {},
) {
  const { journal, clock } = hall
  let health: { state: string; reason?: string } = { state: 'ready' }
  const link = openDossierLink({
    site: 'test',
    broker: more.version === undefined ? broker : { url: broker.url, version: more.version },
    describe: () => ({}),
    journalId: journal.journalId,
    clock: systemClock,
    isoTime: local,
    pauses: quick,
  })
  const outbox = openOutbox({ journal, site: 'test', link, clock: systemClock, isoTime: local })
  const changed: object[][] = []
  const server = openDossierServer({
    link,
    journal,
    // Pauses between messages are real, dates and validity are the hall's.
    clock: { ...systemClock, now: clock.now },
    site: { id: 'test', timeZone: 'Asia/Ho_Chi_Minh', name: 'Trung tâm' },
    state: hall.hall.state,
    devices: () => [{ ...device, health }],
    nearTurnAhead: more.nearTurnAhead ?? 1,
    estimate: () => ({ low: 60, high: 120 }),
    newTicketId: () => `server-${Math.random().toString(36).slice(2)}`,
    take: (command) =>
      hall.hall.execute(
        { type: 'TakeDossierCommand', ...command },
        { actor: { kind: 'dossier' }, cause: command.id },
      ),
    confirm: outbox.confirm,
    changeServices: (services) =>
      services.some(({ removed }) => removed)
        ? { refused: { pointer: '/data/services', en: 'No.' } }
        : {
            request: {
              type: 'ChangeSite',
              rules: {
                ...smallRules,
                services: smallRules.services.map((one) => ({
                  ...one,
                  ...(services.find(({ id }) => id === one.id)?.closed ? { closed: true } : {}),
                })),
              },
              site: { id: 'test' },
              catalogue: services,
            },
            apply: () => changed.push([...services]),
          },
  })
  hall.hall.onCommit((committed) => {
    outbox.wake()
    server.react(committed)
  })
  const { look, until } = watch()
  link.onChange(look)
  outbox.onChange(look)
  const closers = [link.close, outbox.close, server.close]
  for (const close of closers) later(close)
  await until(() => link.state().state === 'connected')
  return {
    counts: server.state,
    link,
    until,
    outbox,
    changed,
    stopCommands: server.stopCommands,
    /** The hall's journal stays open. */
    async leave() {
      for (const close of [...closers].reverse()) await close()
    },
    breakPrinter() {
      health = { state: 'down', reason: 'paper-out' }
      server.refresh()
    },
  }
}

export async function start(more: { nearTurnAhead?: number; version?: 4 | 5 } = {}) {
  const broker = await mosquitto()
  later(broker.remove)
  await broker.start()
  const hall = await testHall({ clock: manualClock(Date.UTC(2026, 10, 23, 2)) })
  later(hall.end)
  const server = await vendor(broker, hall.clock)
  const running = await hallAt(broker, hall, more)
  // The hall asks for commands before it says that it is online: from here on none passes it by.
  await server.until(() => server.of('status').some(({ state }) => state === 'online'))
  return { broker, hall, server, ...running }
}

export const issue = (newTicket: string, service = 'land') =>
  ({ type: 'IssueTicket', newTicket, service, source: 'button' }) as const
export const last = (server: Vendor, part: string) => server.of(part).at(-1) as Json

export async function closeHallOnly(hall: TestHall): Promise<void> {
  await hall.hall.close()
  await hall.journal.close()
}
