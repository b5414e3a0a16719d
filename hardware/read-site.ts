/**
 * Reads a site file and checks it: the answer is a site with every default filled in, or everything that is
 * wrong with the file. No device is opened here, and nothing throws for what stands in the file.
 */
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fillDefaults } from './check-shape.ts'
import { checkSite } from './check-site.ts'
import { readJson } from './json-text.ts'
import type { SiteContext } from './named-file.ts'
import type { Problem } from './problem.ts'
import type { FilledSite, Site } from './site-description.ts'

export type SiteReading =
  /** `text` is the file as it was read, for the copy of what is in force. */
  | { ok: true; site: FilledSite; text: string; warnings: Problem[] }
  /** At least one error, and the warnings with it. */
  | { ok: false; problems: Problem[] }

const largestBytes = 1024 * 1024

/**
 * `named: 'elsewhere'` is for a station's own computer, which has the site file but not the logo, passwords and
 * certificates beside it: those are then not looked for.
 */
export async function readSite(
  file: string,
  { named = 'here' }: { named?: 'here' | 'elsewhere' } = {},
): Promise<SiteReading> {
  const failed = (message: string): SiteReading => ({
    ok: false,
    problems: [{ severity: 'error', path: file, message }],
  })
  let bytes: Uint8Array
  try {
    const facts = statSync(file)
    if (facts.isDirectory()) return failed('is a directory; name the site file in it.')
    if (facts.size > largestBytes) return failed('is larger than 1 MB, which no site file is.')
    bytes = readFileSync(file)
  } catch (error) {
    return failed(`cannot be read: ${whyNot(error)}.`)
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return failed('is not UTF-8; open it in an editor and save it with the encoding UTF-8.')
  }
  const json = readJson(text)
  if (!json.ok) {
    return {
      ok: false,
      problems: json.problems.map(({ line, column, message }) => ({
        severity: 'error',
        path: `${file}, line ${line}, column ${column}`,
        message: `${message}.`,
      })),
    }
  }
  const value = composed(json.value)
  const problems = checkSite(value, named === 'here' ? filesBeside(file) : filesElsewhere)
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems }
  return { ok: true, site: fillDefaults(value as Site), text, warnings: problems }
}

/** Some keyboards type "ế" as three characters, which fonts draw and clips match only when put together. */
function composed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, part) =>
    typeof part === 'string' ? part.normalize('NFC') : part,
  )
}

function filesBeside(file: string): SiteContext {
  return {
    lookAt(path) {
      const full = resolve(dirname(resolve(file)), path)
      try {
        const facts = statSync(full)
        return { isFile: facts.isFile(), readable: mayRead(full), openToOthers: (facts.mode & 0o077) !== 0 }
      } catch {
        // Absent, behind a directory that is closed to us, or a name no file can have: it cannot be used.
        return undefined
      }
    },
    read(path) {
      try {
        return readFileSync(resolve(dirname(resolve(file)), path), 'utf8')
      } catch {
        return undefined
      }
    },
    now: () => Date.now(),
  }
}

const filesElsewhere: SiteContext = {
  lookAt: () => ({ isFile: true, readable: true, openToOthers: false }),
}

function mayRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function whyNot(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'this user may not read it'
  return error instanceof Error ? error.message : String(error)
}
