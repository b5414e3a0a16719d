/**
 * The HT16K33 as its datasheet has it (v1.10, "Command Summary"), as far as a display goes: 16 bytes of RAM
 * behind an address pointer that wraps, oscillator, display on and blink, dimming. It knows no digits.
 *
 * Its registers are written down here once more, from the datasheet: with the driver's table a wrong number there would
 * be right here.
 */
export type Ht16k33 = {
  write(bytes: Uint8Array): void
  read(length: number): Uint8Array
  /** These segments are read as dark whatever is written: a broken chip. */
  breakSegments(bits: number): void
  /** What the chip is after power was away. */
  reset(): void
  ram(): number[]
  /** Lit at all: oscillator and display are both on. */
  on(): boolean
  blinkHz(): number
  /** 1 to 16. */
  brightness(): number
}

export function ht16k33(): Ht16k33 {
  const ram = new Uint8Array(16)
  let pointer = 0
  let oscillator = false
  let display = false
  let blink = 0
  let dimming = 15
  let broken = 0

  return {
    write([command = 0, ...data]) {
      switch (command & 0xf0) {
        case 0x00:
          pointer = command & 0x0f
          for (const byte of data) {
            ram[pointer] = byte
            pointer = (pointer + 1) & 0x0f
          }
          break
        case 0x20:
          oscillator = (command & 1) === 1
          break
        case 0x80:
          display = (command & 1) === 1
          blink = (command >> 1) & 3
          break
        case 0xe0:
          dimming = command & 0x0f
          break
      }
    },
    read(length) {
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i++) {
        bytes[i] = (ram[pointer] ?? 0) & ~broken
        pointer = (pointer + 1) & 0x0f
      }
      return bytes
    },
    breakSegments(bits) {
      broken = bits
    },
    reset() {
      ram.fill(0)
      pointer = 0
      oscillator = false
      display = false
      blink = 0
      dimming = 15
    },
    ram: () => [...ram],
    on: () => oscillator && display,
    blinkHz: () => [0, 2, 1, 0.5][blink] ?? 0,
    brightness: () => dimming + 1,
  }
}
