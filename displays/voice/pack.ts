/**
 * Whether a folder of clips can say every sentence: `manifest.json` names each clip, each is a WAV of the one
 * format that can be played one after another without a gap, and none is silent or torn at the top.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clipWords } from './clips.ts'

export type PackManifest = {
  id: string
  name: string
  language: string
  clips: Record<string, { words: string; language: string; padMs?: [before: number, after: number] }>
}

export const clipFormat = { sampleRate: 22_050, bitsPerSample: 16, channels: 1 } as const

/** The folder of a pack that comes with the product. */
export const packDirectory = (id: string): string => fileURLToPath(new URL(`./packs/${id}/`, import.meta.url))

/** Everything that is wrong with a pack, one sentence each; empty when it is complete. */
export function checkPack(directory: string): string[] {
  const manifest = readManifest(join(directory, 'manifest.json'))
  if (typeof manifest === 'string') return [manifest]
  const problems: string[] = []
  for (const clip of clipWords.keys()) {
    if (!Object.hasOwn(manifest.clips, clip)) problems.push(`manifest.json does not name the clip "${clip}"`)
    const wav = read(join(directory, `${clip}.wav`))
    problems.push(
      ...(wav === null ? [`${clip}.wav is missing`] : checkClip(wav).map((p) => `${clip}.wav ${p}`)),
    )
  }
  return problems
}

export type Wav = { sampleRate: number; bitsPerSample: number; channels: number; samples: Int16Array }

/** Null for anything but uncompressed PCM. */
export function parseWav(file: Buffer): Wav | null {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF') return null
  if (file.toString('latin1', 8, 12) !== 'WAVE') return null
  let format: Omit<Wav, 'samples'> | null = null
  for (let at = 12; at + 8 <= file.length; ) {
    const tag = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    const body = at + 8
    if (tag === 'fmt ' && body + 16 <= file.length) {
      if (file.readUInt16LE(body) !== 1) return null
      format = {
        channels: file.readUInt16LE(body + 2),
        sampleRate: file.readUInt32LE(body + 4),
        bitsPerSample: file.readUInt16LE(body + 14),
      }
    }
    if (tag === 'data' && format) {
      const count = Math.floor(Math.min(size, file.length - body) / 2)
      // Copied whole, since a pack has more than a million samples: this program knows only little-endian computers.
      const samples = new Int16Array(count)
      file.copy(Buffer.from(samples.buffer), 0, body, body + count * 2)
      return { ...format, samples }
    }
    at = body + size + (size % 2)
  }
  return null
}

function checkClip(file: Buffer): string[] {
  const wav = parseWav(file)
  if (!wav) return ['is not an uncompressed WAV']
  const problems: string[] = []
  for (const key of ['sampleRate', 'bitsPerSample', 'channels'] as const) {
    if (wav[key] !== clipFormat[key]) problems.push(`has ${key} ${wav[key]}, not ${clipFormat[key]}`)
  }
  let peak = 0
  let atTheTop = 0
  for (const sample of wav.samples) {
    const height = sample < 0 ? -sample : sample
    if (height > peak) peak = height
    if (height >= 32_767) atTheTop++
  }
  if (peak < 1000) problems.push('is silent')
  if (atTheTop > 3) problems.push('is too loud: its peaks are cut off')
  return problems
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}

function readManifest(path: string): PackManifest | string {
  const file = read(path)
  if (file === null) return 'manifest.json is missing'
  try {
    const manifest: unknown = JSON.parse(file.toString('utf8'))
    if (isManifest(manifest)) return manifest
  } catch {
    return 'manifest.json is not JSON'
  }
  return 'manifest.json needs "id", "name", "language" and "clips"'
}

function isManifest(value: unknown): value is PackManifest {
  if (typeof value !== 'object' || value === null || !('clips' in value)) return false
  const texts = ['id', 'name', 'language'].map((key) => (value as Record<string, unknown>)[key])
  return (
    texts.every((text) => typeof text === 'string') && typeof value.clips === 'object' && value.clips !== null
  )
}
