/** Reads the one kind of WAV file that voice packs are made of: 16-bit mono PCM. */
export type Sound = { rate: number; pcm: Uint8Array }

/** Throws with what is wrong with the file. */
export function readWav(file: Uint8Array): Sound {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const tag = (at: number) => bytes.toString('latin1', at, at + 4)
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('it is no WAV file')
  let rate = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = tag(at)
    const length = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, at + 8 + length)
    if (name === 'fmt ') {
      if (body.length < 16) throw new Error('its format is cut off')
      const [format, channels, bits] = [body.readUInt16LE(0), body.readUInt16LE(2), body.readUInt16LE(14)]
      if (format !== 1 || channels !== 1 || bits !== 16) throw new Error('it is not 16-bit mono PCM')
      rate = body.readUInt32LE(4)
    }
    if (name === 'data') {
      if (rate === 0) throw new Error('its sound comes before its format')
      return { rate, pcm: body.subarray(0, body.length & ~1) }
    }
    at += 8 + length + (length & 1)
  }
  throw new Error('it holds no sound')
}
