import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ManualClock, manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import { simulatedAudio, wavOf } from '../wire/audio.sim.ts'
import type { AudioWire } from '../wire/wires.ts'
import { callsWaiting, openLoudspeaker } from './loudspeaker.alsa.ts'
import type { Loudspeaker, Utterance } from './loudspeaker.ts'
import { readWav } from './wav.ts'

const test = suite('loudspeaker')
const rate = 22_050
const folder = mkdtempSync(join(tmpdir(), 'voice-'))
const packsDirectory = new URL(`${pathToFileURL(folder).href}/`)
mkdirSync(join(folder, 'vi-test'))
/** A clip of one level, so that it is found again in what was heard. */
const level = (value: number, seconds: number) => {
  const pcm = Buffer.alloc(Math.round(rate * seconds) * 2)
  for (let at = 0; at < pcm.length; at += 2) pcm.writeInt16LE(value, at)
  return pcm
}
for (const [name, value, seconds] of [
  ['chime', 1000, 1],
  ['so', 2000, 0.5],
  ['mot', 3000, 0.5],
] as const)
  writeFileSync(join(folder, 'vi-test', `${name}.wav`), wavOf(level(value, seconds), rate))
writeFileSync(join(folder, 'vi-test', 'other.wav'), wavOf(level(1, 0.1), 16_000))
writeFileSync(join(folder, 'vi-test', 'broken.wav'), 'nothing')
const opened: Loudspeaker[] = []
test.after.each(async () => {
  for (const one of opened.splice(0)) await one.close()
})
test.after(() => rmSync(folder, { recursive: true }))

async function open(fault: 'none' | 'unplugged' | 'stuck' = 'none') {
  const clock = manualClock()
  const config: DeviceOf<'loudspeaker'> = { id: 'hall', kind: 'loudspeaker', driver: 'alsa', zone: 'hall' }
  const sim = simulatedAudio({
    loudspeakers: [config],
    clock,
    mediaAddress: (device, id) => `/${device}/${id}`,
  })
  sim.act({ action: 'fault', device: 'hall', fault })
  const health: DeviceHealth[] = []
  const speaker = openLoudspeaker({
    config,
    wires: { audio: sim.wire },
    clock,
    onHealth: (next) => health.push(next),
    packsDirectory,
  })
  opened.push(speaker)
  await clock.advance(200)
  const outcomes: Record<string, Utterance> = {}
  const say = (job: string, clips = ['chime', 'so', 'mot']) =>
    speaker.speak(job, 'vi-test', clips).then((utterance) => {
      outcomes[job] = utterance
    })
  const heard = () => sim.view('hall')?.heard ?? []
  return { clock, sim, speaker, health, outcomes, say, heard }
}
/** Clips are read by real time, so time moves on in small steps with file reads let through in between. */
async function pass(clock: ManualClock, seconds: number) {
  for (let i = 0; i < seconds * 10; i++) {
    await clock.advance(100)
    await new Promise((resolve) => setTimeout(resolve, i < 5 ? 2 : 0))
  }
}

test('clips are joined in order with short gaps, sample by sample', async () => {
  const { clock, sim, outcomes, say, heard } = await open()
  void say('one')
  await pass(clock, 4)
  assert.equal(outcomes.one, { outcome: 'spoken' })
  const [only] = heard()
  const { pcm } = readWav(sim.media('hall', only?.id ?? '')?.bytes ?? new Uint8Array(0))
  const gap = Buffer.alloc(Math.round(rate * 0.06) * 2)
  assert.ok(Buffer.concat([level(1000, 1), gap, level(2000, 0.5), gap, level(3000, 0.5)]).equals(pcm))
})

test('calls are spoken one after another, never over each other nor cut off', async () => {
  const { clock, sim, outcomes, say, heard } = await open()
  for (const job of ['one', 'two', 'three']) void say(job)
  await pass(clock, 1)
  assert.ok(sim.view('hall')?.playing)
  assert.equal(outcomes, {})
  await pass(clock, 2)
  assert.equal(Object.keys(outcomes), ['one'])
  await pass(clock, 6)
  assert.equal(Object.keys(outcomes), ['one', 'two', 'three'])
  assert.ok(heard().every((one) => Math.abs(one.seconds - 2.12) < 0.01))
})

test('a call that waits can be hushed, one that sounds is finished', async () => {
  const { clock, speaker, outcomes, say, heard } = await open()
  for (const job of ['one', 'two', 'three']) void say(job)
  await pass(clock, 1)
  speaker.hush('one')
  speaker.hush('two')
  speaker.hush('unheard of')
  await pass(clock, 6)
  assert.equal(outcomes, {
    two: { outcome: 'dropped' },
    one: { outcome: 'spoken' },
    three: { outcome: 'spoken' },
  })
  assert.is(heard().length, 2)
})

test('of too many waiting calls the oldest are dropped, and say so', async () => {
  const { clock, outcomes, say } = await open()
  void say('sounding')
  await pass(clock, 1)
  for (let n = 0; n < callsWaiting + 2; n++) void say(`call-${n}`)
  await pass(clock, 0.1)
  assert.equal(Object.keys(outcomes), ['call-0', 'call-1'])
  assert.is(outcomes['call-0']?.outcome, 'dropped')
  assert.match(outcomes['call-0']?.detail ?? '', /30 newer calls/)
})

