/**
 * The kernel's devices. Each wire's file and the native package behind it are loaded when the first line of
 * that kind is opened, so a station without a printer never loads what printers need.
 */
import { type Clock, systemClock } from '../../hardware/clock.ts'
import type { HeldPorts } from './held-ports.ts'
import type { Wires } from './wires.ts'

/** Runs `load` once; what failed to load is tried again the next time. */
function once<T>(load: () => Promise<T>): { get(): Promise<T>; loaded(): Promise<T> | undefined } {
  let loading: Promise<T> | undefined
  return {
    get() {
      loading ??= load().catch((error) => {
        loading = undefined
        throw error
      })
      return loading
    },
    loaded: () => loading,
  }
}

export function openRealWires({
  clock = systemClock,
  held,
}: {
  clock?: Clock
  /** Shared by all stations of one computer. */
  held?: HeldPorts
} = {}): Wires {
  const gpio = once(async () => (await import('./gpio.onoff.ts')).openOnoffGpio())
  const gpiochip = once(async () => (await import('./gpio.gpiochip.ts')).openGpiochip())
  const i2c = once(async () => (await import('./i2c.ts')).openI2cWire({ clock }))
  const spi = once(async () => (await import('./spi.ts')).openSpiWire({ clock }))
  const serial = once(async () => (await import('./serial.ts')).openSerialWire())
  const bytes = once(async () =>
    (await import('./bytes.ts')).openByteWire({
      clock,
      ...(held && { held }),
      serial: { open: async (path, baud) => (await serial.get()).open(path, baud) },
    }),
  )
  const keys = once(async () => (await import('./keys.evdev.ts')).openEvdevKeys())
  const audio = once(async () => (await import('./audio.ts')).openAudioWire({ clock }))

  return {
    gpio: {
      input: async (...line) => (await gpio.get()).input(...line),
      output: async (...line) => (await gpio.get()).output(...line),
    },
    gpiochip: {
      input: async (...line) => (await gpiochip.get()).input(...line),
      output: async (...line) => (await gpiochip.get()).output(...line),
    },
    i2c: { open: async (bus, mux) => (await i2c.get()).open(bus, mux) },
    spi: { open: async (bus, chipSelect, speedHz) => (await spi.get()).open(bus, chipSelect, speedHz) },
    bytes: { open: async (...port) => (await bytes.get()).open(...port) },
    serial: { open: async (path, baud) => (await serial.get()).open(path, baud) },
    keys: { open: async (path, on) => (await keys.get()).open(path, on) },
    audio: {
      play: async (device, pcm, rate) => (await audio.get()).play(device, pcm, rate),
      cards: async () => (await audio.get()).cards(),
    },
    async close() {
      await (await audio.loaded())?.close()
    },
  }
}
