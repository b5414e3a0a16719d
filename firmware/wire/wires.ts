/**
 * The wires a driver may use: the narrowest surface that a simulator can stand in for. The drivers above are
 * the same on both; `real.ts` opens the kernel's devices, `simulated.ts` keeps state and fails on request.
 *
 * Every promise here settles: a wire that is stuck rejects after its own time limit or leaves only its own
 * device waiting. Rejections are Errors whose message an installer understands.
 */
import type { Pin } from '../../hardware/expander-pins.ts'
import type { DeviceHealth } from '../messages.ts'

export type Level = 0 | 1

export type InputLine = { read(): Promise<Level>; close(): Promise<void> }
export type OutputLine = { write(level: Level): Promise<void>; close(): Promise<void> }
export type LineOptions = {
  /** A resistor inside the chip, where the wire can switch one on; onoff can't. */
  pull?: 'up' | 'down'
  /** Told when whatever stands between this line and the computer is lost, and when it is back. */
  onHealth?: (health: DeviceHealth) => void
}
export type GpioWire = {
  /**
   * Raw edges, bounce included: debouncing is the driver's. `atMs`: when it happened by the monotonic clock,
   * where the wire knows better than "now".
   */
  input(pin: Pin, onEdge: (level: Level, atMs?: number) => void, options?: LineOptions): Promise<InputLine>
  output(pin: Pin, initial: Level, options?: LineOptions): Promise<OutputLine>
}

/** One bus; transfers run one after another in the order they were asked for. */
export type I2cBus = {
  write(address: number, bytes: Uint8Array): Promise<void>
  read(address: number, length: number): Promise<Uint8Array>
  /** Names a register and reads from there on, at most 32 bytes, in one transfer that nothing comes between. */
  readFrom(address: number, register: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}
/** A channel of a TCA9548A, as the site file has it. */
export type I2cMux = { address: string; channel: number }
/** `mux`: the chips spoken to are behind this channel, not on the bus itself. */
export type I2cWire = { open(bus: number, mux?: I2cMux): Promise<I2cBus> }

/** One chip select of an SPI bus, mode 0, most significant bit first; nothing is read. */
export type SpiLine = {
  /** Each piece under a chip select of its own, in this order. */
  send(pieces: readonly Uint8Array[]): Promise<void>
  close(): Promise<void>
}
export type SpiWire = { open(bus: number, chipSelect: number, speedHz: number): Promise<SpiLine> }

/** One opened connection to a device that takes bytes and may answer some. */
export type ByteLine = {
  /** Resolves when the device's side has taken the bytes (as far as the transport can tell). */
  write(bytes: Uint8Array): Promise<void>
  /** Bytes that come back, such as a printer's status. */
  onData(listener: (bytes: Uint8Array) => void): void
  /** How many bytes have left for the device since the line was opened. */
  sent(): number
  close(): Promise<void>
}
/** `owner`: the device that opens it, for who else wants to. */
export type ByteWire = { open(connection: string, owner?: string): Promise<ByteLine> }

/** A serial port as firmata-io wants its transport: `write`, and the events open, data, close, error. */
export type SerialTransport = import('node:events').EventEmitter & {
  isOpen: boolean
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void
  close(done?: (error?: Error | null) => void): void
}
export type SerialWire = { open(path: string, baud: number): Promise<SerialTransport> }

/** What an input device says, as the kernel numbers it in input-event-codes.h. */
export type InputEvent = { type: number; code: number; value: number }
export type KeyLine = {
  /** Whether nothing else on this computer hears the keys. */
  alone: boolean
  close(): Promise<void>
}
/** A USB device that types, such as a code scanner. */
export type KeyWire = {
  /** `lost`: the device is gone; nothing comes after it, and the line only has to be closed. */
  open(
    path: string,
    on: { event: (event: InputEvent) => void; lost: (error: Error) => void },
  ): Promise<KeyLine>
}

/** A sound card. PCM is 16-bit little-endian mono at `rate` Hz. */
export type AudioWire = {
  /** Resolves when the last sample has been heard; rejects when the card is gone. */
  play(device: string, pcm: Uint8Array, rate: number): Promise<void>
  /** The computer's sound cards, in words that change when one is plugged in or pulled out; nothing sounds. */
  cards(): Promise<string>
}

export type Wires = {
  /** The Pi's lines through sysfs. */
  gpio: GpioWire
  /** The same lines through the kernel's newer interface. */
  gpiochip: GpioWire
  i2c: I2cWire
  spi: SpiWire
  bytes: ByteWire
  serial: SerialWire
  keys: KeyWire
  audio: AudioWire
  close(): Promise<void>
}
