/** The one door to preact and its signals. Preact 11 adds no "px" to numbers in `style`. */

export {
  batch,
  computed,
  effect,
  type ReadonlySignal,
  type Signal,
  signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from '@preact/signals'
export { type ComponentChildren, type JSX, render } from 'preact'
