/** For tests of the outbox: a far side that collects, and what it makes of what it heard. */
import { type Heard, listener } from '../bus/bus.test-kit.ts'

export const reader = (url: string) =>
  listener(url, ['den-luot/v1/demo/#'], { clientId: 'reader', keepSession: true })
export const isEvent = ({ topic }: Heard) => topic.includes('/events/')
export const statuses = (heard: Heard[]) =>
  heard.filter(({ topic }) => topic.endsWith('/status')).map(({ text }) => JSON.parse(text))
/** Sequences as a receiver has them that drops ids it already knows. */
export function sequences(heard: Heard[]): number[] {
  const known = new Map<string, number>()
  for (const { text } of heard.filter(isEvent)) {
    const { id, sequence } = JSON.parse(text)
    if (!known.has(id)) known.set(id, Number(sequence))
  }
  return [...known.values()]
}
/** Whether so many different events have come; looks at each message once. */
export function has(last: number): (heard: Heard[]) => boolean {
  const ids = new Set<string>()
  let looked = 0
  return (heard) => {
    for (const message of heard.slice(looked)) if (isEvent(message)) ids.add(JSON.parse(message.text).id)
    looked = heard.length
    return ids.size >= last
  }
}
/** Whether the last status that came says so. */
export function says(state: 'online' | 'offline'): (heard: Heard[]) => boolean {
  return (heard) => {
    const last = heard.findLast(({ topic }) => topic.endsWith('/status'))
    return last !== undefined && JSON.parse(last.text).state === state
  }
}
