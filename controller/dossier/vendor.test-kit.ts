/** For tests: a vendor's server, written against the contract alone, a real Mosquitto and a real hall. */
import * as assert from 'uvu/assert'
import { type Mosquitto, mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import type { MqttProperties } from '../../firmware/wire/mqtt-client.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { later, listener, watch } from '../bus/bus.test-kit.ts'
import { smallRules } from '../domain/given.test-kit.ts'
import { type TestHall, testHall } from '../hall.test-kit.ts'
import { strictly } from './contract/strictly.test-kit.ts'
import { linkHall } from './hall-side.test-kit.ts'

export const root = 'den-luot/v1/test'
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
  let health: { state: string; reason?: string } = { state: 'ready' }
  const changed: object[][] = []
  const { link, outbox, server, stopCommands, close } = linkHall(
    hall,
    more.version === undefined ? broker : { url: broker.url, version: more.version },
    {
      devices: () => [{ ...device, health }],
      ...(more.nearTurnAhead !== undefined && { nearTurnAhead: more.nearTurnAhead }),
      estimate: () => ({ low: 60, high: 120 }),
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
    },
  )
  const { look, until } = watch()
  link.onChange(look)
  outbox.onChange(look)
  await until(() => link.state().state === 'connected')
  return {
    counts: server.state,
    link,
    until,
    outbox,
    changed,
    stopCommands,
    /** The hall's journal stays open. */
    leave: close,
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
