/** Replaces the part of a text between two marks, so that what is written by hand around it stays. */
export function withMarked(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}: written by scripts/write-site-docs.ts, not by hand -->`
  const end = `<!-- end of ${name} -->`
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`The text has no place for ${name}: ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n\n${content.trim()}\n\n${text.slice(to)}`
}
