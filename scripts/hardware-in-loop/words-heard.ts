/**
 * Which clips of a voice pack are heard in a recording, in order and when. A clip is found by short slices of it, each
 * sample by sample, wherever they lie: so a recording in which a moment was lost or put in still tells its words, and
 * words that sound over each other, are cut off or are changed do not count as heard. Times are milliseconds.
 */
export type Word = { clip: string; from: number; to: number }
export type Heard = {
  words: Word[]
  /** How long something sounded that is none of the words. */
  otherMs: number
}
/** Samples are 16-bit little-endian, mono, of one rate in recording and clips. */
export type Clips = ReadonlyMap<string, Buffer>

const sliceBytes = 512
const slicesOfClip = 12
/** Of the slices of a clip, in their order. */
const partHeard = 0.75
/** As much as a recorder may lose or put in within a word; less than any word is long. */
const shiftMs = 150
const quiet = 200
const frameMs = 10

export function wordsHeard(recording: Buffer, rate: number, clips: Clips): Heard {
  const msOf = (bytes: number) => (bytes / 2 / rate) * 1000
  const words: Word[] = []
  for (const [clip, pcm] of clips) {
    const slices = slicesOf(pcm)
    /** `begins`: where the clip would begin if that slice lies where it must. */
    const hits = slices.flatMap((place) =>
      placesOf(pcm.subarray(place, place + sliceBytes), recording).map((at) => ({
        at,
        place,
        begins: at - place,
      })),
    )
    hits.sort((a, b) => a.begins - b.begins)
    for (let from = 0; from < hits.length; ) {
      let to = from + 1
      while (to < hits.length && msOf((hits[to]?.begins ?? 0) - (hits[to - 1]?.begins ?? 0)) <= shiftMs) to++
      const [first, ...more] = hits.slice(from, to).sort((a, b) => a.place - b.place)
      const last = more.at(-1) ?? first
      const found = new Set([first, ...more].map((hit) => hit?.place)).size
      if (first && last && found >= slices.length * partHeard)
        words.push({ clip, from: msOf(first.begins), to: msOf(last.begins + pcm.length) })
      from = to
    }
  }
  words.sort((a, b) => a.from - b.from)
  return { words, otherMs: otherSoundMs(recording, rate, words) }
}

/** Places in a clip, spread over it, at which something sounds. */
function slicesOf(pcm: Buffer): number[] {
  const step = Math.floor((pcm.length - sliceBytes) / slicesOfClip) & ~1
  return Array.from({ length: slicesOfClip }, (_, i) => i * step).filter((place) =>
    sounds(pcm, place, place + sliceBytes),
  )
}

function placesOf(slice: Buffer, recording: Buffer): number[] {
  const places: number[] = []
  for (let at = recording.indexOf(slice); at >= 0; at = recording.indexOf(slice, at + 2)) places.push(at)
  return places
}

function otherSoundMs(recording: Buffer, rate: number, words: readonly Word[]): number {
  const bytes = Math.round((rate * frameMs) / 1000) * 2
  let ms = 0
  for (let at = 0; at + bytes <= recording.length; at += bytes) {
    const time = (at / 2 / rate) * 1000
    if (words.some(({ from, to }) => time >= from - frameMs && time <= to)) continue
    if (sounds(recording, at, at + bytes)) ms += frameMs
  }
  return ms
}

export function sounds(pcm: Buffer, from: number, to: number): boolean {
  for (let at = from; at + 1 < to; at += 8) if (Math.abs(pcm.readInt16LE(at)) > quiet) return true
  return false
}
