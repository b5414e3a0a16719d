/**
 * What is known of the multiplexers of a station: one is well when a chip behind it was reached, and lost when
 * choosing a channel failed. It sends nothing of its own.
 */
import { multiplexerId } from '../../hardware/chips.ts'
import { downFrom } from '../last-wins.ts'
import type { DeviceHealth } from '../messages.ts'
import { isOfMultiplexer } from '../wire/i2c-mux.ts'
import { faultOf } from '../wire/wire-error.ts'
import type { I2cWire } from '../wire/wires.ts'

export function watchedMultiplexers(wire: I2cWire) {
  const listeners = new Map<string, (health: DeviceHealth) => void>()
  const retries = new Map<string, number>()

  async function noting<T>(id: string, transfer: Promise<T>): Promise<T> {
    const well = () => {
      retries.set(id, 0)
      listeners.get(id)?.({ state: 'ready' })
    }
    try {
      const done = await transfer
      well()
      return done
    } catch (error) {
      const tries = retries.get(id) ?? 0
      if (isOfMultiplexer(error)) {
        listeners.get(id)?.(downFrom(error, tries))
        retries.set(id, tries + 1)
      } else if (faultOf(error) === 'unplugged') well()
      throw error
    }
  }
  const i2c: I2cWire = {
    async open(bus, mux) {
      const line = await wire.open(bus, mux)
      if (!mux) return line
      const id = multiplexerId(bus, mux)
      return {
        write: (address, bytes) => noting(id, line.write(address, bytes)),
        read: (address, length) => noting(id, line.read(address, length)),
        readFrom: (address, register, length) => noting(id, line.readFrom(address, register, length)),
        close: () => line.close(),
      }
    },
  }
  return {
    i2c,
    watch(id: string, onHealth: (health: DeviceHealth) => void) {
      listeners.set(id, onHealth)
    },
  }
}
