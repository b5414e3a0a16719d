/** The hall's hardware on one page, where its wires are simulated: everything shown is what drivers did to them. */
import './bench.css'
import { openLive } from '../live.ts'
import { Clock, Connecting, mount, StaleBanner } from '../parts.tsx'
import { effect } from '../preact.ts'
import { unwritten } from '../unwritten.ts'
import { refusal } from './act.ts'
import { CounterPlace } from './at-counter.tsx'
import { Enlarged, Entrance } from './entrance.tsx'
import { Expanders } from './expanders.tsx'
import { HallBoards } from './hall-boards.tsx'
import { Multiplexers } from './multiplexers.tsx'
import { followSpeakers, Speakers } from './speakers.tsx'
import { known } from './trace.tsx'
import { byCounter } from './whose.ts'

const live = openLive(['hall', 'bench', 'manager'])
followSpeakers(live)
effect(() => {
  known.value = live.manager.value?.devices ?? []
})

function Bench() {
  const hall = live.hall.value
  const bench = live.bench.value
  const failure = live.manager.value?.journal.failure
  if (hall && !hall.site.simulated)
    return <main class="connecting">Bàn thử chỉ có khi thiết bị được mô phỏng.</main>
  if (!hall || !bench) return <Connecting live={live} />
  return (
    <main class="bench">
      <header>
        <h1>Bàn thử thiết bị</h1>
        <p class="whose">{hall.site.name} – thiết bị mô phỏng</p>
        {failure && <strong role="alert">{unwritten[failure.reason].what}</strong>}
        {refusal.value && <strong role="alert">{refusal.value}</strong>}
        <Clock live={live} />
      </header>
      <Entrance bench={bench} hall={hall} />
      <div class="hall">
        <HallBoards bench={bench} />
        <Speakers bench={bench} />
        <div class="places">
          {byCounter(bench, hall).map((place) => (
            <CounterPlace key={place.key} place={place} />
          ))}
        </div>
        <Multiplexers bench={bench} />
        <Expanders bench={bench} />
      </div>
      <Enlarged />
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Bench />)
