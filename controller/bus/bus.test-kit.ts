/** For tests of the bus: temporary buses, listeners that collect, and a cable between two ends to cut. */
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MqttConnection, MqttOptions, MqttProperties } from '../../firmware/wire/mqtt-client.ts'
import { type KeptMqtt, keepMqtt } from '../../firmware/wire/mqtt-kept.ts'
import type { ManualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { openSecret } from '../secret.ts'
import { type HallBus, openHallBus } from './hall-bus.ts'

export const quick = { firstMs: 10, longestMs: 50 }
/** Closed in the reverse order by `closeAll`. */
const open: (() => unknown)[] = []
export const later = (close: () => unknown) => open.push(close)
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close()
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'den-luot-bus-'))
  later(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

// One secret per site for a whole file: a restarted hall has the one it had.
const directories = new Map<string, string>()
process.once('exit', () => {
  for (const directory of directories.values()) rmSync(directory, { recursive: true, force: true })
})

export async function startBus(port = 0, site = 'demo'): Promise<HallBus> {
  const directory = directories.get(site) ?? mkdtempSync(join(tmpdir(), 'den-luot-bus-'))
  directories.set(site, directory)
  const bus = await openHallBus({ port, site, secret: await openSecret(directory) })
  if ('refused' in bus) throw new Error(bus.message)
  later(bus.close)
  return bus
}

/** Resolves when `condition` holds; it is looked at again whenever `look` is called. */
export function watch() {
  const waiting = new Set<() => void>()
  return {
    look() {
      for (const check of [...waiting]) check()
    },
    until(condition: () => boolean): Promise<void> {
      return new Promise((resolve) => {
        const check = () => {
          if (!condition()) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      })
    },
  }
}

/** Moves time on in small steps, between which the network has its say, until the condition holds. */
export async function passes(clock: ManualClock, condition: () => boolean, stepMs = 20): Promise<void> {
  while (!condition()) {
    await clock.advance(stepMs)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** `properties`: of a listener that speaks MQTT 5. */
export type Heard = { topic: string; text: string; properties?: MqttProperties }
export type Listener = {
  heard: Heard[]
  until(condition: (heard: Heard[]) => boolean): Promise<void>
  connection: MqttConnection
  /** Resolves when it has joined once more than before. */
  again(): Promise<void>
  end(): Promise<void>
}

/** Joins, subscribes and collects; once joined it comes back by itself. Rejects when it cannot join. */
export async function listener(
  url: string,
  filters: string[],
  more: Partial<
    Pick<MqttOptions, 'clientId' | 'keepSession' | 'username' | 'password' | 'will' | 'version'>
  > = {},
): Promise<Listener> {
  const heard: Heard[] = []
  const { look, until } = watch()
  let kept: KeptMqtt | undefined
  let joins = 0
  const joining = new Promise<MqttConnection>((resolve, reject) => {
    kept = keepMqtt({
      url,
      ...more,
      clock: systemClock,
      pauses: quick,
      onConnect(connection) {
        const ready = filters.length > 0 ? connection.subscribe(filters) : Promise.resolve()
        ready.then(() => {
          joins++
          resolve(connection)
          look()
        }, reject)
      },
      onMessage(topic, payload, { properties }) {
        heard.push({ topic, text: payload.toString('utf8'), ...(more.version === 5 && { properties }) })
        look()
      },
      // Once joined this says nothing, and the next attempt follows.
      onGone: (reason) => reject(new Error(reason)),
    })
  })
  later(() => kept?.drop())
  try {
    const connection = await joining
    return {
      heard,
      until: (is) => until(() => is(heard)),
      connection,
      again() {
        const before = joins
        return until(() => joins > before)
      },
      end: async () => kept?.end(),
    }
  } catch (error) {
    kept?.drop()
    throw error
  }
}

export type Cable = { url: string; cut(): void; mend(): void }
/** A network cable to `port`. While cut, nothing passes and nobody is told; then both ends lose it. */
export async function cable(port: number): Promise<Cable> {
  const sockets = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  later(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      whole = false
      for (const socket of sockets) socket.destroy()
    },
    mend() {
      whole = true
    },
  }
}
