/**
 * A device that types, read from /dev/input without a desktop. It is taken for this program alone where the
 * kernel lets us, so that a code does not log in or restart anything on the console.
 *
 * The kernel keeps 64 events, about ten letters, and then drops them. So the device is read by a process of its own,
 * which no work here holds up; what it read waits in the pipe between the two.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { EVIOCGRAB, eventBytes, eventsIn } from './input-event.ts'
import { codeOf, messageOf, type WireError, wireError } from './wire-error.ts'
import type { KeyWire } from './wires.ts'

/**
 * Hands on what comes by descriptor 3 for as long as this program holds its input: even one that is killed leaves the
 * device free. Ctrl-C reaches it as well, and is none of its business.
 */
const reader = 'trap "" INT TERM; cat <&3 3<&- & exec 3<&- >&-; read _; kill -9 $!; wait $!'

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

const startReader = (descriptor: number) =>
  spawn('sh', ['-c', reader], {
    stdio: ['pipe', 'pipe', 'pipe', descriptor],
    env: { ...process.env, LC_ALL: 'C' },
  }) as ChildProcessWithoutNullStreams

export function openEvdevKeys(): KeyWire {
  return {
    async open(path, on) {
      let descriptor: number
      try {
        descriptor = openSync(path, constants.O_RDONLY | constants.O_NOCTTY)
      } catch (error) {
        throw explain(path, error)
      }
      let alone: boolean
      let child: ChildProcessWithoutNullStreams
      try {
        alone = await take(path, descriptor)
        child = startReader(descriptor)
      } finally {
        closeSync(descriptor)
      }

      let closed = false
      let said = ''
      let rest: Uint8Array = Buffer.alloc(0)
      child.stdout.on('data', (bytes: Buffer) => {
        const all = Buffer.concat([rest, bytes])
        rest = all.subarray(all.length - (all.length % eventBytes()))
        for (const event of eventsIn(all)) if (!closed) on.event(event)
      })
      // Nothing more comes of a device that is gone.
      child.stdout.once('end', () => child.stdin.end())
      child.stdin.on('error', () => {})
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(0, 200)
      })
      child.once('error', (error) => {
        said = messageOf(error)
      })
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
      void ended.then(() => {
        const why = said.trim().split('\n')[0]
        if (!closed)
          on.lost(wireError('unplugged', `the scanner at ${path} is gone${why ? ` (${why})` : ''}`))
      })
      return {
        alone,
        async close() {
          closed = true
          child.stdin.end()
          await ended
        },
      }
    },
  }
}
