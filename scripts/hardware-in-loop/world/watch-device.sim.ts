/**
 * A character device of the kernel whose other side this program plays: told when there is something to read,
 * without a thread that hangs in a read. The only file of the guest that knows `epoll`.
 */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs'
import epoll from 'epoll'

export type WatchedDevice = {
  /** False when the kernel has no use for the bytes now. */
  write(bytes: Uint8Array): boolean
  /** Stops listening, as a device does that has hung; what it is sent waits in the kernel. */
  listen(on: boolean): void
  close(): void
}

/** `most`: how many bytes are taken at once. */
export function watchDevice(
  path: string,
  onBytes: (bytes: Uint8Array) => void,
  { most = 16_384 }: { most?: number } = {},
): WatchedDevice {
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY)
  const buffer = Buffer.alloc(most)
  const poll = new epoll.Epoll((error) => {
    if (error) throw error
    let count = 0
    try {
      count = readSync(fd, buffer, 0, buffer.length, null)
    } catch (problem) {
      const { code } = problem as NodeJS.ErrnoException
      // The cable is out: whoever plugs it in listens again.
      if (code === 'ENODEV') listen(false)
      else if (code !== 'EAGAIN') throw problem
    }
    if (count > 0) onBytes(Uint8Array.prototype.slice.call(buffer, 0, count))
  })
  let listening = false
  const listen = (on: boolean) => {
    if (on === listening) return
    listening = on
    if (on) poll.add(fd, epoll.Epoll.EPOLLIN)
    else poll.remove(fd)
  }
  listen(true)

  return {
    write(bytes) {
      try {
        return writeSync(fd, bytes) === bytes.length
      } catch (problem) {
        const { code } = problem as NodeJS.ErrnoException
        if (code === 'EAGAIN' || code === 'ESTALE' || code === 'ENODEV') return false
        throw problem
      }
    },
    listen,
    close() {
      listen(false)
      poll.close()
      closeSync(fd)
    },
  }
}
