/** Chained MAX7219 matrices on the kernel's SPI bus 0, and the board's dots as a person in the hall sees them. */
import { modulesOf, placeOf, side } from '../../../firmware/hall-board/module-layout.ts'
import { max7219Chain } from '../../../firmware/wire/max7219.sim.ts'
import type { DeviceOf } from '../../../hardware/site-description.ts'
import type { ModelledSpi } from './modelled-spi.ts'

export type MatrixBoard = {
  /** A text for each row, # is lit. */
  dots(): string[]
  losePower(): void
}

export function plugMatrices(spi: ModelledSpi, config: DeviceOf<'hall-board'>): MatrixBoard {
  const modules = modulesOf(config)
  const chain = max7219Chain(modules)
  let piece: number[] = []
  spi.plug(config.spi.chipSelect, {
    clock(bytes, ends) {
      piece.push(...bytes)
      if (!ends) return
      chain.receive(Uint8Array.from(piece))
      piece = []
    },
  })
  return {
    losePower: () => chain.reset(),
    dots() {
      const rows = Array.from({ length: config.rows }, () => Array<string>(config.columns).fill('.'))
      for (let module = 0; module < modules; module++)
        for (let digit = 0; digit < side; digit++)
          for (let bit = 0; bit < side; bit++) {
            const { x, y } = placeOf(config, module, digit, bit)
            const row = rows[y]
            if (row && chain.isLit(module, digit, bit)) row[x] = '#'
          }
      return rows.map((row) => row.join(''))
    },
  }
}
