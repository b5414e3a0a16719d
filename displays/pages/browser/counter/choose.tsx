/** Which counter is this? Shown when the address names none, or one that the hall does not have. */
import type { HallView } from '../../../../controller/api/views.ts'
import { ServiceNames } from '../parts.tsx'
import { shutWords } from '../words.ts'

export function Choose({ view, unknown }: { view: HallView; unknown: string | null }) {
  return (
    <main class="choose">
      <h1>Chọn quầy</h1>
      {unknown && <p class="unknown">Không có quầy “{unknown}” ở trung tâm này.</p>}
      <ul>
        {view.counters.map((counter) => (
          <li key={counter.id}>
            <a href={`/counter/${counter.id}`} class={counter.state}>
              <b>{counter.spoken}</b>
              <span>
                {counter.state !== 'open' && <em>{shutWords[counter.state]}</em>}
                <ServiceNames view={view} services={counter.services} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </main>
  )
}
