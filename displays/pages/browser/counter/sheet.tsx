/** A sheet over the keys: one question, its answers numbered, two steps at most. */
import { CodeForm } from '../parts.tsx'
import type { SheetContent } from './choices.ts'
import { type Desk, sheet, steps } from './desk.ts'
import { contentOf } from './sheet-content.ts'

const shut = () => {
  sheet.value = null
}

/** The keys while a sheet lies open: digits choose, where "1" may still become "12" Enter settles it. */
export function sheetKey(code: string, content: SheetContent): boolean {
  const open = sheet.value
  if (!open) return false
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1]
  if (code === 'Escape') shut()
  else if (content.tabs && code === `Key${content.tabs.key}`)
    sheet.value = { ...open, second: !open.second, typed: '', picked: null }
  else if (code === 'Enter' || code === 'NumpadEnter') {
    const exact = content.choices.find(({ key }) => key === open.typed)
    if (exact) exact.take()
    else content.done?.take()
  } else if (digit !== undefined) {
    const typed = [open.typed + digit, digit].find((text) =>
      content.choices.some(({ key }) => key.startsWith(text)),
    )
    const fitting = content.choices.filter(({ key }) => typed !== undefined && key.startsWith(typed))
    const [only] = fitting.length === 1 ? fitting : []
    if (only && only.key === typed) only.take()
    else sheet.value = { ...open, typed: typed ?? '' }
  } else return false
  return true
}

function Field({ field }: { field: NonNullable<SheetContent['field']> }) {
  return (
    <CodeForm
      label={<span>{field.label}</span>}
      look="done"
      done={
        <>
          {field.done} <kbd>Enter</kbd>
        </>
      }
      take={field.take}
    />
  )
}

function Tabs({ tabs, second }: { tabs: NonNullable<SheetContent['tabs']>; second: boolean }) {
  return (
    <div class="switch">
      {tabs.words.map((words, index) => (
        <button
          type="button"
          key={words}
          aria-pressed={(index === 1) === second}
          onClick={() => {
            if (sheet.value) sheet.value = { ...sheet.value, second: index === 1, typed: '', picked: null }
          }}
        >
          {words}
        </button>
      ))}
      <kbd>{tabs.key}</kbd>
    </div>
  )
}

export function Sheet({ desk }: { desk: Desk }) {
  const open = sheet.value
  const content = open && contentOf(open, desk)
  if (!open || !content) return null
  return (
    <div class="sheet" role="dialog" aria-label={content.title}>
      <div class="top">
        <p>{content.title}</p>
        {content.tabs && <Tabs tabs={content.tabs} second={open.second} />}
        <button type="button" class="shut" onClick={shut}>
          Thôi <kbd>Esc</kbd>
        </button>
      </div>
      {content.field && <Field field={content.field} />}
      <ul>
        {content.choices.map((choice) => (
          <li key={choice.key}>
            <button
              type="button"
              class={open.typed !== '' && choice.key.startsWith(open.typed) ? 'typed' : ''}
              aria-pressed={choice.ticked}
              disabled={steps.busy.value}
              style={{ '--service': choice.colour ?? 'transparent' }}
              onClick={() => choice.take()}
            >
              <kbd>{choice.key}</kbd>
              <span>{choice.words}</span>
              {choice.note && <small>{choice.note}</small>}
            </button>
          </li>
        ))}
      </ul>
      {content.choices.length === 0 && !content.field && <p class="none">Không có lựa chọn nào.</p>}
      {content.reasons && (
        <div class="reasons">
          <span>Lý do</span>
          {content.reasons.map(({ code, words, chosen }) => (
            <button
              type="button"
              key={code}
              aria-pressed={chosen}
              onClick={() => {
                sheet.value = { ...open, picked: [code] }
              }}
            >
              {words}
            </button>
          ))}
        </div>
      )}
      {content.done && (
        <button type="button" class="done" onClick={content.done.take}>
          {content.done.words} <kbd>Enter</kbd>
        </button>
      )}
    </div>
  )
}
