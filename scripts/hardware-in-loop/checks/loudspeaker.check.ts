/**
 * Loudspeakers of two zones on sound cards of the kernel's own: what is heard of the calls in each, word by word, and
 * what becomes of a card that is pulled out or held by another program.
 */
import * as assert from 'uvu/assert'
import type { CheckFile } from '../check.ts'
import type { Heard } from '../words-heard.ts'
import { type Card, type Ear, hold, openEar, plug, readClips, soundDevice } from '../world/sound-cards.ts'
import { pause } from '../world/wait.ts'

/** Zones and counters of their own, so that no other check is heard here. Two counters share the first zone. */
const zones = [
  { id: 'phong-a', name: 'Phòng A', speaker: 'loa-phong-a', card: 0 },
  { id: 'phong-b', name: 'Phòng B', speaker: 'loa-phong-b', card: 1 },
] as const
const [near, far] = zones
const counters = [
  { id: 'quay-4', spoken: '4', zone: near.id, services: ['ho-tich'] },
  { id: 'quay-5', spoken: '5', zone: near.id, services: ['dat-dai'] },
  { id: 'quay-6', spoken: '6', zone: far.id, services: ['lao-dong'] },
]
type Counter = (typeof counters)[number]

/** The loudspeaker looks every five seconds what cards there are. */
const lookMs = 5500
/** Shorter than any word; the end of a sound may leave a few milliseconds of an older one on a card. */
const otherMs = 250
/** Between words of one call. */
const pauseMs = 400

export const checks: CheckFile = {
  order: 90,
  site: { zones: zones.map(({ id, name }) => ({ id, name })), counters },
  station: {
    devices: zones.map(({ id, speaker, card }) => ({
      id: speaker,
      kind: 'loudspeaker',
      driver: 'alsa',
      zone: id,
      device: soundDevice(card),
    })),
  },
  add(check, _, hall) {
    const clips = readClips(['chime', 'xin-moi-so', 'den-quay-so', 'a', 'c', 'e', ...'0123456789'])
    const [first, second, third] = counters as [Counter, Counter, Counter]
    const ears = new Map<Card, Ear>()
    const ear = (card: Card) => ears.get(card) as Ear
    const words = ({ words }: Heard) => words.map(({ clip }) => clip).join(' ')
    const sentence = (number: string, { spoken }: Counter) =>
      ['chime', 'xin-moi-so', ...number.toLowerCase(), 'den-quay-so', spoken].join(' ')

    async function ask(counter: Counter, action: string) {
      const { status, body } = await hall.post(`/api/counters/${counter.id}/${action}`)
      assert.is(status, 200, `${counter.id} ${action}: ${JSON.stringify(body)}`)
      return body
    }
    /** Somebody comes and is called; what must be heard of it. */
    async function call(counter: Counter) {
      await hall.post('/api/tickets', { service: counter.services[0] })
      return sentence((await ask(counter, 'next')).number, counter)
    }
    /** Calls again whoever was called. */
    async function recall(counter: Counter) {
      return sentence((await ask(counter, 'recall')).number, counter)
    }
    /** What was heard meanwhile, and that it is nothing but words of a call, without a gap and none over another. */
    function heard(card: Card): Heard {
      const all = ear(card).heard(clips)
      assert.ok(all.otherMs < otherMs, `${all.otherMs} ms of something else beside ${words(all)}`)
      for (const [at, word] of all.words.entries()) {
        const before = all.words[at - 1]
        if (!before) continue
        const gap = word.from - before.to
        assert.ok(gap > -30, `${word.clip} ${-gap} ms over ${before.clip}`)
        assert.ok(word.clip === 'chime' || gap < pauseMs, `${gap} ms between ${before.clip} and ${word.clip}`)
      }
      return all
    }
    /** Waits for a call to begin, and to its end. */
    async function said(card: Card) {
      await ear(card).sounds()
      await ear(card).ends()
    }
    const forget = () => [...ears.values()].forEach((one) => void one.forget())

    check('the sound cards of two zones are found ready, and nothing is heard', async () => {
      for (const { speaker } of zones) await hall.healthIs(speaker, 'ready')
      for (const { card } of zones) ears.set(card, await openEar(card))
      // Another check may have been answered aloud.
      await pause(4000)
      forget()
      await pause(1000)
      for (const { card } of zones) assert.ok(ear(card).isSilent())
    })

    let inNear: Heard
    let inFar: Heard
    check(
      'calls are heard in the zone of their counter and in no other, the chime first, then word by word',
      async () => {
        const wanted = [await call(first), await call(second), await call(third)]
        for (const { card } of zones) await said(card)
        inNear = heard(near.card)
        inFar = heard(far.card)
        assert.is(words(inNear), `${wanted[0]} ${wanted[1]}`)
        assert.is(words(inFar), wanted[2])
      },
    )

    check('two zones speak at once; in one zone the second call waits for the first', async () => {
      const began = ({ words }: Heard) => words.filter(({ clip }) => clip === 'chime').map(({ from }) => from)
      const [one = 0, two = 0] = began(inNear)
      const [other = 0] = began(inFar)
      assert.ok(Math.abs(other - one) < 1500, `${one} and ${other}`)
      assert.ok(two - one > 5000 && two - one < 9000, `${one} and ${two}`)
    })

    check(
      'a card that is pulled out while nothing is said is known before the next call; the other zone speaks on',
      async () => {
        await plug(far.card, false)
        await pause(lookMs)
        await hall.healthIs(far.speaker, 'unplugged', 2000)
        forget()
        await recall(third)
        const wanted = await recall(first)
        await said(near.card)
        assert.is(words(heard(near.card)), wanted)
        assert.is((await hall.health(near.speaker)).state, 'ready')
      },
    )

    check('a card that is put back is found by itself; what nobody heard is not said late', async () => {
      await plug(far.card, true)
      ears.set(far.card, await openEar(far.card))
      await pause(lookMs)
      await hall.healthIs(far.speaker, 'ready', 2000)
      await pause(2000)
      assert.ok(ear(far.card).isSilent())
    })

    check(
      'a card that is pulled out in the middle of a call is reported, and the next call is heard when it is back',
      async () => {
        await recall(third)
        await ear(far.card).sounds()
        await plug(far.card, false)
        await hall.healthIs(far.speaker, 'unplugged', 2000)
        await plug(far.card, true)
        ears.set(far.card, await openEar(far.card))
        await pause(lookMs)
        await hall.healthIs(far.speaker, 'ready', 2000)
        const wanted = await recall(third)
        await said(far.card)
        assert.is(words(heard(far.card)), wanted)
      },
    )

    check('a card that another program holds is reported as that, and speaks when it is let go', async () => {
      const letGo = hold(near.card)
      await pause(500)
      forget()
      await recall(second)
      const health = await hall.healthIs(near.speaker, 'stuck', 8000)
      assert.match(health.state === 'down' ? health.detail : '', /held by another program.*busy/)
      letGo()
      await hall.healthIs(near.speaker, 'ready', 40_000)
      assert.ok(ear(near.card).isSilent())
      const wanted = await recall(second)
      await said(near.card)
      assert.is(words(heard(near.card)), wanted)
      for (const counter of counters) await ask(counter, 'no-show')
      for (const one of ears.values()) one.close()
    })
  },
}
