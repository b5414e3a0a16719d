/**
 * The keyboard of the counter page. Physical keys, so that a Vietnamese input method does not swallow them. A
 * bar code scanner types too: its burst of characters goes to the dossier field and is never taken for keys.
 */
import type { Step } from './steps.ts'

export type KeyActions = {
  step(step: Step | 'start-or-finish'): void
  outcome(index: number): void
  /** The calm actions, by the letter on them. */
  letters: Record<string, () => void>
  /** While a question stands, only its answers are keys. */
  asking(): boolean
  answer(yes: boolean): void
  /** While a sheet lies open, all keys are its. False: not open. */
  sheet(code: string): boolean
  /** Moves in the lists; false: not a key of theirs. */
  lists(code: string): boolean
  escape(): void
  /** Where scanned characters go; null while no dossier may be noted. */
  scanField(): HTMLInputElement | null
}

const steps: Record<string, Step | 'start-or-finish'> = {
  Space: 'next',
  Enter: 'next',
  NumpadEnter: 'next',
  KeyR: 'recall',
  KeyS: 'start-or-finish',
  KeyV: 'no-show',
}
/** No hand strikes two keys this fast, every scanner does. */
const scanGapMs = 50

export function listenToKeys(actions: KeyActions): void {
  let first: { character: string; timer: ReturnType<typeof setTimeout> } | null = null

  function meaningOf(code: string): (() => void) | null {
    const step = steps[code]
    if (step) return () => actions.step(step)
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1]
    if (digit) return () => actions.outcome(Number(digit) - 1)
    return actions.letters[code] ?? null
  }
  /** True when the character is the second of a burst, or might be the first of one. */
  function scanned(event: KeyboardEvent, meaning: (() => void) | null): boolean {
    const field = actions.scanField()
    if (!field || !/^[\w./-]$/.test(event.key)) return false
    if (first) {
      clearTimeout(first.timer)
      field.focus()
      field.value = first.character + event.key
      field.dispatchEvent(new Event('input', { bubbles: true }))
      first = null
      return true
    }
    const later = () => {
      first = null
      meaning?.()
    }
    first = { character: event.key, timer: setTimeout(later, scanGapMs) }
    return true
  }

  addEventListener('keydown', (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return
    const { code, target } = event
    if (actions.asking()) {
      if (code === 'KeyV' || code === 'Escape') {
        event.preventDefault()
        actions.answer(code === 'KeyV')
      }
      return
    }
    const typing = target instanceof HTMLInputElement
    if (typing && code !== 'Escape') return
    const pressesFocused = code === 'Space' || code === 'Enter' || code === 'NumpadEnter'
    if (pressesFocused && target instanceof Element && target.closest('button, a, select')) return
    if (actions.sheet(code)) return event.preventDefault()
    if (code === 'Escape') return typing ? target.blur() : actions.escape()
    const meaning = meaningOf(code)
    if (scanned(event, meaning)) return event.preventDefault()
    if (meaning) meaning()
    else if (!actions.lists(code)) return
    event.preventDefault()
  })
  // After a mouse click the keys mean the page again, not the button that was clicked.
  addEventListener('pointerup', () => {
    setTimeout(() => {
      const focused = document.activeElement
      if (focused instanceof HTMLButtonElement && !focused.closest('.unclaimed')) focused.blur()
    })
  })
}
