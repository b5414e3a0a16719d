/**
 * An Arduino with StandardFirmata through firmata-io and johnny-five: the only file that knows these packages.
 * They are loaded when the first keypad opens.
 *
 * johnny-five keeps every button it ever made, so one Arduino is made once and lives on when its port is
 * plugged out and in again: `connect` gives it the new port. It opens no port and measures no time.
 */
import { EventEmitter } from 'node:events'
import type { FirmataIo } from 'firmata-io'
import { loadPackage } from '../wire/load-package.ts'
import type { SerialTransport } from '../wire/wires.ts'

/** The driver measures long presses by the station's clock; johnny-five's own "hold" is not listened to. */
const unusedHoldMs = 60_000
/**
 * The end of a message of any length, then the question for the version. Until the port of a keypad that has just been
 * plugged in is set to raw, Linux sends back what it hears, and half of its own greeting leaves an Arduino waiting for
 * the rest: it would take everything that follows for a part of it. Outside of a message its end means nothing.
 */
const areYouThere = Uint8Array.of(0xf7, 0xf9)
const pinStateQuery = 0x6d

export type Arduino = {
  /** Talks over this port from now on. */
  connect(port: SerialTransport): void
  /** The port is gone; held keys count as let go. */
  disconnect(): void
  /** Asks whether it still has its pins, which arrives as `onAlive`. */
  ask(): void
  /** Resolves when the port has taken it. */
  drive(pin: number, level: 0 | 1): Promise<void>
  close(): void
}

export type OpenArduino = (options: {
  id: string
  /** Inputs with pull-up, each a key to ground. */
  keys: number[]
  output: number | undefined
  onDown: (pin: number) => void
  onUp: (pin: number) => void
  /** It said that every key's pin is an input, and reports them from now on. */
  onAlive: () => void
}) => Arduino

export async function loadArduino(): Promise<OpenArduino> {
  const [{ default: firmata }, { default: Board }, { default: Button }] = await Promise.all([
    loadPackage('firmata-io', () => import('firmata-io')),
    loadPackage('johnny-five', () => import('johnny-five/lib/board.js')),
    loadPackage('johnny-five', () => import('johnny-five/lib/button.js')),
  ])

  return ({ id, keys, output, onDown, onUp, onAlive }) => {
    let port: SerialTransport | undefined
    let io: FirmataIo | undefined
    let board: EventEmitter | undefined
    let ready = false
    /** Keys count: what was reported while the pins were not set up has been seen. */
    let armed = false
    /** Since it was last asked: of each key's pin whether it is an input. */
    const isInput = new Map<number, boolean>()
    let mayMend = true
    let driven: 0 | 1 = 0
    /** The newest bytes are through. */
    let taken: Promise<void> = Promise.resolve()
    const transport = Object.assign(new EventEmitter(), {
      write(bytes: Uint8Array, done: () => void) {
        const to = port
        if (!to?.isOpen) return done()
        taken = new Promise((resolve) =>
          to.write(bytes, () => {
            done()
            resolve()
          }),
        )
      },
    })

    /**
     * An Arduino that was reset has forgotten its pins. It answers in order, so its answer comes after whatever was
     * reported meanwhile, when a pin without its pull-up read as a pressed key.
     */
    function setUpPins(to: FirmataIo) {
      armed = false
      const { INPUT, OUTPUT, PULLUP } = to.MODES
      for (const pin of keys) {
        // A pull-up that is a mode of its own is safe from writes to other pins of its port.
        if (to.pins[pin]?.supportedModes.includes(PULLUP)) to.pinMode(pin, PULLUP)
        else {
          to.pinMode(pin, INPUT)
          to.digitalWrite(pin, 1)
        }
      }
      if (output !== undefined) to.pinMode(output, OUTPUT)
      askPins(to)
    }
    function askPins(to: FirmataIo) {
      isInput.clear()
      for (const pin of keys) to.sysexCommand([pinStateQuery, pin])
    }
    function hearPin(to: FirmataIo, pin: number) {
      const { INPUT, PULLUP } = to.MODES
      const mode = to.pins[pin]?.mode
      isInput.set(pin, mode === INPUT || mode === PULLUP)
      if (!keys.every((key) => isInput.has(key))) return
      if (keys.every((key) => isInput.get(key))) {
        // Again each time: what was lost on the way is reported now.
        for (const key of keys) to.reportDigitalPin(key, 1)
        if (output !== undefined && driven === 0) to.digitalWrite(output, 0)
        armed = true
        onAlive()
      } else if (mayMend) {
        // Once for each question, or one that refuses would be asked without end.
        mayMend = false
        setUpPins(to)
      }
    }

    function makeButtons(to: FirmataIo) {
      board = new Board({ io: to, id, repl: false, sigint: false, debug: false })
      const made = board
      made.on('error', () => {})
      made.once('ready', () => {
        for (const pin of keys) {
          const button = new Button({ board: made, pin, isPullup: true, holdtime: unusedHoldMs })
          button.on('down', () => {
            if (armed) onDown(pin)
          })
          button.on('up', () => onUp(pin))
        }
        ready = true
        for (const pin of keys) to.on(`pin-state-${pin}`, () => hearPin(to, pin))
        setUpPins(to)
      })
    }

    function greet() {
      // A greeting that was broken off can't be resumed: firmata-io counts on each answer once.
      drop()
      const fresh = new firmata.Firmata(transport)
      // Its own reminder runs by real time and would outlive a port that never answers.
      clearTimeout(fresh.reportVersionTimeoutId)
      fresh.on('error', () => {})
      fresh.once('ready', () => makeButtons(fresh))
      fresh.on('reportversion', () => {
        if (!ready) return
        mayMend = true
        askPins(fresh)
      })
      io = fresh
    }
    function drop() {
      transport.removeAllListeners()
      if (board) Board.cache.splice(Board.cache.indexOf(board), 1)
      board = undefined
      io = undefined
    }
    function letGo() {
      // johnny-five runs an interval while a key is down; only its release ends it.
      if (ready) for (const pin of keys) io?.emit(`digital-read-${pin}`, 1)
    }

    return {
      connect(next) {
        port = next
        driven = 0
        armed = false
        isInput.clear()
        if (ready && io) io.buffer.length = 0
        else greet()
        next.on('data', (bytes: Uint8Array) => {
          if (port === next) transport.emit('data', bytes)
        })
      },
      disconnect() {
        port = undefined
        letGo()
      },
      ask() {
        if (io) transport.write(areYouThere, () => {})
        if (!ready) io?.queryFirmware(() => {})
      },
      drive(pin, level) {
        if (!ready) return Promise.resolve()
        driven = level
        io?.digitalWrite(pin, level)
        return taken
      },
      close() {
        port = undefined
        letGo()
        drop()
        ready = false
        armed = false
      },
    }
  }
}
