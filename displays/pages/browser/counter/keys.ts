/** The keyboard of the counter page. Physical keys, so that a Vietnamese input method does not swallow them. */
import type { Step } from './steps.ts'

export type KeyActions = {
  step(step: Step | 'start-or-finish'): void
  outcome(index: number): void
  /** While a question stands, only its answers are keys. */
  asking(): boolean
  answer(yes: boolean): void
}

const steps: Record<string, Step | 'start-or-finish'> = {
  Space: 'next',
  Enter: 'next',
  NumpadEnter: 'next',
  KeyR: 'recall',
  KeyS: 'start-or-finish',
  KeyV: 'no-show',
}

export function listenToKeys(actions: KeyActions): void {
  addEventListener('keydown', (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return
    const code = event.code
    if (actions.asking()) {
      if (code === 'KeyV' || code === 'Escape') {
        event.preventDefault()
        actions.answer(code === 'KeyV')
      }
      return
    }
    const pressesFocused = code === 'Space' || code === 'Enter' || code === 'NumpadEnter'
    if (pressesFocused && event.target instanceof Element && event.target.closest('button, a, select')) return
    const step = steps[code]
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1]
    if (!step && !digit) return
    event.preventDefault()
    if (step) actions.step(step)
    else actions.outcome(Number(digit) - 1)
  })
  // After a mouse click the keys mean the page again, not the button that was clicked.
  addEventListener('pointerup', () => {
    setTimeout(() => {
      const focused = document.activeElement
      if (focused instanceof HTMLButtonElement && focused.closest('.keys, .outcomes')) focused.blur()
    })
  })
}
