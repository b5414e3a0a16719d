/** One part of the manager's page. It scrolls by itself where it has no room, by keyboard too. */
import type { ComponentChildren } from '../preact.ts'

export function Panel(props: { kind: string; title: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a mouse
    <section class={`panel ${props.kind}`} aria-label={props.title} tabIndex={0}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  )
}
