/**
 * A sound card through aplay, one process for each utterance: a card that hangs is then a process that can be
 * killed, and no native package is needed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Clock } from '../../hardware/clock.ts'
import { codeOf, messageOf, wireError } from './wire-error.ts'
import type { AudioWire } from './wires.ts'

/** What a card may take beyond the length of the sound before it counts as stuck. */
const graceMs = 4000
const bytesPerSample = 2

export function openAudioWire({
  clock,
  program = 'aplay',
  cardList = '/proc/asound/cards',
}: {
  clock: Clock
  program?: string
  cardList?: string
}): AudioWire & { close(): Promise<void> } {
  const running = new Map<ChildProcess, Promise<void>>()

  function play(device: string, pcm: Uint8Array, rate: number): Promise<void> {
    const args = ['-q', '-D', device, '-t', 'raw', '-f', 'S16_LE', '-r', String(rate), '-c', '1']
    // Whatever language the computer speaks, what aplay says is understood below.
    const env = { ...process.env, LC_ALL: 'C' }
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'], env })
    let said = ''
    let stuck = false
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, 400)
    })
    const ended = new Promise<void>((resolve, reject) => {
      const limitMs = (pcm.length / bytesPerSample / rate) * 1000 + graceMs
      const cancelLimit = clock.after(limitMs, () => {
        stuck = true
        child.kill('SIGKILL')
      })
      child.once('error', (error) => {
        cancelLimit()
        reject(
          codeOf(error) === 'ENOENT'
            ? wireError('not-supported', `${program} is not installed: apt-get install alsa-utils`, error)
            : wireError('not-supported', `${program}: ${messageOf(error)}`, error),
        )
      })
      child.once('close', (code) => {
        cancelLimit()
        const why = said.trim().split('\n')[0] || `${program} ended with ${code}`
        if (stuck) reject(wireError('stuck', `sound card "${device}" does not take the sound`))
        else if (code === 0) resolve()
        else if (/resource busy/i.test(said))
          reject(wireError('stuck', `sound card "${device}" is held by another program: ${why}`))
        else reject(wireError('unplugged', `sound card "${device}": ${why}`))
      })
      // A card that is gone closes the pipe; the exit code says why.
      child.stdin.on('error', () => {})
      child.stdin.end(pcm)
    })
    running.set(
      child,
      ended.catch(() => {}).finally(() => running.delete(child)),
    )
    return ended
  }

  return {
    play,
    cards: () =>
      readFile(cardList, 'utf8').catch((error) => {
        // A kernel without any sound card has no such file.
        if (codeOf(error) === 'ENOENT') return ''
        throw error
      }),
    async close() {
      for (const child of running.keys()) child.kill('SIGKILL')
      await Promise.all(running.values())
    },
  }
}
