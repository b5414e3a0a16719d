/** Every counter with the number it is serving; paused and closed ones say so. */
import type { HallView } from '../../../../controller/api/views.ts'
import { ServiceNames } from '../parts.tsx'
import { shutWords } from '../words.ts'
import { turn } from './current.ts'

const rowsInColumn = 9
const mostAtOnce = 27
const turnMs = 10_000

export function Counters({ view, nowMs }: { view: HallView; nowMs: number }) {
  const shown = turn(view.counters, mostAtOnce, nowMs, turnMs)
  const columns = Math.max(1, Math.ceil(shown.length / rowsInColumn))
  const rows = Math.max(4, Math.ceil(shown.length / columns))
  return (
    <section
      class={`counters in-${columns} ${rows <= 5 ? 'tall' : ''}`}
      aria-label="Các quầy"
      style={{ '--rows': rows }}
    >
      {shown.map((counter) => {
        const service = view.services.find(
          (one) => one.id === (counter.ticket?.service ?? counter.services[0]),
        )
        // A paused counter may still be serving its last visitor: that number is the news.
        const state = counter.ticket?.state ?? (counter.state === 'open' ? 'idle' : counter.state)
        return (
          <div key={counter.id} class={`row ${state}`} style={{ '--service': service?.colour ?? '#4c6075' }}>
            <span class="spoken" data-long={counter.spoken.length > 2 || undefined}>
              {counter.spoken}
            </span>
            {columns === 1 && (
              <span class="what">
                {counter.name ?? <ServiceNames view={view} services={counter.services} />}
              </span>
            )}
            {!counter.ticket && counter.state !== 'open' ? (
              <span class="shut">{shutWords[counter.state]}</span>
            ) : (
              <b class="number" data-long={(counter.ticket?.number.length ?? 0) > 4 || undefined}>
                {counter.ticket?.number ?? '–'}
              </b>
            )}
          </div>
        )
      })}
    </section>
  )
}
