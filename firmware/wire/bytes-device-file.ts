/**
 * A byte line over a character device such as /dev/usb/lp0. The descriptor is non-blocking: a printer that
 * takes nothing answers EAGAIN and is tried again by timer, because a blocking call would hold one of the four
 * threads that all file work of the process shares, and keep the process from ending.
 */
import { close, constants, open, read, write } from 'node:fs'
import type { Clock } from '../../hardware/clock.ts'
import { codeOf, messageOf, type WireError, wireError } from './wire-error.ts'
import type { ByteLine } from './wires.ts'

const blockBytes = 4096
const retryMs = 5
const slowestReadMs = 100
/** How long after the last write an answer is still looked for. */
const answersWithinMs = 30_000
const nothing = new Uint8Array(0)

function explain(path: string, error: unknown): WireError {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO' || code === 'EIO')
    return wireError('unplugged', `no printer at ${path}: is it plugged in and switched on?`, error)
  if (code === 'EACCES' || code === 'EPERM')
    return wireError('not-supported', `${path} may not be opened by this user: add it to the group lp`, error)
  if (code === 'EBUSY') return wireError('disagrees', `${path} is held by another program`, error)
  if (code === 'ENOSPC') return wireError('paper-out', `the printer at ${path} has no paper`, error)
  return wireError('no-answer', `printer at ${path}: ${messageOf(error)}`, error)
}

export async function openDeviceFileLine({ path, clock }: { path: string; clock: Clock }): Promise<ByteLine> {
  const fd = await new Promise<number>((resolve, reject) =>
    open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY, (error, opened) =>
      error ? reject(explain(path, error)) : resolve(opened),
    ),
  )
  const wakers = new Set<() => void>()
  const running = new Set<Promise<unknown>>()
  let listener: (bytes: Uint8Array) => void = () => {}
  let closed = false
  let broken: WireError | undefined
  let sent = 0
  let lastWriteMs = 0
  let reading = false

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        wakers.delete(wake)
        cancel()
        resolve()
      }
      const cancel = clock.after(ms, wake)
      wakers.add(wake)
    })
  /** Runs one call on the descriptor; undefined when it would have had to wait. */
  async function attempt(call: (done: (error: Error | null, count: number) => void) => void) {
    if (broken) throw broken
    if (closed) throw wireError('unplugged', `${path} is closed`)
    const work = new Promise<number | undefined>((resolve, reject) =>
      call((error, count) => {
        if (!error) resolve(count)
        else if (codeOf(error) === 'EAGAIN') resolve(undefined)
        else reject(error)
      }),
    )
    running.add(work)
    return work.finally(() => running.delete(work))
  }
  const fail = (error: unknown) => {
    if (!closed) broken ??= explain(path, error)
    return broken ?? error
  }

  async function readAnswers() {
    if (reading) return
    reading = true
    const buffer = Buffer.alloc(256)
    try {
      for (;;) {
        const quietMs = clock.monotonicMs() - lastWriteMs
        if (quietMs > answersWithinMs) break
        await pause(Math.min(slowestReadMs, Math.max(2, quietMs / 4)))
        if (closed) break
        for (;;) {
          const count = await attempt((done) => read(fd, buffer, 0, buffer.length, null, done))
          if (!count) break
          listener(Uint8Array.prototype.slice.call(buffer, 0, count))
        }
      }
    } catch (error) {
      // EINVAL: a printer without a way back. It can be written to all the same.
      if (codeOf(error) !== 'EINVAL') fail(error)
    } finally {
      reading = false
    }
  }

  return {
    async write(bytes) {
      try {
        for (let at = 0; at < bytes.length; ) {
          const block = bytes.subarray(at, at + blockBytes)
          const count = await attempt((done) => write(fd, block, 0, block.length, null, done))
          lastWriteMs = clock.monotonicMs()
          if (count === undefined) await pause(retryMs)
          at += count ?? 0
          sent += count ?? 0
        }
        // usblp has submitted the last block but not delivered it; an empty write says EAGAIN until it has.
        while ((await attempt((done) => write(fd, nothing, 0, 0, null, done))) === undefined)
          await pause(retryMs)
      } catch (error) {
        throw fail(error)
      }
      void readAnswers()
    },
    onData(next) {
      listener = next
    },
    sent: () => sent,
    async close() {
      if (closed) return
      closed = true
      for (const wake of wakers) wake()
      await Promise.allSettled(running)
      await new Promise<void>((resolve) => close(fd, () => resolve()))
    },
  }
}
