/** A TCA9548A on a modelled I2C bus with chips behind its channels, each reached while its channel is open. */
import { type Tca9548a, tca9548a } from '../../../firmware/wire/tca9548a.sim.ts'
import type { Chip, ModelledI2c } from './modelled-i2c.ts'

export type I2cMultiplexer = {
  plug(channel: number, address: number, chip: Chip): void
  /** The multiplexer's own power is away for a moment. */
  losePower(): void
  /** It hangs on the bus, or is pulled out: nothing behind it is reached then. */
  connect(on: boolean): void
}

export function plugMultiplexer(bus: ModelledI2c, address: number): I2cMultiplexer {
  const mux: Tca9548a = tca9548a()
  const behind = new Map<number, { channel: number; chip: Chip }[]>()
  bus.plug(address, mux)

  /** Stands on the bus for all chips of one address, and acknowledges if one of them hears it. */
  function standIn(at: number): Chip {
    const heard = () => (behind.get(at) ?? []).filter(({ channel }) => mux.isOpen(channel))
    return {
      write(bytes) {
        const chips = heard()
        for (const { chip } of chips) chip.write(bytes)
        return chips.length > 0
      },
      read(length) {
        const answers = heard().map(({ chip }) => chip.read(length))
        return Uint8Array.from({ length }, (_, i) =>
          answers.reduce((byte, answer) => byte & (answer[i] ?? 0xff), 0xff),
        )
      },
    }
  }

  return {
    plug(channel, at, chip) {
      if (!behind.has(at)) bus.plug(at, standIn(at))
      behind.set(at, [...(behind.get(at) ?? []), { channel, chip }])
    },
    losePower: () => mux.reset(),
    connect(on) {
      mux.reset()
      if (on) bus.plug(address, mux)
      else bus.unplug(address)
    },
  }
}
