/**
 * A problem of a site file, where it stands and how it is printed: the words every check shares. Nothing here
 * knows what a site may contain.
 */
export type Problem = {
  /** A warning tells and lets the hall start; an error does not. */
  severity: 'error' | 'warning'
  /** The place as an installer finds it: `stations[0].devices[3].pin (nut-dat-dai)`, or a line of the file. */
  path: string
  /** One sentence: what it is, what it may be, what to do. */
  message: string
}
export type Step = string | number
export type Report = (severity: Problem['severity'], steps: readonly Step[], message: string) => void

/** How many problems are printed; a file with more is told so. */
const printedAtMost = 200

/** The place of a value, with the id of the innermost thing around it that has one. */
export function placeOf(root: unknown, steps: readonly Step[]): string {
  let path = ''
  let id: string | undefined
  let value = root
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else if (!/^[$A-Za-z_][\w$]*$/.test(step)) path += `[${quote(step)}]`
    else path += path === '' ? step : `.${step}`
    value = child(value, step)
    const found = child(value, 'id')
    if (typeof found === 'string') id = found
  }
  if (path === '') return 'the site'
  return id === undefined ? path : `${path} (${oneLine(id)})`
}

/** A value as the file has it, on one line and short. */
export function quote(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return oneLine(JSON.stringify(value))
}

/** "a", "b" and 3 more: lists in messages stay readable. */
export function listOf(values: readonly (string | number)[], atMost = 12): string {
  const shown = values.slice(0, atMost).map((value) => (typeof value === 'string' ? quote(value) : value))
  const more = values.length - shown.length
  return shown.length === 0 ? 'none' : `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Errors first, one line each. */
export function formatProblems(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error')
  const warnings = problems.filter((problem) => problem.severity === 'warning')
  const sorted = [...errors, ...warnings]
  const lines = sorted
    .slice(0, printedAtMost)
    .map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)
  if (sorted.length > printedAtMost) lines.push(`… and ${sorted.length - printedAtMost} more`)
  return lines.join('\n')
}

function child(value: unknown, step: Step): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return (value as Record<Step, unknown>)[step]
}

function oneLine(text: string): string {
  // A file may hold anything: nothing of it may move the cursor of a terminal.
  const plain = text.replace(/\p{C}/gu, '·')
  return plain.length > 80 ? `${plain.slice(0, 77)}…` : plain
}
