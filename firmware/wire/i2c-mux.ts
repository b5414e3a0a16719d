/**
 * Reaching a chip behind a channel of a TCA9548A: one multiplexer of a bus has one channel open at most, so that
 * chips behind two channels may have the same address. What is open is remembered and written again after an
 * error, after a while, or when another channel is needed. It runs inside the bus's queue and keeps no queue of
 * its own.
 *
 * The chip has one register (TCA9548A datasheet, "Control Register"): a bit for each channel, 0 after power-on.
 */
import type { Clock } from '../../hardware/clock.ts'
import { faultOf, messageOf, type WireError, wireError } from './wire-error.ts'
import type { I2cMux } from './wires.ts'

/** Noise may set the register: a choice is trusted for so long, then it is written again. */
const trustedMs = 1000

/** Whether a transfer failed at the multiplexer itself and not at the chip behind it. */
export const isOfMultiplexer = (error: unknown): boolean => error instanceof Error && 'multiplexer' in error
const ofMultiplexer = (error: unknown): WireError =>
  Object.assign(wireError(faultOf(error), `multiplexer: ${messageOf(error)}`, error), { multiplexer: true })

export type MuxReach = {
  /** Says that this multiplexer is on the bus: a process before this one may have left a channel of it open. */
  know(mux: I2cMux | undefined): void
  /** Does `work` with the channel open, or at once for a chip of the trunk. */
  reach<T>(mux: I2cMux | undefined, work: () => Promise<T>): Promise<T>
  /** Nobody knows any more what is open. */
  forget(): void
}

export function muxReach({
  clock,
  write,
}: {
  clock: Clock
  /** One transfer on the trunk; rejects with a `WireError`. */
  write: (address: number, bytes: Uint8Array) => Promise<void>
}): MuxReach {
  /** What each multiplexer of this bus is known to have open; undefined when that is not known. */
  const open = new Map<number, number | undefined>()
  let chosenAt = Number.NEGATIVE_INFINITY

  function forget() {
    for (const address of open.keys()) open.set(address, undefined)
  }

  function know(mux: I2cMux | undefined) {
    if (mux && !open.has(Number(mux.address))) open.set(Number(mux.address), undefined)
  }

  /** Answers whether anything had to be written. */
  async function choose(mux: I2cMux): Promise<boolean> {
    const address = Number(mux.address)
    const bit = 1 << mux.channel
    const stale = clock.monotonicMs() - chosenAt > trustedMs
    if (stale) forget()
    know(mux)
    let wrote = false
    for (const [other, bits] of open) {
      if (other === address || bits === 0) continue
      open.set(other, undefined)
      wrote = true
      try {
        await write(other, Uint8Array.of(0))
        open.set(other, 0)
      } catch (error) {
        // One that is not there passes nothing on, and one that comes back has all channels shut.
        if (faultOf(error) !== 'unplugged') throw error
      }
    }
    if (open.get(address) === bit) return wrote
    open.set(address, undefined)
    await write(address, Uint8Array.of(bit)).catch((error) => {
      throw ofMultiplexer(error)
    })
    open.set(address, bit)
    chosenAt = clock.monotonicMs()
    return true
  }

  return {
    know,
    forget,
    async reach(mux, work) {
      let fresh = true
      try {
        if (mux) fresh = await choose(mux)
        return await work()
      } catch (error) {
        forget()
        // A multiplexer that lost power for a moment has shut the channel: the chip behind it is not gone.
        if (!mux || fresh || faultOf(error) !== 'unplugged') throw error
        await choose(mux)
        return work()
      }
    },
  }
}
