/** The calm actions beside the three keys: about the visit, and about the counter itself. */
import { Clock } from '../parts.tsx'
import { type Desk, live, openOrClose, openSheet, pauseOrContinue, steps, undo } from './desk.ts'

const undoWords = {
  call: 'Hoàn tác gọi số',
  'no-show': 'Hoàn tác vắng mặt',
  transfer: 'Hoàn tác chuyển',
  finish: 'Hoàn tác kết thúc',
} as const

function Action(props: { name: string; words: string; hint: string; take(): void }) {
  return (
    <button type="button" data-action={props.name} disabled={steps.busy.value} onClick={props.take}>
      <span>{props.words}</span> <kbd>{props.hint}</kbd>
    </button>
  )
}

export function VisitActions({ counter }: Desk) {
  const serving = counter.ticket?.state === 'serving'
  const back = counter.undo
  if (!serving && !back) return null
  return (
    <div class="actions">
      {serving && <Action name="hold" words="Để chờ" hint="H" take={() => openSheet('hold')} />}
      {serving && <Action name="transfer" words="Chuyển" hint="C" take={() => openSheet('transfer')} />}
      {back && <Action name="undo" words={undoWords[back]} hint="U" take={undo} />}
    </div>
  )
}

export function Head({ counter, view }: Desk) {
  const { state, officer } = counter
  return (
    <header class={state}>
      <h1>Quầy {counter.spoken}</h1>
      <p class="whose">{counter.name ?? view.site.name}</p>
      <div class="desk">
        <Action
          name="officer"
          words={officer ? `Cán bộ ${officer}` : 'Đăng nhập'}
          hint="L"
          take={() => openSheet('officer')}
        />
        <Action name="services" words="Nội dung" hint="N" take={() => openSheet('services')} />
        {state !== 'closed' && (
          <Action
            name="pause"
            words={state === 'paused' ? 'Tiếp tục làm việc' : 'Tạm dừng'}
            hint="P"
            take={pauseOrContinue}
          />
        )}
        <Action
          name="open"
          words={state === 'closed' ? 'Mở quầy' : 'Đóng quầy'}
          hint="O"
          take={openOrClose}
        />
        <Action name="more" words="Thêm" hint="Q" take={() => openSheet('more')} />
      </div>
      <Clock live={live} />
    </header>
  )
}
