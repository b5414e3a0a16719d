import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { wordsHeard } from './words-heard.ts'
import { readClips } from './world/sound-cards.ts'

const test = suite('words heard in a recording')
const rate = 22_050
const names = ['chime', 'xin-moi-so', 'den-quay-so', 'c', '0', '1', '2', '3', '5', '6', '8', '9']
const clips = readClips(names)
const gap = Buffer.alloc(2646)
const call = ['chime', 'xin-moi-so', 'c', '0', '0', '1', 'den-quay-so', '5']

const clip = (name: string) => clips.get(name) ?? Buffer.alloc(0)
const say = (...said: string[]) => Buffer.concat([gap, ...said.flatMap((name) => [clip(name), gap]), gap])
const hear = (recording: Buffer) => wordsHeard(recording, rate, clips)
const order = (recording: Buffer) => hear(recording).words.map(({ clip }) => clip)

test('every word of the pack is told from every other', () => {
  assert.equal(order(say(...names)), names)
})

test('a call is heard word by word, and nothing beside it', () => {
  const { words, otherMs } = hear(say(...call))
  assert.equal(
    words.map(({ clip }) => clip),
    call,
  )
  assert.is(otherMs, 0)
  for (const [at, word] of words.entries()) assert.ok(word.from >= (words[at - 1]?.to ?? 0) + 59)
})

test('samples that were put in or lost, and a start at any sample, change no word', () => {
  const sound = say(...call)
  for (const at of [9_998, 60_000, 100_000, 140_000]) {
    const extra = Buffer.concat([sound.subarray(0, at), sound.subarray(at - 4992, at), sound.subarray(at)])
    const lost = Buffer.concat([sound.subarray(0, at), sound.subarray(at + 1600)])
    assert.equal(order(extra), call, `extra at ${at}`)
    assert.equal(order(lost), call, `lost at ${at}`)
    assert.ok(hear(extra).otherMs <= 120)
  }
  assert.equal(order(Buffer.concat([Buffer.alloc(34), sound])), call)
})

test('another order, a word too few and one too many are told', () => {
  assert.equal(order(say('xin-moi-so', 'chime')), ['xin-moi-so', 'chime'])
  assert.equal(order(say('0', '1')), ['0', '1'])
  assert.equal(order(say('1', '0', '0')), ['1', '0', '0'])
  const unknown = wordsHeard(say('c', '0'), rate, new Map([...clips].filter(([name]) => name !== 'c')))
  assert.equal(
    unknown.words.map(({ clip }) => clip),
    ['0'],
  )
  assert.ok(unknown.otherMs > 300, String(unknown.otherMs))
})

test('words over each other, and half a word, are not heard', () => {
  const over = Buffer.from(clip('chime'))
  const words = clip('xin-moi-so')
  for (let at = 0; at < over.length; at += 2)
    over.writeInt16LE((over.readInt16LE(at) + words.readInt16LE(at)) / 2, at)
  assert.equal(order(over), [])
  assert.equal(order(words.subarray(0, words.length / 2)), [])
  assert.ok(hear(over).otherMs > 500)
})

test('silence is no word and no sound', () => {
  assert.equal(hear(Buffer.alloc(rate * 4)), { words: [], otherMs: 0 })
})

test.run()
