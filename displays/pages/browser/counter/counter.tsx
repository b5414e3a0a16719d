/** The officer's page: three large keys for normal work, every key on the keyboard too. */
import './counter.css'
import { openLive } from '../live.ts'
import { Clock, mount, StaleBanner } from '../parts.tsx'
import { signal } from '../preact.ts'
import { Choose } from './choose.tsx'
import { Current, Waiting } from './current.tsx'
import { listenToKeys } from './keys.ts'
import { hindrance, offerNoShowFrom, openSteps, type Step } from './steps.ts'
import { Unclaimed } from './unclaimed.tsx'

const counterId = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const live = openLive(['hall'])
const steps = openSteps(counterId, live)
/** The outcome chosen for a ticket; another ticket starts without one. */
const outcome = signal<{ ticket: string; code: string } | null>(null)
const asking = signal<string | null>(null)

const here = () => live.hall.value?.counters.find((one) => one.id === counterId) ?? null
const chosen = () => (outcome.value?.ticket === here()?.ticket?.id ? (outcome.value?.code ?? null) : null)

function press(wanted: Step | 'start-or-finish'): void {
  const view = live.hall.value
  const counter = here()
  if (!view || !counter || steps.busy.value) return
  const ticket = counter.ticket
  const step = wanted !== 'start-or-finish' ? wanted : ticket?.state === 'serving' ? 'finish' : 'start'
  const inTheWay = hindrance(step, view, counter, chosen())
  if (inTheWay) {
    steps.say(inTheWay)
    return
  }
  if (step === 'no-show') {
    asking.value = ticket?.id ?? null
    return
  }
  void steps.take(step, ticket, chosen())
}
function answer(yes: boolean): void {
  const ticket = here()?.ticket ?? null
  const asked = asking.value
  asking.value = null
  if (yes && ticket && ticket.id === asked) void steps.take('no-show', ticket, null)
}
function choose(index: number): void {
  const ticket = here()?.ticket
  const code = live.hall.value?.outcomes[index]?.code
  if (ticket?.state !== 'serving' || !code) return
  outcome.value = chosen() === code ? null : { ticket: ticket.id, code }
}
listenToKeys({ step: press, outcome: choose, asking: () => asking.value !== null, answer })

function Key(props: { step: Step; words: string; hint: string; kind: string; offered?: boolean }) {
  const view = live.hall.value
  const counter = here()
  if (!view || !counter) return null
  const inTheWay = hindrance(props.step, view, counter, chosen())
  return (
    <button
      type="button"
      class={`key ${props.kind} ${props.offered ? 'offered' : ''}`}
      data-step={props.step}
      disabled={inTheWay !== null || steps.busy.value || asking.value !== null}
      onClick={() => press(props.step)}
    >
      <b>{props.words}</b>
      <span>{inTheWay ?? (props.offered ? `Đã gọi ${counter.ticket?.calls} lần` : '')}</span>
      <kbd>{props.hint}</kbd>
    </button>
  )
}

function Outcomes() {
  const view = live.hall.value
  if (!view || here()?.ticket?.state !== 'serving' || view.outcomes.length === 0) return null
  return (
    <fieldset class="outcomes">
      <legend>Kết quả{view.rules.outcomeRequired ? ' (phải chọn)' : ' (nếu cần)'}</legend>
      {view.outcomes.map((one, index) => (
        <button
          type="button"
          key={one.code}
          aria-pressed={chosen() === one.code}
          onClick={() => choose(index)}
        >
          {index < 9 && <kbd>{index + 1}</kbd>}
          <span>{one.vi}</span>
        </button>
      ))}
    </fieldset>
  )
}

function Question() {
  const ticket = here()?.ticket
  if (!ticket || asking.value !== ticket.id) return null
  return (
    <div class="question" role="alertdialog" aria-label={`Số ${ticket.number} vắng mặt?`}>
      <p>Số {ticket.number} vắng mặt?</p>
      <button type="button" class="yes" onClick={() => answer(true)}>
        Vắng mặt <kbd>V</kbd>
      </button>
      <button type="button" onClick={() => answer(false)}>
        Thôi <kbd>Esc</kbd>
      </button>
    </div>
  )
}

function Page() {
  const view = live.hall.value
  if (!view)
    return (
      <main class="connecting">
        Đang kết nối…
        <StaleBanner live={live} />
      </main>
    )
  const counter = here()
  if (!counter) return <Choose view={view} unknown={counterId || null} />
  const ticket = counter.ticket
  const said = steps.said.value
  return (
    <main class="work">
      <header>
        <h1>Quầy {counter.spoken}</h1>
        <p>{counter.name ?? view.site.name}</p>
        <Clock live={live} />
      </header>
      <Current counter={counter} view={view} nowMs={live.now.value} />
      <aside>
        <Waiting counter={counter} view={view} />
        <Unclaimed view={view} steps={steps} />
      </aside>
      <Outcomes />
      <p class={`said ${said ? said.tone : ''}`} role="status">
        {said?.text}
      </p>
      <div class="keys">
        <Key step="next" words="GỌI SỐ TIẾP" hint="Phím cách" kind="next" />
        <Key step="recall" words="GỌI LẠI" hint="R" kind="recall" />
        {ticket?.state === 'serving' ? (
          <Key step="finish" words="KẾT THÚC" hint="S" kind="finish" />
        ) : (
          <Key step="start" words="BẮT ĐẦU" hint="S" kind="start" />
        )}
        <Key
          step="no-show"
          words="Vắng mặt"
          hint="V"
          kind="absent"
          offered={ticket?.state === 'called' && ticket.calls >= offerNoShowFrom}
        />
      </div>
      <Question />
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Page />)
