import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { clipWords } from './clips.ts'
import { checkPack, clipFormat, type PackManifest, packDirectory, parseWav } from './pack.ts'
import { callSentence } from './sentence.ts'

const test = suite('voice pack')
const shipped = packDirectory('vi-espeak')
const copies: string[] = []

function copyOfShipped(): string {
  const directory = mkdtempSync(join(tmpdir(), 'voice-pack-'))
  copies.push(directory)
  cpSync(shipped, directory, { recursive: true })
  return directory
}

function wav(name: string) {
  const parsed = parseWav(readFileSync(join(shipped, `${name}.wav`)))
  if (!parsed) throw new Error(`${name}.wav is not a WAV`)
  return parsed
}

const seconds = (clips: readonly string[]) =>
  clips.reduce((sum, clip) => sum + wav(clip).samples.length / clipFormat.sampleRate, 0)

test.after(() => {
  for (const directory of copies) rmSync(directory, { recursive: true, force: true })
})

test('the pack that comes with the product can say every sentence', () => {
  assert.equal(checkPack(shipped), [])
})

test('its manifest names what the sentences need, with the same words, and nothing else', () => {
  const manifest: PackManifest = JSON.parse(readFileSync(join(shipped, 'manifest.json'), 'utf8'))
  const named = Object.entries(manifest.clips).map(([clip, { words }]) => [clip, words])
  assert.equal(named.sort(), [...clipWords].sort())
})

test('its clips are about equally loud and begin without a pause', () => {
  for (const clip of clipWords.keys()) {
    const { samples } = wav(clip)
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    assert.ok(peak > 8000 && peak < 29_000, `${clip} peaks at ${peak}`)
    const silentFirst = samples.findIndex((sample) => Math.abs(sample) > 200) / clipFormat.sampleRate
    assert.ok(silentFirst < 0.2, `${clip} begins after ${silentFirst} s`)
  }
})

test('a call takes a few seconds, not more', () => {
  const usual = seconds(callSentence({ number: 'A012', spoken: '3' }, { numbers: 'digits' }).clips)
  assert.ok(usual > 4 && usual < 7, `${usual} s`)
  const longest = seconds(callSentence({ number: 'AB10000', spoken: '121B' }, { numbers: 'digits' }).clips)
  assert.ok(longest < 11, `${longest} s`)
})

test('a missing clip is reported by its name', () => {
  const directory = copyOfShipped()
  rmSync(join(directory, 'mot-sac.wav'))
  assert.equal(checkPack(directory), ['mot-sac.wav is missing'])
})

test('a clip of another format, a silent, a torn and a foreign one are each reported', () => {
  const directory = copyOfShipped()
  const change = (clip: string, edit: (file: Buffer) => void) => {
    const file = readFileSync(join(directory, `${clip}.wav`))
    edit(file)
    writeFileSync(join(directory, `${clip}.wav`), file)
  }
  change('1', (file) => file.writeUInt32LE(44_100, 24))
  change('2', (file) => file.fill(0, 44))
  change('3', (file) => {
    for (let at = 44; at + 1 < file.length; at += 2) file.writeInt16LE(32_767, at)
  })
  writeFileSync(join(directory, '4.wav'), 'ID3')
  assert.equal(checkPack(directory), [
    '1.wav has sampleRate 44100, not 22050',
    '2.wav is silent',
    '3.wav is too loud: its peaks are cut off',
    '4.wav is not an uncompressed WAV',
  ])
})

test('a pack without a readable manifest says so', () => {
  const directory = copyOfShipped()
  writeFileSync(join(directory, 'manifest.json'), '{')
  assert.equal(checkPack(directory), ['manifest.json is not JSON'])
  writeFileSync(join(directory, 'manifest.json'), '{"clips":{}}')
  assert.equal(checkPack(directory), ['manifest.json needs "id", "name", "language" and "clips"'])
  assert.equal(checkPack(join(directory, 'nowhere')), ['manifest.json is missing'])
})

test.run()
