/** Small pieces that several pages draw. */

import pictograms from 'pictograms:all'
import type { HallView } from '../../../controller/api/views.ts'
import type { PictogramName } from '../../../hardware/pictogram-names.ts'
import type { Live } from './live.ts'
import { type ComponentChildren, render, useSignal } from './preact.ts'
import { clockTime, timeWithDay, unbroken } from './words.ts'

export function mount(page: ComponentChildren): void {
  const place = document.getElementById('page')
  if (place) render(page, place)
}

export function Pictogram({ name }: { name: PictogramName }) {
  return (
    <svg
      class="pictogram"
      viewBox="0 0 24 24"
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: pictograms[name] ?? '' }}
    />
  )
}

/** Says that what is shown is old. Pages never hide old figures: they say how old they are. */
export function StaleBanner({ live }: { live: Live }) {
  const since = live.stale.value
  if (since === null) return null
  const offset = live.offsetMinutes.value
  return (
    <div class="stale" role="alert">
      {since === 0
        ? 'Chưa kết nối được với máy chủ – đang thử lại'
        : `Mất kết nối với máy chủ – số liệu lúc ${timeWithDay(since, live.now.value, offset)}`}
    </div>
  )
}

/** Before the first view has come. */
export function Connecting({ live }: { live: Live }) {
  return (
    <main class="connecting">
      Đang kết nối…
      <StaleBanner live={live} />
    </main>
  )
}

export function Clock({ live }: { live: Live }) {
  const now = live.now.value
  return <time class="clock">{now === 0 ? '--:--' : clockTime(now, live.offsetMinutes.value)}</time>
}

/** What a counter gives. A line ends between services, not inside the name of one that fits a line. */
export function ServiceNames({ view, services }: { view: HallView; services: readonly string[] }) {
  const names = services.flatMap((id) => view.services.find((one) => one.id === id)?.shortName ?? [])
  return (
    <>
      {names.map((name, index) => (
        <span key={name} class="service-name">
          {unbroken(name)}
          {index < names.length - 1 && ',\u00a0'}
        </span>
      ))}
    </>
  )
}

/** One code, typed or scanned, and what is done with it. */
export function CodeForm(props: {
  label: ComponentChildren
  done: ComponentChildren
  look: string
  busy?: boolean
  take: (code: string) => void
}) {
  const typed = useSignal('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.value.trim() !== '') props.take(typed.value.trim())
      }}
    >
      <label>
        {props.label}
        <input
          ref={(input) => input?.focus()}
          maxLength={40}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            typed.value = event.currentTarget.value
          }}
        />
      </label>
      <button type="submit" class={props.look} disabled={props.busy ?? false}>
        {props.done}
      </button>
    </form>
  )
}

export function Logo({ src, name }: { src: string | null; name: string }) {
  if (src) return <img class="logo" src={src} alt="" />
  const initials = name.split(' ').slice(-2)
  return (
    <span class="logo drawn" aria-hidden="true">
      {initials.map((word) => word.slice(0, 1).toUpperCase()).join('')}
    </span>
  )
}
