/** What hangs on SPI bus 0 of the kernel (`kernel-modules/modelled_spi.c`): one chain of chips for each chip select. */
import { watchDevice } from './watch-device.sim.ts'

export type SpiChain = {
  /** Bytes clocked through; `ends`: the chip select rises after them. */
  clock(bytes: Uint8Array, ends: boolean): void
}

export type ModelledSpi = {
  plug(chipSelect: number, chain: SpiChain): void
  unplug(chipSelect: number): void
}

export function modelledSpi(): ModelledSpi {
  const chains = new Map<number, SpiChain>()
  const device = watchDevice('/dev/modelled-spi-0', (bytes) => {
    const question = Buffer.from(bytes)
    for (let at = 0; at < question.length; ) {
      const [chipSelect = 0, ends] = question.subarray(at, at + 2)
      const from = at + 4
      at = from + question.readUInt16LE(at + 2)
      chains.get(chipSelect)?.clock(question.subarray(from, at), ends === 1)
    }
    device.write(Uint8Array.of(0))
  })
  return {
    plug: (chipSelect, chain) => void chains.set(chipSelect, chain),
    unplug: (chipSelect) => void chains.delete(chipSelect),
  }
}
