/**
 * Hands messages to who asked for them, and again with growing pauses while they cannot be recorded. The broker is
 * told that a message was taken when all of them are through with it; it keeps no memory of its own.
 */
import type { Clock } from '../../hardware/clock.ts'
import { covers } from '../bus/topic-rights.ts'
import type { LinkMessage } from './link.ts'

export type Handler = (message: LinkMessage) => void | Promise<void>
export type HandingOn = {
  add(filter: string, handler: Handler): void
  filters(): string[]
  /** Rejects when `isOver` before it could be recorded: the next connection brings it again. */
  handOn(message: LinkMessage, isOver: () => boolean): Promise<void>
}

const pauses = { firstMs: 1000, longestMs: 30_000 }

export function openHandingOn(options: {
  clock: Clock
  /** Why one cannot be recorded; null when none is left of those. */
  onTrouble(text: string | null): void
}): HandingOn {
  const { clock, onTrouble } = options
  const subscriptions: { filter: string; handler: Handler }[] = []
  let failing = 0

  async function untilTaken(message: LinkMessage, handler: Handler, isOver: () => boolean): Promise<void> {
    let failed = false
    for (let pauseMs = pauses.firstMs; ; pauseMs = Math.min(pauseMs * 2, pauses.longestMs)) {
      try {
        await handler(message)
        break
      } catch (error) {
        if (!failed) failing++
        failed = true
        onTrouble(`what came on ${message.topic} could not be recorded: ${(error as Error).message}`)
        await new Promise<void>((resolve) => clock.after(pauseMs, resolve))
        if (isOver()) {
          failing--
          throw error
        }
      }
    }
    if (failed && --failing === 0) onTrouble(null)
  }

  return {
    add: (filter, handler) => subscriptions.push({ filter, handler }),
    filters: () => subscriptions.map(({ filter }) => filter),
    async handOn(message, isOver) {
      for (const { filter, handler } of subscriptions)
        if (covers(filter, message.topic)) await untilTaken(message, handler, isOver)
    },
  }
}
