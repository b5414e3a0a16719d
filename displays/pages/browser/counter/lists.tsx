/** The side panel: tickets by name, in five lists, moved through by mouse or arrow keys. */
import { signal } from '../preact.ts'
import { type Desk, steps, takeUp } from './desk.ts'
import { Rows, selected, WaitingRows } from './rows.tsx'
import { Unclaimed } from './unclaimed.tsx'

const names = ['waiting', 'held', 'gone', 'finished', 'unclaimed'] as const
type Tab = (typeof names)[number]
const words: Record<Tab, string> = {
  waiting: 'Đang chờ',
  held: 'Để chờ',
  gone: 'Vắng mặt',
  finished: 'Đã xong',
  unclaimed: 'Phiếu lỗi',
}
/** Null: the first one where there is room for a list, none in a docked window. */
const tab = signal<Tab | null>(null)

/** With the arrow keys: from list to list, and through the rows of one. */
export function moveInLists(code: string): boolean {
  if (code === 'ArrowLeft' || code === 'ArrowRight') {
    const from = names.indexOf(tab.value ?? 'waiting')
    tab.value = names[(from + (code === 'ArrowRight' ? 1 : names.length - 1)) % names.length] ?? null
    return true
  }
  if (code !== 'ArrowDown' && code !== 'ArrowUp') return false
  tab.value ??= 'waiting'
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('aside .list button')]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  buttons[code === 'ArrowDown' ? Math.min(at + 1, buttons.length - 1) : Math.max(at - 1, 0)]?.focus()
  return true
}
/** Lets go of the list. False when there was nothing to let go. */
export function leaveLists(): boolean {
  const held = tab.value !== null || selected.value !== null
  tab.value = null
  selected.value = null
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  return held
}

function listed({ view, staff, counter }: Desk) {
  const given = (service: string) => counter.services.includes(service)
  const failed = new Set(view.unclaimed.map(({ id }) => id))
  return {
    waiting: (staff?.waiting ?? []).filter(
      ({ id, service, tiedTo }) =>
        !failed.has(id) && (tiedTo === null ? given(service) : tiedTo === counter.id),
    ),
    held: (staff?.held ?? []).filter((one) => one.counter === counter.id || given(one.service)),
    gone: (staff?.returnable ?? []).filter((one) => one.counter === counter.id || given(one.service)),
    finished: (staff?.finished ?? []).filter((one) => one.counter === counter.id),
  }
}

export function Lists({ desk }: { desk: Desk }) {
  const lists = listed(desk)
  const { view, counter } = desk
  const shown = tab.value ?? 'waiting'
  const count = (name: Tab) =>
    name === 'waiting' ? counter.waiting : name === 'unclaimed' ? view.unclaimed.length : lists[name].length
  return (
    <aside class={tab.value ? 'opened' : ''}>
      <div class="tabs" role="tablist">
        {names.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            data-list={name}
            class={name === 'unclaimed' && count(name) > 0 ? 'alarm' : ''}
            aria-selected={shown === name}
            onClick={() => {
              tab.value = tab.value === name ? null : name
            }}
          >
            <b>{count(name)}</b>
            <span>{words[name]}</span>
          </button>
        ))}
      </div>
      <section class={`list ${shown}`} aria-label={words[shown]}>
        {shown === 'waiting' && <WaitingRows desk={desk} rows={lists.waiting} />}
        {shown === 'held' && (
          <Rows
            desk={desk}
            rows={lists.held}
            none="Không có ai để chờ"
            words="Tiếp tục"
            note={(at) => `từ ${at}`}
            take={(id) => takeUp('resume', id)}
          />
        )}
        {shown === 'gone' && (
          <Rows
            desk={desk}
            rows={lists.gone}
            none="Không có ai vắng mặt"
            words="Quay lại"
            note={(at) => `đến ${at}`}
            take={(id) => void steps.settle(id, 'return')}
          />
        )}
        {shown === 'finished' && (
          <Rows
            desk={desk}
            rows={lists.finished}
            none="Quầy chưa xong lượt nào"
            words="Mở lại"
            note={(at) => `lúc ${at}`}
            take={(id) => takeUp('reopen', id)}
          />
        )}
        {shown === 'unclaimed' && <Unclaimed view={view} steps={steps} />}
      </section>
      <p class="hint">
        <kbd>←</kbd> <kbd>→</kbd> danh sách <kbd>↓</kbd> <kbd>Enter</kbd> chọn
      </p>
    </aside>
  )
}
