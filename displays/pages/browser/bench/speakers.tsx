/** The loudspeakers: what was heard can be heard here too, at once or later. */

import type { Live } from '../live.ts'
import { computed, effect, signal } from '../preact.ts'
import { FaultChoice } from './fault.tsx'
import { allOf, type WiredBench } from './whose.ts'

const listening = signal(false)
let known: Set<string> | null = null
let player: HTMLAudioElement | null = null

/** Plays what is newly heard while "Nghe loa" is on; what was heard before it was switched on stays silent. */
export function followSpeakers(live: Live): void {
  const sounds = computed(() =>
    live.bench.value
      ? allOf(live.bench.value, 'loudspeaker').flatMap(({ device }) => device.heard.map((one) => one.sound))
      : null,
  )
  effect(() => {
    if (!sounds.value) return
    const fresh = known ? sounds.value.filter((sound) => !known?.has(sound)) : []
    known = new Set(sounds.value)
    if (listening.value && fresh[0]) play(fresh[0])
  })
}
function play(sound: string): void {
  player?.pause()
  player = new Audio(sound)
  player.play().catch(() => {
    listening.value = false
  })
}

export function Speakers({ bench }: { bench: WiredBench }) {
  const all = allOf(bench, 'loudspeaker')
  if (all.length === 0) return null
  return (
    <section class="speakers">
      {all.map(({ station, device }) => (
        <div key={`${station.id} ${device.id}`} class="speaker" data-device={device.id}>
          <i class={device.playing ? 'playing' : ''} aria-hidden="true">
            <b />
            <b />
            <b />
          </i>
          <span>
            Loa <small>{device.id}</small>: {device.playing ? 'đang phát' : 'im'}
          </span>
          <ol>
            {device.heard.slice(0, 3).map((one) => (
              <li key={one.id}>
                <button type="button" onClick={() => play(one.sound)}>
                  ▶ {one.seconds.toFixed(1).replace('.', ',')} giây
                </button>
              </li>
            ))}
          </ol>
          <FaultChoice station={station.id} device={device.id} fault={device.fault} />
        </div>
      ))}
      <label>
        <input
          type="checkbox"
          checked={listening.value}
          onChange={(event) => {
            listening.value = event.currentTarget.checked
          }}
        />
        Nghe loa
      </label>
    </section>
  )
}
