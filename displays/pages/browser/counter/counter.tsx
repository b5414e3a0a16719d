/** The officer's page: three large keys for normal work, calm ones beside them, every key on the keyboard too. */
import './counter.css'
import './sheet.css'
import './lists.css'
import { Connecting, mount, StaleBanner } from '../parts.tsx'
import { Head, VisitActions } from './actions.tsx'
import { Choose } from './choose.tsx'
import { Current } from './current.tsx'
import {
  answer,
  asking,
  chooseOutcome,
  counterId,
  type Desk,
  here,
  live,
  openOrClose,
  openSheet,
  outcome,
  pauseOrContinue,
  press,
  sheet,
  steps,
  undo,
} from './desk.ts'
import { Dossiers, dossierField } from './dossiers.tsx'
import { listenToKeys } from './keys.ts'
import { Lists, leaveLists, moveInLists } from './lists.tsx'
import { Sheet, sheetKey } from './sheet.tsx'
import { contentOf } from './sheet-content.ts'
import { hindrance, offerNoShowFrom, type Step } from './steps.ts'

function deskNow(): Desk | null {
  const view = live.hall.value
  const counter = here()
  return view && counter ? { view, counter, staff: live.staff.value } : null
}

listenToKeys({
  step: press,
  outcome: chooseOutcome,
  letters: {
    KeyH: () => openSheet('hold'),
    KeyC: () => openSheet('transfer'),
    KeyU: undo,
    KeyP: pauseOrContinue,
    KeyO: openOrClose,
    KeyL: () => openSheet('officer'),
    KeyN: () => openSheet('services'),
    KeyQ: () => openSheet('more'),
    KeyD: () => dossierField()?.focus(),
  },
  asking: () => asking.value !== null,
  answer,
  sheet(code) {
    const desk = deskNow()
    const content = sheet.value && desk && contentOf(sheet.value, desk)
    if (!content) return false
    sheetKey(code, content)
    return true
  },
  lists: moveInLists,
  escape: leaveLists,
  scanField: dossierField,
})

function Key(props: {
  desk: Desk
  step: Step
  words: string
  hint: string
  kind: string
  offered?: boolean
}) {
  const { view, counter } = props.desk
  const inTheWay = hindrance(props.step, view, counter, outcome())
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

function Outcomes({ view, counter }: Desk) {
  if (counter.ticket?.state !== 'serving' || view.outcomes.length === 0) return null
  return (
    <fieldset class="outcomes">
      <legend>Kết quả{view.rules.outcomeRequired ? ' (phải chọn)' : ' (nếu cần)'}</legend>
      {view.outcomes.map((one, index) => (
        <button
          type="button"
          key={one.code}
          aria-pressed={outcome() === one.code}
          onClick={() => chooseOutcome(index)}
        >
          {index < 9 && <kbd>{index + 1}</kbd>}
          <span>{one.vi}</span>
        </button>
      ))}
    </fieldset>
  )
}

function Question({ counter }: Desk) {
  const ticket = counter.ticket
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
  if (!view) return <Connecting live={live} />
  const desk = deskNow()
  if (!desk) return <Choose view={view} unknown={counterId || null} />
  const ticket = desk.counter.ticket
  const said = steps.said.value
  return (
    <main class="work">
      <Head {...desk} />
      <Current desk={desk} />
      <VisitActions {...desk} />
      <Lists desk={desk} />
      <Outcomes {...desk} />
      <Dossiers {...desk} />
      <p class={`said ${said ? said.tone : ''}`} role="status">
        {said?.text}
      </p>
      <div class="keys">
        <Key desk={desk} step="next" words="GỌI SỐ TIẾP" hint="Phím cách" kind="next" />
        <Key desk={desk} step="recall" words="GỌI LẠI" hint="R" kind="recall" />
        {ticket?.state === 'serving' ? (
          <Key desk={desk} step="finish" words="KẾT THÚC" hint="S" kind="finish" />
        ) : (
          <Key desk={desk} step="start" words="BẮT ĐẦU" hint="S" kind="start" />
        )}
        <Key
          desk={desk}
          step="no-show"
          words="Vắng mặt"
          hint="V"
          kind="absent"
          offered={ticket?.state === 'called' && ticket.calls >= offerNoShowFrom}
        />
      </div>
      <Question {...desk} />
      <Sheet desk={desk} />
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Page />)
