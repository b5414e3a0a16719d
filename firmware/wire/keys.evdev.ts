/**
 * A device that types, read from /dev/input without a desktop. It is taken for this program alone where the
 * kernel lets us, so that a code does not log in or restart anything on the console. Events are waited for with
 * epoll, since a read that waits would hold one of the threads that all file work shares.
 */
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { EVIOCGRAB, eventBytes, eventsIn } from './input-event.ts'
import { loadPackage } from './load-package.ts'
import { codeOf, isWireError, messageOf, type WireError, wireError } from './wire-error.ts'
import type { KeyWire } from './wires.ts'

const eventsAtOnce = 64

function explain(path: string, error: unknown): WireError {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO' || code === 'EIO')
    return wireError(
      'unplugged',
      `no scanner at ${path}: is it plugged in? "ls /dev/input/by-id" shows`,
      error,
    )
  if (code === 'EACCES' || code === 'EPERM')
    return wireError(
      'not-supported',
      `${path} may not be opened by this user: add the user to the group input`,
      error,
    )
  if (code === 'EBUSY') return wireError('disagrees', `${path} is taken by another program`, error)
  return wireError('no-answer', `scanner at ${path}: ${messageOf(error)}`, error)
}

/** Takes the device. Throws only when another program has it: then no key would ever come here. */
async function take(path: string, descriptor: number): Promise<boolean> {
  try {
    const { default: ioctl } = await import('ioctl')
    ioctl(descriptor, EVIOCGRAB, 1)
    return true
  } catch (error) {
    if (codeOf(error) === 'EBUSY') throw explain(path, error)
    return false
  }
}

export function openEvdevKeys(): KeyWire {
  return {
    async open(path, on) {
      const { Epoll } = (await loadPackage('epoll', () => import('epoll'))).default
      let descriptor: number
      try {
        descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
      } catch (error) {
        throw explain(path, error)
      }
      const alone = await take(path, descriptor).catch((error) => {
        closeSync(descriptor)
        throw error
      })
      const room = Buffer.alloc(eventsAtOnce * eventBytes())
      let watching = true
      /** An unplugged device is ready for ever: it must be let go, or the processor never rests. */
      function stop() {
        if (!watching) return
        watching = false
        poller.remove(descriptor).close()
        closeSync(descriptor)
      }
      const poller = new Epoll((failed) => {
        if (!watching) return
        try {
          if (failed) throw failed
          const length = readSync(descriptor, room)
          if (length === 0) throw wireError('unplugged', `the scanner at ${path} is gone`)
          for (const event of eventsIn(room.subarray(0, length))) on.event(event)
        } catch (error) {
          if (codeOf(error) === 'EAGAIN') return
          stop()
          on.lost(isWireError(error) ? error : explain(path, error))
        }
      })
      poller.add(descriptor, Epoll.EPOLLIN)
      return {
        alone,
        async close() {
          stop()
        },
      }
    },
  }
}
