/**
 * The hall's own MQTT broker: stations on other computers join it, and in a demo whoever sits at this machine
 * may listen to the events. The one door to aedes. It keeps nothing: what must survive is in the journal.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import { busClientId, stationUser } from '../../firmware/station-topics.ts'
import type { Secret } from '../secret.ts'
import { type BusUser, covers, mayPublish, maySubscribe } from './topic-rights.ts'

/** The broker takes a user only under its own client id. */
export type BusCredentials = { username: string; password: string; clientId: string }
export type HallBus = {
  readonly port: number
  readonly url: string
  readonly credentials: {
    readonly outbox: BusCredentials
    /** For a dossier server at this broker: the same after every restart. Under any client id that is not ours. */
    readonly dossierServer: { username: string; password: string }
    /** The same after every restart, so that it can be written on a station's card once. */
    station(station: string): BusCredentials
  }
  /** From the hall itself, at QoS 1: who is there gets it; a retained message also whoever comes later. */
  publish(topic: string, payload: string, options?: { retain?: boolean }): void
  /** To the hall itself: what is retained first, then what comes. The answer ends it. */
  listen(filter: string, onMessage: (topic: string, payload: Buffer) => void): () => void
  close(): Promise<void>
}
export type BusRefusal = { refused: 'port-in-use'; message: string }

const maxConnections = 300
// A client that does not take its messages holds up the others for this long, then it is cut off.
const drainTimeoutMs = 3000
const closeTimeoutMs = 1000
// aedes publishes every client's last will when its own heartbeat looks three beats old, and a Pi's clock jumps
// by years when it is first set. There is one broker, so its heartbeat means nothing: let it nearly never beat
// (four times this must fit a timer).
const heartbeatMs = 500_000_000

export async function openHallBus(options: {
  host?: string
  /** 0: any free port. */
  port: number
  site: string
  secret: Secret
}): Promise<HallBus | BusRefusal> {
  const { host = '127.0.0.1', port, site, secret } = options
  const outbox = credentialsOf('outbox', randomBytes(24).toString('base64url'))
  const dossierServer = {
    username: 'dossier-server',
    password: secret.derive(`bus/${site}/dossier-server`).toString('base64url'),
  }
  const users = new WeakMap<Client, BusUser>()
  const userOf = (client: Client): BusUser => users.get(client) ?? { kind: 'anonymous' }

  const broker = await Aedes.createBroker({
    heartbeatInterval: heartbeatMs,
    connectTimeout: 5000,
    drainTimeout: drainTimeoutMs,
    preConnect(_client, packet, callback) {
      // A session kept for a client that never returns would grow for ever; what was missed is in the journal.
      packet.clean = true
      callback(null, true)
    },
    authenticate(client, username, password, callback) {
      const user = identify(client, username, password?.toString('utf8'))
      if (user) users.set(client, user)
      callback(user ? null : badLogin(), user !== undefined)
    },
    authorizePublish(client, packet, callback) {
      if (client && !mayPublish(site, userOf(client), packet.topic))
        callback(new Error(`may not publish ${packet.topic}`))
      else callback(null)
    },
    authorizeSubscribe(client, subscription, callback) {
      callback(null, maySubscribe(site, userOf(client), subscription.topic) ? subscription : null)
    },
  })

  function identify(client: Client, username: string | undefined, password = ''): BusUser | undefined {
    if (username === undefined) {
      const address = (client.conn as Socket).remoteAddress ?? ''
      const local = address === '::1' || /^(::ffff:)?127\./.test(address)
      // A second client with the same id throws out the first, so nobody may borrow one of ours.
      return local && !ours(client.id) ? { kind: 'anonymous' } : undefined
    }
    if (username === dossierServer.username)
      return same(password, dossierServer.password) && !ours(client.id)
        ? { kind: 'dossier-server' }
        : undefined
    if (client.id !== busClientId(username)) return undefined
    if (username === outbox.username) return same(password, outbox.password) ? { kind: 'outbox' } : undefined
    const station = username.startsWith(stationUser('')) ? username.slice(stationUser('').length) : ''
    if (station === '' || !same(password, stationPassword(secret, site, station))) return undefined
    return { kind: 'station', station }
  }

  keepOrder(broker)
  const retained = new Map<string, Buffer>()
  broker.on('publish', ({ topic, payload, retain }) => {
    if (!retain) return
    if (payload.length > 0) retained.set(topic, Buffer.from(payload))
    else retained.delete(topic)
  })

  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.once('close', () => sockets.delete(socket))
    broker.handle(socket)
  })
  server.maxConnections = maxConnections
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
  } catch (error) {
    await new Promise<void>((resolve) => broker.close(resolve))
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    const message = `port ${port} on ${host}, meant for the hall’s bus, is in use by another program`
    return { refused: 'port-in-use', message }
  }

  const actual = (server.address() as AddressInfo).port
  let closing: Promise<void> | undefined
  async function shut(): Promise<void> {
    const serverClosed = new Promise<void>((resolve) => server.close(() => resolve()))
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeTimeoutMs)
    })
    await Promise.race([new Promise<void>((resolve) => broker.close(resolve)), patience])
    clearTimeout(timer)
    for (const socket of sockets) socket.destroy()
    await serverClosed
  }

  return {
    port: actual,
    url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    credentials: {
      outbox,
      dossierServer,
      station: (station) => credentialsOf(stationUser(station), stationPassword(secret, site, station)),
    },
    publish(topic, payload, { retain = false } = {}) {
      if (closing) return
      const packet = {
        cmd: 'publish',
        topic,
        payload: Buffer.from(payload),
        qos: 1,
        retain,
        dup: false,
      } as const
      broker.publish(packet, () => undefined)
    },
    listen(filter, onMessage) {
      let listening = true
      const deliver = (packet: { topic: string; payload: string | Buffer }, done: () => void) => {
        if (listening) onMessage(packet.topic, Buffer.from(packet.payload))
        done()
      }
      broker.subscribe(filter, deliver, () => undefined)
      for (const [topic, payload] of [...retained]) {
        if (covers(filter, topic)) onMessage(topic, payload)
      }
      return () => {
        listening = false
        broker.unsubscribe(filter, deliver, () => undefined)
      }
    },
    close() {
      closing ??= shut()
      return closing
    },
  }
}

/** What a station's program is given to join the bus of its site. */
export function stationPassword(secret: Secret, site: string, station: string): string {
  return secret.derive(`bus/${site}/station/${station}`).toString('base64url')
}

const ours = (clientId: string) => clientId.startsWith(busClientId(''))

const credentialsOf = (username: string, password: string): BusCredentials => ({
  username,
  password,
  clientId: busClientId(username),
})

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function badLogin(): AuthenticateError {
  return Object.assign(new Error('unknown user or wrong password'), { returnCode: 4 })
}

/**
 * aedes numbers messages when they are published and drops any that reaches a client after a higher number. A
 * retained message takes a detour through a promise, so the one published right after it overtakes it and the
 * retained one is lost. In memory the storing is done when the call returns: say so at once.
 */
function keepOrder(broker: Aedes): void {
  const { persistence } = broker as unknown as { persistence: { storeRetained(packet: unknown): unknown } }
  const store = persistence.storeRetained.bind(persistence)
  persistence.storeRetained = (packet) => {
    void store(packet)
    // biome-ignore lint/suspicious/noThenProperty: a promise that is already kept, without the tick it would take
    return { then: (onStored: () => void) => onStored() }
  }
}
