/**
 * Two sound cards of the kernel's own (snd-aloop, loaded by `init`), each for the loudspeaker of a zone. What is played
 * on a card is recorded at its other end, and a card can be pulled out and put back.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { packDirectory } from '../../../displays/voice/pack.ts'
import { readWav } from '../../../firmware/loudspeaker/wav.ts'
import { type Clips, type Heard, sounds, wordsHeard } from '../words-heard.ts'
import { soon } from './wait.ts'

/** Of the shipped voice, so that nothing is converted between a clip and what is recorded. */
const rate = 22_050
const raw = ['-q', '-t', 'raw', '-f', 'S16_LE', '-r', String(rate), '-c', '1']
const driver = '/sys/bus/platform/drivers/snd_aloop'

/** Longer than any pause in a call and between two. */
const quietMs = 1000

/** The cards as `init` has the kernel name them. */
const cardNames = ['LoaA', 'LoaB'] as const
export type Card = 0 | 1
/** As a site file names it. */
export const soundDevice = (card: Card) => `plughw:CARD=${cardNames[card]}`

/** A program that holds the card until it is told to let go. */
export function hold(card: Card): () => void {
  const holder = spawn('aplay', [...raw, '-D', soundDevice(card), '/dev/zero'], { stdio: 'ignore' })
  return () => void holder.kill('SIGKILL')
}

/** Who has the card open gets an error and must close it before this ends. */
export const plug = (card: Card, plugged: boolean): Promise<void> =>
  writeFile(`${driver}/${plugged ? 'bind' : 'unbind'}`, `snd_aloop.${card}`)

export type Ear = {
  /** What was heard since it was told to forget, times by `performance.now()`. */
  heard(clips: Clips): Heard
  /** Nothing has sounded so far. */
  isSilent(): boolean
  /** Waits until something sounds, and for as long as it does. */
  sounds(): Promise<void>
  ends(): Promise<void>
  forget(): void
  close(): void
}

/** Listens to a card until that is pulled out. */
export async function openEar(card: Card): Promise<Ear> {
  const recorder = spawn('arecord', [...raw, '-D', `hw:CARD=${cardNames[card]},DEV=1`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let pieces: Buffer[] = []
  /** When the first of the pieces began. */
  let beganAt = 0
  /** When it last sounded. */
  let soundAt = Number.NEGATIVE_INFINITY
  let said = ''
  recorder.stdout.on('data', (piece: Buffer) => {
    const now = performance.now()
    if (pieces.push(piece) === 1) beganAt = now - (piece.length / 2 / rate) * 1000
    if (sounds(piece, 0, piece.length)) soundAt = now
  })
  recorder.stderr.on('data', (text) => {
    said += text
  })
  await soon(`card ${card} is listened to`, () => {
    if (recorder.exitCode !== null) throw new Error(`arecord ended: ${said}`)
    return pieces.length > 0
  })
  return {
    heard(clips) {
      const { words, otherMs } = wordsHeard(Buffer.concat(pieces), rate, clips)
      return {
        words: words.map(({ clip, from, to }) => ({ clip, from: from + beganAt, to: to + beganAt })),
        otherMs,
      }
    },
    isSilent: () => soundAt === Number.NEGATIVE_INFINITY,
    async sounds() {
      await soon(`something sounds on card ${card}`, () => soundAt > Number.NEGATIVE_INFINITY)
    },
    async ends() {
      await soon(`it is quiet on card ${card}`, () => performance.now() - soundAt > quietMs, {
        withinMs: 30_000,
      })
    },
    forget() {
      pieces = []
      soundAt = Number.NEGATIVE_INFINITY
    },
    close: () => void recorder.kill('SIGKILL'),
  }
}

/** Clips of the shipped voice. */
export function readClips(names: readonly string[]): Clips {
  const directory = packDirectory('vi-espeak')
  return new Map(
    names.map((name) => [name, Buffer.from(readWav(readFileSync(`${directory}${name}.wav`)).pcm)]),
  )
}
