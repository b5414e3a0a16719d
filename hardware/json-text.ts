/**
 * Reads JSON text and says by line and column what is wrong with it. `JSON.parse` makes the value; this finds
 * the place of a mistake (Node 20 gives none for most of them) and keys that stand twice, which `JSON.parse`
 * silently takes the last of.
 */
export type TextProblem = { line: number; column: number; message: string }
export type JsonReading = { ok: true; value: unknown } | { ok: false; problems: TextProblem[] }

/** Deeper than any site file; bounds the recursion. */
const deepest = 64
const scalar = /(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)(?![\w.+-])/y

export function readJson(text: string): JsonReading {
  const found: { at: number; message: string }[] = []
  const doubled: { at: number; message: string }[] = []
  let at = 0

  const fail = (message: string, place = at): false => {
    found.push({ at: place, message })
    return false
  }
  const lineAt = (place: number) => text.slice(0, place).split('\n').length
  const space = () => {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++
  }
  const expected = (what: string): false => fail(`${seen(text, at)}, where ${what} should stand`)

  const string = (): boolean => {
    const start = at
    at++
    for (;;) {
      const character = text.charAt(at)
      if (character === '' || character === '\n' || character === '\r') {
        return fail('this text has no closing "', start)
      }
      if (character === '"') break
      if (character < ' ') return fail('a control character inside a text; write it as \\u and four digits')
      if (character === '\\') {
        const escaped = /^\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6))
        if (!escaped) return fail('a \\ that begins nothing known; write \\\\ for a backslash')
        at += escaped[0].length
      } else at++
    }
    at++
    return true
  }

  const object = (depth: number): boolean => {
    const open = at
    const keys = new Map<string, number>()
    at++
    space()
    if (text.charAt(at) === '}') {
      at++
      return true
    }
    for (;;) {
      space()
      const start = at
      if (text.charAt(at) === '}') return fail('the comma before this } is one too many')
      if (text.charAt(at) !== '"') return expected('a name in "quotation marks"')
      if (!string()) return false
      const key = String(JSON.parse(text.slice(start, at)))
      const first = keys.get(key)
      if (first === undefined) keys.set(key, start)
      else {
        const message = `"${key}" stands twice in the same object, first in line ${lineAt(first)}; take one out`
        doubled.push({ at: start, message })
      }
      space()
      if (text.charAt(at) !== ':') return expected('a colon')
      at++
      if (!value(depth)) return false
      space()
      if (text.charAt(at) === '}') break
      if (at >= text.length) return fail(`the file ends inside the { of line ${lineAt(open)}`)
      if (text.charAt(at) !== ',') return expected('a comma or }')
      at++
    }
    at++
    return true
  }

  const array = (depth: number): boolean => {
    const open = at
    at++
    space()
    if (text.charAt(at) === ']') {
      at++
      return true
    }
    for (;;) {
      space()
      if (text.charAt(at) === ']') return fail('the comma before this ] is one too many')
      if (!value(depth)) return false
      space()
      if (text.charAt(at) === ']') break
      if (at >= text.length) return fail(`the file ends inside the [ of line ${lineAt(open)}`)
      if (text.charAt(at) !== ',') return expected('a comma or ]')
      at++
    }
    at++
    return true
  }

  function value(depth: number): boolean {
    space()
    if (depth >= deepest) return fail(`nested deeper than ${deepest} levels`)
    const character = text.charAt(at)
    if (character === '{') return object(depth + 1)
    if (character === '[') return array(depth + 1)
    if (character === '"') return string()
    scalar.lastIndex = at
    const word = scalar.exec(text)
    if (!word) return expected('a value')
    at += word[0].length
    return true
  }

  if (value(0)) {
    space()
    if (at < text.length) fail(`${seen(text, at)}, after the end of the site`)
  }
  const problems = [...doubled, ...found].map((problem) => ({
    line: lineAt(problem.at),
    column: problem.at - text.lastIndexOf('\n', problem.at - 1),
    message: problem.message,
  }))
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: JSON.parse(text) }
}

/** What stands there, in words for what people really type. */
function seen(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (at >= text.length) return 'the file ends'
  if (text.startsWith('//', at) || text.startsWith('/*', at) || character === '#')
    return 'a comment, which JSON does not know'
  if ('“”„‘’'.includes(character)) return `a curved ${character} instead of a straight "`
  if (character === "'") return 'a single quotation mark instead of a "'
  if (/[\p{C}\p{Z}]/u.test(character))
    return `an invisible character (U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')})`
  const word = /^[\p{L}\p{N}_.+-]+/u.exec(text.slice(at, at + 40))
  return word ? `"${word[0]}" without quotation marks` : `"${character}"`
}
