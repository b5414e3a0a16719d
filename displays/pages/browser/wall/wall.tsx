/** The waiting-room screen: who is called where, readable across the hall. Shows what the hall says; has no controls. */
import './wall.css'
import type { HallView } from '../../../../controller/api/views.ts'
import { type Live, openLive } from '../live.ts'
import { Clock, Connecting, Logo, mount, Pictogram, StaleBanner } from '../parts.tsx'
import { longDate, unbroken } from '../words.ts'
import { Calls } from './calls.tsx'
import { Counters } from './counters.tsx'
import { inZone, turn, wallCalls } from './current.ts'
import { Told } from './told.tsx'

const zone = new URLSearchParams(location.search).get('zone')
const servicesAtOnce = 8
const turnMs = 8_000

/** Whoever wrote the address of this screen reads what is wrong with it. */
function NoSuchZone({ view }: { view: HallView }) {
  return (
    <section class="calls">
      <p class="none">
        Không có khu “{zone}” ở trung tâm này
        <b>Các khu: {[...new Set(view.counters.map((counter) => counter.zone))].join(', ')}</b>
      </p>
    </section>
  )
}

function Wall({ live }: { live: Live }) {
  const whole = live.hall.value
  if (!whole) return <Connecting live={live} />
  const view = inZone(whole, zone)
  const now = live.now.value
  const calls = wallCalls(view.calls, now)
  const newest = calls.current[0]
  return (
    <main class={view.notices.length > 0 ? 'noticed' : ''}>
      <header>
        <Logo src={view.site.logo} name={view.site.name} />
        <div class="names">
          {view.site.authority && <p>{view.site.authority}</p>}
          <h1 style={{ '--characters': view.site.name.length }}>{view.site.name}</h1>
        </div>
        <div class="when">
          <Clock live={live} />
          <p>{now === 0 ? '' : longDate(now, live.offsetMinutes.value)}</p>
        </div>
      </header>
      {zone !== null && view.counters.length === 0 ? (
        <NoSuchZone view={whole} />
      ) : (
        <Calls calls={calls} view={view} nowMs={now} />
      )}
      <Counters view={view} nowMs={now} />
      <footer>
        {view.notices.length > 0 && (
          <p class="notice" role="status">
            {turn(view.notices, 1, now, turnMs)[0]?.message.vi}
          </p>
        )}
        {view.services.length > 0 && (
          <ul class="waiting" aria-label="Số người đang chờ">
            <li class="caption" aria-hidden="true">
              Số người đang chờ
            </li>
            {turn(view.services, servicesAtOnce, now, turnMs).map((service) => (
              <li key={service.id} class={service.open ? '' : 'shut'} style={{ '--service': service.colour }}>
                <Pictogram name={service.pictogram} />
                <span>{unbroken(service.shortName)}</span>
                <b>{service.waiting}</b>
              </li>
            ))}
          </ul>
        )}
      </footer>
      <Told view={view} nowMs={now} offsetMinutes={live.offsetMinutes.value} />
      <p class="unseen" aria-live="polite">
        {newest?.active ? `Xin mời số ${newest.number} đến quầy ${newest.spoken}` : ''}
      </p>
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Wall live={openLive(['hall'])} />)
