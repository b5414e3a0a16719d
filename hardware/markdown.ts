/** The written parts of a Markdown file: tables, and what stands between two marks. */
/** Replaces the part of a text between two marks, so that what is written by hand around it stays. */
export function withMarked(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}: written by scripts/write-site-docs.ts, not by hand -->`
  const end = `<!-- end of ${name} -->`
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`The text has no place for ${name}: ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n\n${content.trim()}\n\n${text.slice(to)}`
}

/** A table as the formatter writes it: the first row is its head, columns are padded to one width. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\|/g, '\\|')))
  const widthOf = (column: number) => Math.max(3, ...cells.map((row) => [...(row[column] ?? '')].length))
  const widths = (cells[0] ?? []).map((_, column) => widthOf(column))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}
