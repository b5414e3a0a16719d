/** Pictures of LED dots: rows of ones and zeros. Pure; it knows no font, no board and no wire. */
export type Dots = { width: number; height: number; rows: readonly (readonly number[])[] }

export function dotsOf(lines: readonly string[]): Dots {
  return {
    width: lines[0]?.length ?? 0,
    height: lines.length,
    rows: lines.map((line) => [...line].map((dot) => (dot === '#' ? 1 : 0))),
  }
}

export function blankDots(width: number, height: number): Dots {
  return { width, height, rows: Array.from({ length: height }, () => Array<number>(width).fill(0)) }
}

/** One beside the other, `gap` dark columns between them; lower ones stand in the middle. */
export function beside(parts: readonly Dots[], gap = 0): Dots {
  const height = Math.max(0, ...parts.map((part) => part.height))
  const padded = parts.map((part) => centred(part, part.width, height))
  return {
    width: parts.reduce((sum, part) => sum + part.width, 0) + gap * Math.max(0, parts.length - 1),
    height,
    rows: Array.from({ length: height }, (_, y) =>
      padded.flatMap((part, i) => [...(i === 0 ? [] : Array<number>(gap).fill(0)), ...(part.rows[y] ?? [])]),
    ),
  }
}

/** In the middle of a larger picture; what does not fit is cut off at the right and below. */
export function centred(part: Dots, width: number, height: number): Dots {
  if (part.width === width && part.height === height) return part
  const left = Math.max(0, Math.floor((width - part.width) / 2))
  const top = Math.max(0, Math.floor((height - part.height) / 2))
  return {
    width,
    height,
    rows: Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => part.rows[y - top]?.[x - left] ?? 0),
    ),
  }
}

/** Every dot as four. */
export function doubled(part: Dots): Dots {
  const rows = part.rows.flatMap((row) => {
    const wide = row.flatMap((dot) => [dot, dot])
    return [wide, wide]
  })
  return { width: part.width * 2, height: part.height * 2, rows }
}

/** As a raster of the messages: 8 dots a byte, most significant bit left, base64. */
export function rasterOf({ width, height, rows }: Dots): { width: number; height: number; bits: string } {
  const stride = Math.ceil(width / 8)
  const bytes = new Uint8Array(stride * height)
  for (const [y, row] of rows.entries())
    for (const [x, dot] of row.entries()) {
      const at = y * stride + (x >> 3)
      if (dot) bytes[at] = (bytes[at] ?? 0) | (0x80 >> (x & 7))
    }
  return { width, height, bits: Buffer.from(bytes).toString('base64') }
}
