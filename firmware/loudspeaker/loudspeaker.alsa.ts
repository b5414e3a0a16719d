/**
 * Loudspeaker on a sound card. Calls are spoken one after another; one that waits too far back is dropped for
 * the newest, because a visitor who was called long ago has been called on the wall.
 *
 * A silence of a moment tells whether the card can be played to: at the start, while it is down, and when the
 * computer's sound cards are others than before, so that a card that was pulled out is known before the next call.
 * No silence is played just to look: many an amplifier clicks at it.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { boundedWaits } from '../bounded-waits.ts'
import { downFrom, pauseMs } from '../last-wins.ts'
import type { DeviceHealth } from '../messages.ts'
import { messageOf, wireError } from '../wire/wire-error.ts'
import type { Wires } from '../wire/wires.ts'
import type { Loudspeaker, Utterance } from './loudspeaker.ts'
import { openVoiceClips } from './voice-clips.ts'

export const callsWaiting = 30
/** The wire gives up by itself after four seconds more than the sound lasts. */
const graceMs = 6000
const lookEveryMs = 5000
const silenceRate = 22_050
const silence = new Uint8Array(silenceRate / 10)
const shippedPacks = new URL('../../displays/voice/packs/', import.meta.url)

type Call = { job: string; pack: string; clips: string[]; answer(utterance: Utterance): void }

export function openLoudspeaker({
  config,
  wires,
  clock,
  onHealth,
  packsDirectory = shippedPacks,
}: {
  config: DeviceOf<'loudspeaker'>
  wires: Pick<Wires, 'audio'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
  /** Has a folder for each voice pack. */
  packsDirectory?: URL
}): Loudspeaker {
  const device = config.device ?? 'default'
  const voice = openVoiceClips({ packsDirectory })
  const waits = boundedWaits(clock)
  const waiting: Call[] = []
  let working: Promise<void> | undefined
  let retries = 0
  let closed = false
  let ready = false
  let cards: string | undefined
  let cancelProbe: () => void = () => {}
  let cancelLook: () => void = () => {}

  function tell(health: DeviceHealth) {
    ready = health.state === 'ready'
    retries = health.state === 'down' ? retries + 1 : 0
    // The same again says that it was seen; who is told of changes alone is the slot's.
    if (!closed) onHealth(health)
  }

  async function play(pcm: Uint8Array, rate: number) {
    cancelProbe()
    try {
      await waits.within(
        (pcm.length / 2 / rate) * 1000 + graceMs,
        wires.audio.play(device, pcm, rate),
        () => {
          throw wireError('stuck', `sound card "${device}" does not take the sound`)
        },
      )
      tell({ state: 'ready' })
    } catch (error) {
      tell(downFrom(error, retries))
      if (!closed)
        cancelProbe = clock.after(pauseMs(retries), () => {
          if (!working) work(probe())
        })
      throw error
    }
  }
  const probe = () => play(silence, silenceRate).catch(() => {})

  async function look() {
    const listed = await wires.audio.cards().catch(() => undefined)
    if (closed) return
    cards ??= listed
    // A card that changes while it plays is seen by the next look.
    if (listed !== undefined && !working) {
      if (listed !== cards) work(probe())
      else if (ready) tell({ state: 'ready' })
      cards = listed
    }
    cancelLook = clock.after(lookEveryMs, look)
  }

  async function speakNext(): Promise<void> {
    for (let call = waiting.shift(); call && !closed; call = waiting.shift()) {
      try {
        const { pcm, rate } = await voice.join(call.pack, call.clips)
        await play(pcm, rate)
        call.answer({ outcome: 'spoken' })
      } catch (error) {
        call.answer({ outcome: 'failed', detail: messageOf(error) })
      }
    }
  }
  function work(first: Promise<void>) {
    working = first.then(speakNext).finally(() => {
      working = undefined
      // A call may have arrived between the last look and here.
      if (waiting.length > 0 && !closed) work(Promise.resolve())
    })
  }

  work(probe())
  void look()

  return {
    speak: (job, pack, clips) =>
      new Promise((answer) => {
        if (closed) {
          answer({ outcome: 'dropped', detail: 'the station is stopping' })
          return
        }
        waiting.push({ job, pack, clips, answer })
        while (waiting.length > callsWaiting)
          waiting.shift()?.answer({ outcome: 'dropped', detail: `${callsWaiting} newer calls are waiting` })
        if (!working) work(Promise.resolve())
      }),
    hush(job) {
      const at = waiting.findIndex((call) => call.job === job)
      if (at >= 0) waiting.splice(at, 1)[0]?.answer({ outcome: 'dropped' })
    },
    async close() {
      closed = true
      cancelProbe()
      cancelLook()
      for (const call of waiting.splice(0))
        call.answer({ outcome: 'dropped', detail: 'the station is stopping' })
      waits.callOff(wireError('offline', 'the station is stopping'))
      await working
    },
  }
}
