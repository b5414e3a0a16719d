/**
 * The clips of the voice packs, read from disk once, and several of them joined to one sound. It knows neither
 * words nor numbers: the names of the clips come from whoever composed the call.
 */
import { readFile } from 'node:fs/promises'
import { codeOf, messageOf } from '../wire/wire-error.ts'
import { readWav, type Sound } from './wav.ts'

/** Between words of a spoken number this sounds like speech; without it, like one word. */
const gapMs = 60
/** A pack has about sixty; what was used longest ago makes room. */
const clipsKept = 200
const nameOf = /^[a-z0-9][a-z0-9_-]*$/i

export type VoiceClips = {
  /** Throws with the name of the clip that is missing or wrong. */
  join(pack: string, clips: string[]): Promise<Sound>
}

export function openVoiceClips({ packsDirectory }: { packsDirectory: URL }): VoiceClips {
  const kept = new Map<string, Sound>()
  const root = packsDirectory.href.endsWith('/') ? packsDirectory : new URL(`${packsDirectory.href}/`)

  async function clip(pack: string, name: string): Promise<Sound> {
    const key = `${pack}/${name}`
    const known = kept.get(key)
    if (known) {
      kept.delete(key)
      kept.set(key, known)
      return known
    }
    if (!nameOf.test(pack) || !nameOf.test(name)) throw new Error(`"${key}" is no name of a clip`)
    try {
      const sound = readWav(await readFile(new URL(`${key}.wav`, root)))
      kept.set(key, sound)
      for (const oldest of kept.keys()) {
        if (kept.size <= clipsKept) break
        kept.delete(oldest)
      }
      return sound
    } catch (error) {
      const why = codeOf(error) === 'ENOENT' ? 'is missing' : `can't be used: ${messageOf(error)}`
      throw new Error(`clip "${name}" of voice pack "${pack}" ${why}`, { cause: error })
    }
  }

  return {
    async join(pack, clips) {
      const sounds = await Promise.all(clips.map((name) => clip(pack, name)))
      const [first] = sounds
      if (!first) throw new Error('nothing to say')
      const other = sounds.findIndex((sound) => sound.rate !== first.rate)
      if (other >= 0)
        throw new Error(
          `clip "${clips[other]}" of voice pack "${pack}" has ${sounds[other]?.rate} Hz, "${clips[0]}" has ${first.rate} Hz`,
        )
      const gap = new Uint8Array(Math.round((first.rate * gapMs) / 1000) * 2)
      const parts = sounds.flatMap(({ pcm }, i) => (i === 0 ? [pcm] : [gap, pcm]))
      return { rate: first.rate, pcm: Buffer.concat(parts) }
    },
  }
}
