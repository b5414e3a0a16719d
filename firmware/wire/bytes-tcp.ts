/**
 * A byte line over TCP, as network printers offer it on port 9100. A line that is closed while bytes are on
 * their way is reset, so that the kernel does not deliver the rest of a slip that was given up.
 */
import { connect } from 'node:net'
import type { Clock } from '../../hardware/clock.ts'
import { codeOf, messageOf, type WireError, wireError } from './wire-error.ts'
import type { ByteLine } from './wires.ts'

const connectLimitMs = 3000

function explain(at: string, error: unknown): WireError {
  const code = codeOf(error)
  if (code === 'ECONNREFUSED')
    return wireError(
      'unplugged',
      `printer ${at} refused the connection: is it switched on, is its address right?`,
      error,
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return wireError('unplugged', `printer ${at}: this name is not known in the network`, error)
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EHOSTDOWN')
    return wireError('unplugged', `printer ${at} cannot be reached: is its network cable plugged in?`, error)
  if (code === 'ETIMEDOUT') return wireError('no-answer', `printer ${at} does not answer`, error)
  return wireError('unplugged', `printer ${at} broke the connection (${code || messageOf(error)})`, error)
}

export function openTcpLine({
  host,
  port,
  clock,
}: {
  host: string
  port: number
  clock: Clock
}): Promise<ByteLine> {
  const at = `${host}:${port}`
  const lineClosed = () => wireError('unplugged', `the connection to printer ${at} is closed`)
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 })
    let listener: (bytes: Uint8Array) => void = () => {}
    let broken: WireError | undefined
    let closed = false
    let sent = 0
    let onTheWay = 0

    const cancelLimit = clock.after(connectLimitMs, () => {
      reject(
        wireError('no-answer', `printer ${at} does not answer: is it switched on, is its address right?`),
      )
      socket.destroy()
    })
    socket.on('error', (error) => {
      broken ??= explain(at, error)
      cancelLimit()
      reject(broken)
    })
    socket.on('end', () => {
      broken ??= wireError('unplugged', `printer ${at} closed the connection`)
    })
    socket.on('close', () => {
      broken ??= lineClosed()
      cancelLimit()
    })
    socket.on('data', (bytes) => listener(bytes))
    socket.once('connect', () => {
      cancelLimit()
      resolve({
        write: (bytes) =>
          new Promise((done, fail) => {
            if (broken || closed) {
              fail(broken ?? lineClosed())
              return
            }
            // From here on nobody can say whether they arrived, so they count as gone.
            sent += bytes.length
            onTheWay++
            socket.write(bytes, (error) => {
              onTheWay--
              if (error) broken ??= explain(at, error)
              // Node calls back without an error for a write that the socket's end cut off.
              if (broken || closed || socket.destroyed) fail(broken ?? lineClosed())
              else done()
            })
          }),
        onData(next) {
          listener = next
        },
        sent: () => sent,
        close: () =>
          new Promise((done) => {
            closed = true
            if (socket.closed) {
              done()
              return
            }
            socket.once('close', () => done())
            // A printer that never closes its side must not keep the station from ending.
            if (onTheWay > 0) socket.resetAndDestroy()
            else socket.end(() => socket.destroy())
          }),
      })
    })
  })
}
