/**
 * Reads ESC/POS as a printer does and keeps what would be on the paper: raster graphics, feeds, cuts. A command
 * it does not know is recorded, never guessed at. When the paper ends it stops and holds the rest, and goes on
 * with it once there is paper again: real printers do, which is why the driver has to clear it.
 */
export type DecodedSlip = {
  /** Printed rows, as wide as the paper, 8 dots a byte, 1 = black. Feeds are not among them. */
  rows: Uint8Array[]
  /** Rows of white that were fed after the last printed row. */
  fedRows: number
  cut: boolean
}

export type EscposDecoder = {
  push(bytes: Uint8Array): void
  /** Goes on with what was held, such as after new paper. */
  run(): void
  /** Forgets what was received and not yet printed. */
  clear(): void
  /** Bytes received and not yet printed. */
  held(): number
  /** The slip that is not cut yet. */
  current(): DecodedSlip
  /** Commands it could not read, oldest first, at most 100. */
  unknown(): readonly string[]
}

const ESC = 0x1b
const GS = 0x1d
const DLE = 0x10
const lineRows = 30
const unknownKept = 100
const empty = (): DecodedSlip => ({ rows: [], fedRows: 0, cut: false })
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

export function escposDecoder({
  dots,
  mayPrint = () => true,
  onCut = () => {},
  onQuestion = () => {},
}: {
  /** Dots across the paper. */
  dots: number
  /** Asked before every row. */
  mayPrint?: () => boolean
  onCut?: (slip: DecodedSlip) => void
  /** DLE EOT n met in the stream, or GS r n reached in its turn. */
  onQuestion?: (question: 'DLE EOT' | 'GS r', n: number) => void
}): EscposDecoder {
  const stride = Math.ceil(dots / 8)
  let held = new Uint8Array(0)
  let slip = empty()
  let align = 0
  let raster: { bytes: number; rows: number } | undefined
  const unknown: string[] = []

  const note = (text: string) => {
    if (unknown.length < unknownKept) unknown.push(text)
  }
  const feed = (rows: number) => {
    if (slip.rows.length > 0) slip.fedRows += rows
  }
  function printRow(data: Uint8Array) {
    if (data.length > stride) note(`raster of ${data.length} bytes a row on paper of ${stride}`)
    const row = new Uint8Array(stride)
    const free = Math.max(0, stride - data.length)
    row.set(data.subarray(0, stride), align === 0 ? 0 : align === 1 ? free >> 1 : free)
    // What was fed in the middle of a slip is white on the paper.
    for (; slip.fedRows > 0; slip.fedRows--) slip.rows.push(new Uint8Array(stride))
    slip.rows.push(row)
  }

  /** Carries out the command at the head; the bytes it took, 0 when more are needed or the paper is out. */
  function step(): number {
    const [a = 0, b, c, d] = held
    if (raster) {
      if (held.length < raster.bytes || !mayPrint()) return 0
      printRow(held.subarray(0, raster.bytes))
      const { bytes } = raster
      raster = raster.rows > 1 ? { bytes, rows: raster.rows - 1 } : undefined
      return bytes
    }
    if (a === 0x00) return 1
    if (a === 0x0a) {
      if (!mayPrint()) return 0
      feed(lineRows)
      return 1
    }
    if (a !== ESC && a !== GS && a !== DLE) {
      note(`${hex(held.subarray(0, 1))}`)
      return 1
    }
    if (b === undefined) return 0
    if (a === ESC && b === 0x40) {
      align = 0
      return 2
    }
    if (c === undefined) return 0
    if (a === ESC && b === 0x61) {
      align = c & 3
      return 3
    }
    if (a === ESC && (b === 0x64 || b === 0x4a)) {
      if (!mayPrint()) return 0
      feed(b === 0x64 ? c * lineRows : c)
      return 3
    }
    if (a === DLE && b === 0x04) {
      onQuestion('DLE EOT', c)
      return 3
    }
    if (a === DLE && b === 0x14 && c === 0x08) return held.length < 10 ? 0 : 10
    if (a === GS && b === 0x72) {
      if (!mayPrint()) return 0
      onQuestion('GS r', c)
      return 3
    }
    if (a === GS && b === 0x56) {
      const feeds = c >= 65
      if (feeds && d === undefined) return 0
      if (!mayPrint()) return 0
      onCut({ ...slip, fedRows: slip.fedRows + (feeds ? 4 * lineRows + (d ?? 0) : 0), cut: true })
      slip = empty()
      return feeds ? 4 : 3
    }
    if (a === GS && b === 0x76 && c === 0x30) {
      if (held.length < 8) return 0
      const [, , , mode = 0, xL = 0, xH = 0, yL = 0, yH = 0] = held
      const bytes = xL + 256 * xH
      const rows = yL + 256 * yH
      if (mode !== 0 && mode !== 48) note(`GS v 0 in mode ${mode}`)
      if (bytes > 0 && rows > 0) raster = { bytes, rows }
      return 8
    }
    note(hex(held.subarray(0, 2)))
    return 2
  }

  function run() {
    let at = 0
    const all = held
    for (;;) {
      held = all.subarray(at)
      if (held.length === 0) break
      const took = step()
      if (took === 0) break
      at += took
    }
    held = all.slice(at)
  }

  return {
    push(bytes) {
      held = Buffer.concat([held, bytes])
      run()
    },
    run,
    clear() {
      held = new Uint8Array(0)
      raster = undefined
    },
    held: () => held.length,
    current: () => slip,
    unknown: () => unknown,
  }
}
