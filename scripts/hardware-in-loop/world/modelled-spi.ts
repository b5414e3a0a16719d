/** What hangs on SPI bus 0 of the kernel (`kernel-modules/modelled_spi.c`): one chain of chips for each chip select. */
import { watchDevice } from './watch-device.sim.ts'

export type SpiChain = {
  /** Bytes clocked through; `ends`: the chip select rises after them. Answers what is clocked out again. */
  clock(bytes: Uint8Array, ends: boolean): Uint8Array | undefined
}

export type ModelledSpi = {
  plug(chipSelect: number, chain: SpiChain): void
  unplug(chipSelect: number): void
}

export function modelledSpi(): ModelledSpi {
  const chains = new Map<number, SpiChain>()
  const device = watchDevice('/dev/modelled-spi-0', (question) => {
    const [chipSelect = 0, ends = 0, ...bytes] = question
    const back = chains.get(chipSelect)?.clock(Uint8Array.from(bytes), ends === 1)
    device.write(back ?? new Uint8Array(bytes.length))
  })
  return {
    plug: (chipSelect, chain) => void chains.set(chipSelect, chain),
    unplug: (chipSelect) => void chains.delete(chipSelect),
  }
}
