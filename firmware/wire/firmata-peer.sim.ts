/**
 * An Arduino Uno with StandardFirmata 2.5, as far as a keypad needs it: what it answers, what it reports, which
 * pins it drives. It knows nothing of ports and keys (`serial.sim.ts`).
 * Protocol: https://github.com/firmata/protocol/blob/master/protocol.md
 */
import type { Level } from './wires.ts'

const pinCount = 20
const firstAnalogPin = 14
const firmwareName = 'StandardFirmata.ino'
const INPUT = 0x00
const OUTPUT = 0x01
const ANALOG = 0x02
const PULLUP = 0x0b

export type FirmataPeer = {
  receive(bytes: Uint8Array): void
  /** Connects a pin to ground, or lets go of it. */
  ground(pin: number, closed: boolean): void
  /** What an output drives; 0 for every other pin. */
  output(pin: number): Level
  /** Loss of power or a press of its reset button: it forgets modes and reports, and says hello. */
  reset(): void
}

export function firmataPeer({
  send,
  changed,
}: {
  send: (bytes: Uint8Array) => void
  changed: () => void
}): FirmataPeer {
  const grounded = new Set<number>()
  const modes = new Map<number, number>()
  const written = new Map<number, Level>()
  const reported = new Set<number>()
  const lastReport = new Map<number, number>()
  let buffer: number[] = []

  const isInput = (pin: number) => modes.get(pin) === INPUT || modes.get(pin) === PULLUP
  /** An input without pull-up floats; it reads low here, which a driver that forgot it will notice. */
  const level = (pin: number): Level => {
    if (grounded.has(pin)) return 0
    return modes.get(pin) === PULLUP || written.get(pin) === 1 ? 1 : 0
  }
  function report(port: number, always: boolean) {
    if (!reported.has(port)) return
    let bits = 0
    for (let i = 0; i < 8; i++) if (isInput(port * 8 + i) && level(port * 8 + i)) bits |= 1 << i
    if (!always && lastReport.get(port) === bits) return
    lastReport.set(port, bits)
    send(Uint8Array.of(0x90 | port, bits & 0x7f, bits >> 7))
  }
  const version = () => send(Uint8Array.of(0xf9, 2, 5))
  const firmware = () =>
    send(
      Uint8Array.from([
        0xf0,
        0x79,
        2,
        5,
        ...[...Buffer.from(firmwareName)].flatMap((c) => [c & 0x7f, c >> 7]),
        0xf7,
      ]),
    )

  function sysex(command: number, pin = pinCount) {
    const pins = Array.from({ length: pinCount }, (_, pin) => pin)
    if (command === 0x79) firmware()
    if (command === 0x6b) {
      const modesOf = (pin: number) => {
        if (pin < 2) return []
        const digital = [INPUT, 1, OUTPUT, 1, PULLUP, 1]
        return pin >= firstAnalogPin ? [...digital, ANALOG, 10] : digital
      }
      send(Uint8Array.from([0xf0, 0x6c, ...pins.flatMap((pin) => [...modesOf(pin), 0x7f]), 0xf7]))
    }
    if (command === 0x6d) {
      // As after a reset: an analog pin is read, every other one is an output.
      const mode = modes.get(pin) ?? (pin >= firstAnalogPin ? ANALOG : OUTPUT)
      const state = mode === PULLUP ? 1 : (written.get(pin) ?? 0)
      send(Uint8Array.from([0xf0, 0x6e, pin, ...(pin < pinCount ? [mode, state] : []), 0xf7]))
    }
    if (command === 0x69) {
      const channel = (pin: number) => (pin >= firstAnalogPin ? pin - firstAnalogPin : 0x7f)
      send(Uint8Array.from([0xf0, 0x6a, ...pins.map(channel), 0xf7]))
    }
  }

  function obey([command = 0, a = 0, b = 0]: number[]) {
    if (command === 0xf9) version()
    else if (command === 0xf4) {
      modes.set(a, b)
      if (b === OUTPUT) written.set(a, 0)
      report(a >> 3, false)
    } else if ((command & 0xf0) === 0xd0) {
      const port = command & 0x0f
      if (a) reported.add(port)
      else reported.delete(port)
      report(port, true)
    } else if ((command & 0xf0) === 0x90) {
      const port = command & 0x0f
      const bits = a | (b << 7)
      for (let i = 0; i < 8; i++) {
        const pin = port * 8 + i
        const bit: Level = (bits >> i) & 1 ? 1 : 0
        // A high on an input switches its pull-up on; StandardFirmata never switches it off again this way.
        if (modes.get(pin) === OUTPUT || (modes.get(pin) === INPUT && bit === 1)) written.set(pin, bit)
      }
      report(port, false)
    }
    changed()
  }

  /** How long a message is, by its first byte; what is none is passed over. */
  const lengthOf = (first: number) => {
    if (first === 0xf4 || (first & 0xf0) === 0x90 || (first & 0xf0) === 0xe0) return 3
    return (first & 0xf0) === 0xc0 || (first & 0xf0) === 0xd0 ? 2 : 1
  }

  function reset() {
    modes.clear()
    written.clear()
    reported.clear()
    lastReport.clear()
    buffer = []
    version()
    firmware()
    changed()
  }

  return {
    receive(bytes) {
      for (const byte of bytes) {
        // A message of any length takes everything up to its end; any other one that is broken off is forgotten.
        if (byte >= 0x80 && buffer[0] !== 0xf0) buffer = []
        if (buffer.length === 0 && byte < 0x80) continue
        buffer.push(byte)
        if (buffer[0] === 0xf0) {
          if (byte !== 0xf7) continue
          sysex(buffer[1] ?? 0, buffer[2])
          buffer = []
        } else if (buffer.length === lengthOf(buffer[0] ?? 0)) {
          const message = buffer
          buffer = []
          obey(message)
        }
      }
    },
    ground(pin, closed) {
      if (closed) grounded.add(pin)
      else grounded.delete(pin)
      report(pin >> 3, false)
      changed()
    },
    output: (pin) => (modes.get(pin) === OUTPUT ? (written.get(pin) ?? 0) : 0),
    reset,
  }
}
