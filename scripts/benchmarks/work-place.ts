/**
 * A directory for a measurement's data. Under data/, where the hall keeps its journal: /tmp may be memory, in
 * which nothing is ever synced.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const siteFile = join(root, 'hardware/sites/demo.json')

export async function inWorkPlace<T>(work: (directory: string) => Promise<T>): Promise<T> {
  mkdirSync(join(root, 'data'), { recursive: true })
  const directory = mkdtempSync(join(root, 'data/bench-'))
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  // A measurement that is broken off must not leave gigabytes behind.
  process.once('exit', remove)
  try {
    return await work(directory)
  } finally {
    process.off('exit', remove)
    remove()
  }
}
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))
