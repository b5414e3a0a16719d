/**
 * The interrupt line of expanders, which several of them may share, and how far one of them can rely on it. An
 * interrupt is speed, not correctness: a line that cannot be opened, is not wired or stays low makes its chips be
 * asked every 10 ms instead, and says so; it is used again as soon as it works.
 */
import type { Clock } from '../../hardware/clock.ts'
import { messageOf } from '../wire/wire-error.ts'
import type { GpioWire, InputLine, Level } from '../wire/wires.ts'

const openAgainMs = 30_000

type Interrupted = {
  /** `atMs`: when it fell by the kernel's clock, where the wire knows. */
  interrupted(atMs?: number): void
}
export type InterruptLine = {
  /** Undefined while it could not be opened. */
  level(): Promise<Level | undefined>
  /** Why it could not be opened. */
  closedFor(): string | undefined
  pin: number
  join(chip: Interrupted): void
  close(): Promise<void>
}

/** Resolves after the first try to open it, however that went. */
export async function openInterruptLine({
  wire,
  pin,
  clock,
}: {
  wire: GpioWire
  pin: number
  clock: Clock
}): Promise<InterruptLine> {
  const chips: Interrupted[] = []
  let line: InputLine | undefined
  let reason: string | undefined
  let closed = false
  let cancel = () => {}

  async function tryOpen() {
    try {
      const opened = await wire.input(
        pin,
        (level, atMs) => {
          if (level === 0) for (const chip of chips) chip.interrupted(atMs)
        },
        { pull: 'up' },
      )
      if (closed) return opened.close()
      line = opened
      reason = undefined
    } catch (error) {
      reason = messageOf(error)
      if (!closed)
        cancel = clock.after(openAgainMs, () => {
          opening = tryOpen()
        })
    }
  }
  let opening = tryOpen()
  await opening

  return {
    pin,
    level: async () => line?.read().catch(() => undefined),
    closedFor: () => reason,
    join: (chip) => chips.push(chip),
    async close() {
      closed = true
      cancel()
      await opening
      await line?.close()
    },
  }
}

/** How often in a row it must have failed its chip: an edge may always come in the very moment of a look. */
const sureAfter = 3

/** What one chip has found of its line. Without one it is asked anyway. */
export function interruptTrust(line: InterruptLine | undefined) {
  let missed = 0
  let low = 0
  let foundUncalled = false
  return {
    /** The chip was asked though nothing had called, and this is what its line says after it. */
    looked(changed: boolean, level: Level | undefined) {
      if (changed) missed++
      low = level === 0 ? low + 1 : 0
    },
    /** The chip was read. One that is asked all the time may tell of a change just before its line calls for it. */
    read({ called, changed }: { called: boolean; changed: boolean }) {
      if (called && (changed || foundUncalled)) missed = 0
      foundUncalled = changed && !called
    },
    /** What is wrong with it, in words for an installer. */
    trouble(): string | undefined {
      if (!line) return undefined
      const instead = 'it is asked every 10 ms instead'
      const closed = line.closedFor()
      if (closed !== undefined) return `no interrupt line: ${closed}; ${instead}`
      if (low >= sureAfter)
        return `its interrupt line (GPIO ${line.pin}) stays low: a short circuit, or a chip on it that does not answer; ${instead}`
      if (missed >= sureAfter)
        return `its interrupt line (GPIO ${line.pin}) does not call: not wired, or another line; ${instead}`
      return undefined
    },
  }
}