test('a missing or unusable clip fails with its name, and the next call is spoken', async () => {
  const { clock, outcomes, say } = await open()
  void say('missing', ['chime', 'khong-co'])
  void say('broken', ['chime', 'broken'])
  void say('rates', ['chime', 'other'])
  void say('outside', ['../../etc/passwd'])
  void say('empty', [])
  void say('good')
  await pass(clock, 4)
  assert.is(outcomes.missing?.detail, 'clip "khong-co" of voice pack "vi-test" is missing')
  assert.match(outcomes.broken?.detail ?? '', /clip "broken" .* no WAV file/)
  assert.match(outcomes.rates?.detail ?? '', /"other".* 16000 Hz/)
  assert.match(outcomes.outside?.detail ?? '', /no name of a clip/)
  assert.is(outcomes.empty?.outcome, 'failed')
  assert.is(outcomes.good?.outcome, 'spoken')
})

test('a card that is not there is down from the start and ready when it comes', async () => {
  const { clock, sim, health, outcomes, say, heard } = await open('unplugged')
  assert.is(health.at(-1)?.state, 'down')
  void say('one')
  await pass(clock, 0.5)
  assert.is(outcomes.one?.outcome, 'failed')
  sim.act({ action: 'fault', device: 'hall', fault: 'none' })
  await clock.advance(31_000)
  await clock.advance(200)
  assert.is(health.at(-1)?.state, 'ready')
  assert.is(heard().length, 0, 'nobody hears the silence that found it')
})

test('a card that is pulled while nothing is said is down before the next call, and ready when it is back', async () => {
  const { clock, sim, health, heard } = await open()
  sim.act({ action: 'fault', device: 'hall', fault: 'unplugged' })
  await pass(clock, 6)
  const last = health.at(-1)
  assert.is(last?.state === 'down' && last.reason, 'unplugged')
  await pass(clock, 60)
  sim.act({ action: 'fault', device: 'hall', fault: 'none' })
  await pass(clock, 6)
  assert.is(health.at(-1)?.state, 'ready', 'it does not wait for the next try')
  assert.is(heard().length, 0)
})

test('a card that is there is seen without a sound: silence is played only when the cards changed', async () => {
  const clock = manualClock()
  let listed = 'built-in\nusb'
  let played = 0
  let seen = 0
  const audio: AudioWire = {
    play: async () => void played++,
    cards: async () => listed,
  }
  const config = { id: 'hall', kind: 'loudspeaker', driver: 'alsa', zone: 'hall' } as const
  opened.push(openLoudspeaker({ config, wires: { audio }, clock, onHealth: () => seen++, packsDirectory }))
  await pass(clock, 21)
  assert.equal([played, seen], [1, 5])
  listed = 'built-in'
  await pass(clock, 10)
  assert.is(played, 2, 'the card of another loudspeaker may be the one that is gone')
})

test('cards that cannot be listed are no reason to call a loudspeaker down, or seen', async () => {
  const clock = manualClock()
  const health: DeviceHealth[] = []
  const audio: AudioWire = {
    play: async () => {},
    cards: () => Promise.reject(new Error('not now')),
  }
  const config = { id: 'hall', kind: 'loudspeaker', driver: 'alsa', zone: 'hall' } as const
  const onHealth = (next: DeviceHealth) => void health.push(next)
  opened.push(openLoudspeaker({ config, wires: { audio }, clock, onHealth, packsDirectory }))
  await pass(clock, 21)
  assert.equal(health, [{ state: 'ready' }])
})

test('each call that was heard is when the loudspeaker was last seen', async () => {
  const { clock, health, say } = await open()
  const seen = () => health.filter(({ state }) => state === 'ready').length
  assert.is(seen(), 1)
  void say('one')
  await pass(clock, 4)
  assert.is(seen(), 2)
})

test('a card that takes nothing fails the call within its time limit and the next is tried', async () => {
  const { clock, sim, health, outcomes, say } = await open()
  sim.act({ action: 'fault', device: 'hall', fault: 'stuck' })
  void say('one')
  await pass(clock, 8)
  assert.is(outcomes.one?.outcome, 'failed')
  const last = health.at(-1)
  assert.is(last?.state === 'down' && last.reason, 'stuck')
  sim.act({ action: 'fault', device: 'hall', fault: 'none' })
  void say('two')
  await pass(clock, 7)
  assert.is(outcomes.two?.outcome, 'spoken')
})

test('a card that is pulled while it plays fails that call', async () => {
  const { clock, sim, outcomes, say, heard } = await open()
  const spoken = say('one')
  while (!sim.view('hall')?.playing) await pass(clock, 0.1)
  sim.act({ action: 'fault', device: 'hall', fault: 'unplugged' })
  await pass(clock, 3)
  await spoken
  assert.is(outcomes.one?.outcome, 'failed')
  assert.is(heard().length, 0)
})

test('closing drops what waits and answers everybody', async () => {
  const { clock, speaker, outcomes, say } = await open()
  void say('one')
  void say('two')
  await pass(clock, 1)
  await speaker.close()
  void say('three')
  await pass(clock, 0.1)
  assert.equal(
    Object.entries(outcomes)
      .map(([job, { outcome }]) => `${job} ${outcome}`)
      .sort(),
    ['one failed', 'three dropped', 'two dropped'],
  )
})

test('only ten utterances are kept, and a loudspeaker has no paper', async () => {
  const { clock, sim, say, heard } = await open()
  for (let n = 0; n < 12; n++) void say(`call-${n}`, ['so'])
  await pass(clock, 9)
  assert.is(heard().length, 10)
  assert.match(sim.act({ action: 'fault', device: 'hall', fault: 'paper-out' }) ?? '', /no fault "paper-out"/)
  assert.match(sim.act({ action: 'press', device: 'hall' }) ?? '', /can't be pressed/)
})

test.run()
