/**
 * Looking into a site file that may be wrong anywhere: what is not there or not of the right kind is simply not
 * found, because its own problem is told elsewhere. So every other problem can still be told in the same run.
 */
import type { Step } from './problem.ts'

export type Entry = { steps: readonly Step[]; value: Record<string, unknown> }

export function entryOf(value: unknown, steps: readonly Step[] = []): Entry | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return { steps, value: value as Record<string, unknown> }
}

const own = (entry: Entry, key: string): unknown =>
  Object.hasOwn(entry.value, key) ? entry.value[key] : undefined

/** The objects of a list. */
export function entriesOf(entry: Entry | undefined, key: string): Entry[] {
  const list = entry && own(entry, key)
  if (!entry || !Array.isArray(list)) return []
  return list.flatMap((value: unknown, index) => entryOf(value, [...entry.steps, key, index]) ?? [])
}

export function groupOf(entry: Entry | undefined, key: string): Entry | undefined {
  return entry && entryOf(own(entry, key), [...entry.steps, key])
}

export function textOf(entry: Entry | undefined, key: string): string | undefined {
  const value = entry && own(entry, key)
  return typeof value === 'string' ? value : undefined
}

export function numberOf(entry: Entry | undefined, key: string): number | undefined {
  const value = entry && own(entry, key)
  return typeof value === 'number' ? value : undefined
}

export function truthOf(entry: Entry | undefined, key: string): boolean | undefined {
  const value = entry && own(entry, key)
  return typeof value === 'boolean' ? value : undefined
}

/** The texts of a list, each with its place. */
export function textsOf(entry: Entry, key: string): { steps: readonly Step[]; text: string }[] {
  const list = own(entry, key)
  if (!Array.isArray(list)) return []
  return list.flatMap((text: unknown, index) =>
    typeof text === 'string' ? { steps: [...entry.steps, key, index], text } : [],
  )
}
