/** Files a site file names: whether they are there and may be read. */
import { type Entry, textOf } from './loose.ts'
import { quote, type Report } from './problem.ts'

/** What is known of a file that the site file names, relative to it; undefined when there is none. */
export type FileFacts = { isFile: boolean; readable: boolean; openToOthers: boolean }
export type SiteContext = {
  lookAt(path: string): FileFacts | undefined
  /** Its text, where it is here; certificates alone are read. */
  read?(path: string): string | undefined
  /** Epoch milliseconds; certificates are valid for a time. */
  now?(): number
}

export function checkFile(entry: Entry, key: string, context: SiteContext, report: Report): void {
  const path = textOf(entry, key)
  if (path === undefined) return
  const facts = context.lookAt(path)
  const is = `is ${quote(path)}`
  if (!facts) report('error', [...entry.steps, key], `${is}, but there is no such file beside the site file.`)
  else if (!facts.isFile) report('error', [...entry.steps, key], `${is}, which is not a file.`)
  else if (!facts.readable)
    report('error', [...entry.steps, key], `${is}, which this user may not read; change its owner or mode.`)
}

export function checkPrivate(entry: Entry, key: string, context: SiteContext, report: Report): void {
  const path = textOf(entry, key)
  if (path !== undefined && context.lookAt(path)?.openToOthers)
    report('warning', [...entry.steps, key], `can be read by others; run chmod 600 on ${quote(path)}.`)
}
