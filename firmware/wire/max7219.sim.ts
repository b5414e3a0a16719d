/**
 * A chain of MAX7219 as the datasheet has it (19-4452): one long shift register, taken over by every chip when
 * chip select rises. It knows no board: where an LED stands is not its business.
 *
 * Its registers are written down here once more, from the datasheet: with the driver's table a wrong number there would
 * be right here.
 */
export type Max7219Chain = {
  /** One piece under chip select, shifted through the chain and taken over. */
  receive(bytes: Uint8Array): void
  /** What the chips are after power was away, or after noise. */
  reset(): void
  isLit(module: number, digit: number, bit: number): boolean
  /** 1 to 16, of the first chip. */
  brightness(): number
}

type Chip = {
  digits: number[]
  decode: number
  intensity: number
  scanLimit: number
  on: boolean
  test: boolean
}
const afterPowerOn = (): Chip => ({
  digits: Array<number>(8).fill(0),
  decode: 0,
  intensity: 0,
  scanLimit: 0,
  on: false,
  test: false,
})

export function max7219Chain(modules: number): Max7219Chain {
  let chips = Array.from({ length: modules }, afterPowerOn)
  /** The bytes that are in the chain, those of the farthest chip first. */
  let shifted: number[] = Array<number>(modules * 2).fill(0)

  function take(chip: Chip, register: number, value: number) {
    if (register >= 1 && register <= 8) chip.digits[register - 1] = value
    else if (register === 0x09) chip.decode = value
    else if (register === 0x0a) chip.intensity = value & 0x0f
    else if (register === 0x0b) chip.scanLimit = value & 7
    else if (register === 0x0c) chip.on = (value & 1) === 1
    else if (register === 0x0f) chip.test = (value & 1) === 1
  }

  return {
    receive(bytes) {
      shifted = [...shifted, ...bytes].slice(-modules * 2)
      for (const [module, chip] of chips.entries()) {
        const at = (modules - 1 - module) * 2
        take(chip, (shifted[at] ?? 0) & 0x0f, shifted[at + 1] ?? 0)
      }
    },
    reset() {
      chips = Array.from({ length: modules }, afterPowerOn)
    },
    isLit(module, digit, bit) {
      const chip = chips[module]
      if (!chip) return false
      if (chip.test) return true
      if (!chip.on || digit > chip.scanLimit || (chip.decode >> digit) & 1) return false
      return (((chip.digits[digit] ?? 0) >> bit) & 1) === 1
    },
    brightness: () => (chips[0]?.intensity ?? 0) + 1,
  }
}
