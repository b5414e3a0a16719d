/**
 * Keys between rows and columns of an expander. At rest every row is low, so that any key pulls its column and
 * is told by the chip's interrupt; then the rows are gone through one by one every 15 ms until all keys are up.
 * Keys that have not moved for a second, such as one that is jammed, keep the bus free: they are looked at ten times
 * a second, and at once when a column moves. A key counts when two looks in a row agree. Three keys at the corners of
 * a rectangle close the fourth: such a look is left out, so no key is reported that nobody pressed.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Level, LineOptions } from '../wire/wires.ts'
import type { Expander } from './expander.ts'

const scanEveryMs = 15
const unmovedAfterMs = 1000
const unmovedEveryMs = 100

export type KeyMatrix = { close(): Promise<void> }

export function openKeyMatrix({
  expander,
  rows,
  columns,
  clock,
  onDown,
  onUp,
  onHealth,
}: {
  expander: Expander
  /** None: every column is a key of its own. */
  rows: readonly string[]
  columns: readonly string[]
  clock: Clock
  onDown: (key: number) => void
  onUp: (key: number) => void
  onHealth: NonNullable<LineOptions['onHealth']>
}): KeyMatrix {
  const rowBits = rows.map((pin) => expander.bitOf(pin))
  const columnBits = columns.map((pin) => expander.bitOf(pin))
  let seen = ''
  let down = new Set<number>()
  let scanning = false
  let stirred = false
  let movedAt = clock.monotonicMs()
  /** The keys have not moved for long, and the next look is some time away. */
  let resting = false
  let looked = ''
  let closed = false
  let cancel: () => void = () => {}

  const lines = [
    ...columns.map((pin, n) =>
      expander.input(pin, stir, {
        pull: 'up',
        ...(n === 0 ? { onHealth } : {}),
      }),
    ),
    ...rows.map((pin) => expander.output(pin, 0)),
  ]

  function stir(level: Level) {
    if (closed) return
    // A look moves the columns as well, so that only a key that goes down can begin one.
    if (level === 0) stirred = true
    if (resting) cancel()
    else if (scanning || !stirred) return
    scanning = true
    void scan()
  }
  async function scan() {
    const keys: number[] = []
    stirred = false
    resting = false
    const note = (row: number, word: number) =>
      columnBits.forEach((bit, column) => {
        if (((word >> bit) & 1) === 0) keys.push(row * columns.length + column)
      })
    try {
      await expander.alone(async ({ drive, sample, setup }) => {
        if (rowBits.length === 0) note(0, await sample())
        for (const [row, bit] of rowBits.entries()) {
          // The other rows are let go: two keys of one column must not short a high row to a low one.
          const others = rowBits.reduce((mask, one) => (one === bit ? mask : mask | (1 << one)), 0)
          await drive({ levels: setup.levels, inputs: setup.inputs | others })
          note(row, await sample())
        }
        if (rowBits.length > 0) {
          await drive({ ...setup })
          await sample()
        }
      })
    } catch {
      // The expander tells its health itself; keys that were held are forgotten.
      keys.length = 0
      seen = ''
    }
    if (closed) return
    const now = keys.join()
    if (now !== looked) movedAt = clock.monotonicMs()
    looked = now
    if (!isAmbiguous(keys)) {
      if (now === seen) settle(new Set(keys))
      seen = now
    }
    if (keys.length === 0 && down.size === 0 && !stirred) {
      scanning = false
      return
    }
    resting = clock.monotonicMs() - movedAt >= unmovedAfterMs
    cancel = clock.after(resting ? unmovedEveryMs : scanEveryMs, () => void scan())
  }
  function settle(now: Set<number>) {
    const before = down
    down = now
    for (const key of before) if (!now.has(key)) onUp(key)
    for (const key of now) if (!before.has(key)) onDown(key)
  }
  function isAmbiguous(keys: readonly number[]): boolean {
    const at = (key: number) => [Math.floor(key / columns.length), key % columns.length] as const
    const has = (row: number, column: number) => keys.includes(row * columns.length + column)
    return keys.some((one) =>
      keys.some((other) => {
        const [row, column] = at(one)
        const [otherRow, otherColumn] = at(other)
        return row !== otherRow && column !== otherColumn && (has(row, otherColumn) || has(otherRow, column))
      }),
    )
  }

  return {
    async close() {
      closed = true
      cancel()
      await Promise.all(lines.map((line) => line.close()))
    },
  }
}
