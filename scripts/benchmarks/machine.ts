/** The machine that numbers were measured on, in one line. */
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { root } from './work-place.ts'

export function machine(): string {
  const disk = execFileSync('df', ['--output=fstype,source', root], { encoding: 'utf8' })
  const [type = '?', source = '?'] = (disk.trim().split('\n').at(-1) ?? '').trim().split(/\s+/)
  const [cpu] = cpus()
  return [
    `${cpus().length} × ${cpu?.model ?? 'unknown CPU'}`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GB of memory`,
    `${type} on ${source}`,
    `Linux ${release()}`,
    `Node ${process.version}`,
    `load ${loadavg()[0]?.toFixed(1)} at the start`,
  ].join(', ')
}
