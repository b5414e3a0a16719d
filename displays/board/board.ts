/**
 * What the LED board over a counter says. Pure: four characters from the counter's state. It knows neither the
 * chip nor how a letter is lit, and may be asked again at any moment.
 */

export type BoardState = {
  state: 'closed' | 'paused' | 'idle' | 'called' | 'serving'
  /** The number being called or served, or the last one called here; null before the day's first. */
  number: string | null
  /** The call is new: it blinks. */
  isNew: boolean
}

const places = 4

/**
 * Closed: four dashes, which no number looks like. Paused: the two outer ones, somebody comes back. Open before
 * the first call: dark, there is nothing to follow. Blinking means "come now", so it ends when the visitor is
 * there, or after a while, for a board that always blinks is soon overlooked. A longer number keeps its last four
 * characters, the ones that differ from visitor to visitor.
 */
export function boardFace({ state, number, isNew }: BoardState): { text: string; blink: boolean } {
  if (state === 'closed') return { text: '-'.repeat(places), blink: false }
  if (state === 'paused') return { text: `-${' '.repeat(places - 2)}-`, blink: false }
  return {
    text: (number ?? '').slice(-places).padStart(places),
    blink: state === 'called' && number !== null && isNew,
  }
}
