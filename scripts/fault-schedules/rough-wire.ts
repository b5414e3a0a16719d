/**
 * A network between a client and a broker that does what networks do: loses connections, holds bytes back, ends in
 * the middle of a packet, and keeps the broker's end of an old connection open beyond the new one. It never changes
 * a byte: TCP does not.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type RoughWire = {
  url: string
  /** Both ends of every connection are lost; new ones may come at once. */
  cut(): void
  /** Nothing passes and nobody is told; then `flow` lets all of it through, in order. */
  stall(): void
  flow(): void
  /** The next piece of bytes passes by half, and the connection ends there. */
  halve(): void
  /**
   * The client loses its connections, the broker does not hear of it. What was on its way arrives on the old
   * connections a moment after a new one has begun.
   */
  leaveHalfOpen(): void
  close(): Promise<void>
}

/** How long an old connection speaks after the new one began, and then lives on. */
const ghostMs = { speaks: 30, ends: 300 }

type Way = { from: Socket; to: Socket; held: Buffer[] }
type Connection = { near: Socket; far: Socket; out: Way; back: Way; ghost: boolean }

export async function openRoughWire(port: number): Promise<RoughWire> {
  const connections = new Set<Connection>()
  const timers = new Set<NodeJS.Timeout>()
  let stalled = false
  let halving = false

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }

  function lose(connection: Connection): void {
    connections.delete(connection)
    connection.near.destroy()
    connection.far.destroy()
  }

  function pass(connection: Connection, way: Way): void {
    if (stalled || connection.ghost) return
    for (const piece of way.held.splice(0)) {
      if (halving && piece.length > 1) {
        halving = false
        way.to.end(piece.subarray(0, piece.length >> 1))
        later(5, () => lose(connection))
        return
      }
      way.to.write(piece)
    }
    if (way === connection.out) wakeGhosts()
  }

  function wakeGhosts(): void {
    for (const connection of connections) {
      if (!connection.ghost) continue
      const pieces = connection.out.held.splice(0)
      later(ghostMs.speaks, () => {
        for (const piece of pieces) if (!connection.far.destroyed) connection.far.write(piece)
      })
      later(ghostMs.ends, () => lose(connection))
    }
  }

  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) socket.setNoDelay(true)
    const out = { from: near, to: far, held: [] }
    const back = { from: far, to: near, held: [] }
    const connection: Connection = { near, far, out, back, ghost: false }
    connections.add(connection)
    for (const way of [out, back] as Way[]) {
      way.from.on('data', (piece) => {
        way.held.push(piece)
        pass(connection, way)
      })
      way.from.on('error', () => undefined)
      way.from.on('close', () => {
        if (way === back || !connection.ghost) lose(connection)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      for (const connection of [...connections]) lose(connection)
    },
    stall() {
      stalled = true
    },
    flow() {
      stalled = false
      for (const connection of [...connections])
        for (const way of [connection.out, connection.back]) pass(connection, way)
    },
    halve() {
      halving = true
    },
    leaveHalfOpen() {
      for (const connection of connections) {
        connection.ghost = true
        connection.near.destroy()
      }
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
      for (const connection of [...connections]) lose(connection)
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
