/** The TCA9548A as its datasheet has it: one register, a bit for each open channel, all shut after power-on. */
export type Tca9548a = {
  write(bytes: Uint8Array): void
  read(length: number): Uint8Array
  reset(): void
  isOpen(channel: number): boolean
}

export function tca9548a(): Tca9548a {
  let control = 0
  return {
    write(bytes) {
      control = bytes.at(-1) ?? control
    },
    read: (length) => new Uint8Array(length).fill(control),
    reset() {
      control = 0
    },
    isOpen: (channel) => ((control >> channel) & 1) === 1,
  }
}
