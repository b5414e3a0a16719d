/**
 * A sound card that "plays" in real time by the clock and keeps what it played. Silence is not kept: nobody
 * hears it.
 *
 * Faults: unplugged (playing fails, the card is not listed), slow (it starts late), stuck (it never ends; like the
 * real wire it gives up by itself).
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { BenchAction, BenchLoudspeaker, WireFault } from './bench.ts'
import { wireError } from './wire-error.ts'
import type { AudioWire } from './wires.ts'

const heardKept = 10
const slowMs = 2000
const graceMs = 4000
const faults: WireFault[] = ['none', 'unplugged', 'slow', 'stuck']

export type SimulatedAudio = {
  wire: AudioWire
  view(device: string): BenchLoudspeaker | undefined
  act(action: BenchAction): string | null
  media(device: string, id: string): { type: 'audio/wav'; bytes: Uint8Array } | undefined
}

type Part = {
  config: DeviceOf<'loudspeaker'>
  fault: WireFault
  playing: number
  heard: { id: string; seconds: number; wav: Uint8Array }[]
  count: number
}

export function wavOf(pcm: Uint8Array, rate: number): Uint8Array {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + pcm.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(pcm.length, 40)
  return Buffer.concat([head, pcm])
}

export function simulatedAudio({
  loudspeakers,
  clock,
  mediaAddress,
  changed = () => {},
}: {
  loudspeakers: DeviceOf<'loudspeaker'>[]
  clock: Clock
  /** Where the pages find the sound of an utterance. */
  mediaAddress: (device: string, id: string) => string
  changed?: () => void
}): SimulatedAudio {
  // Begins every id, so that a page never plays a call of an earlier run.
  const run = clock.now().toString(36)
  const parts = loudspeakers.map(
    (config): Part => ({ config, fault: 'none', playing: 0, heard: [], count: 0 }),
  )
  const part = (device: string) => parts.find((one) => one.config.id === device)
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

  return {
    wire: {
      async play(device, pcm, rate) {
        const target = parts.find((one) => (one.config.device ?? 'default') === device)
        if (!target) throw new Error(`no simulated sound card "${device}"`)
        const gone = () => wireError('unplugged', `sound card "${device}": no such device (simulated)`)
        if (target.fault === 'unplugged') throw gone()
        const seconds = pcm.length / 2 / rate
        if (target.fault === 'stuck') {
          await pause(seconds * 1000 + graceMs)
          throw wireError('stuck', `sound card "${device}" does not take the sound`)
        }
        if (target.fault === 'slow') await pause(slowMs)
        const audible = pcm.some((byte) => byte !== 0)
        if (audible) target.playing++
        changed()
        await pause(seconds * 1000)
        // aplay notices a card that went away while it played, and so does this one.
        const lost = (target.fault as WireFault) === 'unplugged'
        if (audible) target.playing--
        if (audible && !lost) {
          target.heard.unshift({ id: `${run}-${++target.count}`, seconds, wav: wavOf(pcm, rate) })
          target.heard.length = Math.min(target.heard.length, heardKept)
        }
        changed()
        if (lost) throw gone()
      },
      cards: async () =>
        parts
          .filter(({ fault }) => fault !== 'unplugged')
          .map(({ config }) => config.device ?? 'default')
          .join('\n'),
    },
    view(device) {
      const target = part(device)
      if (!target) return undefined
      const { config, fault, playing, heard } = target
      return {
        kind: 'loudspeaker',
        id: config.id,
        playing: playing > 0,
        fault,
        heard: heard.map(({ id, seconds }) => ({ id, sound: mediaAddress(config.id, id), seconds })),
      }
    },
    act(action) {
      const target = part(action.device)
      if (!target) return `there is no loudspeaker "${action.device}"`
      if (action.action !== 'fault') return `a loudspeaker can't be pressed`
      if (!faults.includes(action.fault)) return `a loudspeaker has no fault "${action.fault}"`
      target.fault = action.fault
      changed()
      return null
    },
    media(device, id) {
      const heard = part(device)?.heard.find((one) => one.id === id)
      return heard && { type: 'audio/wav', bytes: heard.wav }
    },
  }
}
