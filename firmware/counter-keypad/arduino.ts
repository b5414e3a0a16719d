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

export type Arduino = {
  /** Talks over this port from now on. */
  connect(port: SerialTransport): void
  /** The port is gone; held keys count as let go. */
  disconnect(): void
  /** Asks for a sign of life, which arrives as `onAlive`. */
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
  /** It answered and its pins are set up. */
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
    /** Keys count: what was reported while the pins were set up has been seen. */
    let armed = false
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

    /** May be repeated: an Arduino that was reset has forgotten its pins. */
    function setUpPins(to: FirmataIo) {
      const { INPUT, OUTPUT, PULLUP } = to.MODES
      for (const pin of keys) {
        // A pull-up that is a mode of its own is safe from writes to other pins of its port.
        if (to.pins[pin]?.supportedModes.includes(PULLUP)) to.pinMode(pin, PULLUP)
        else {
          to.pinMode(pin, INPUT)
          to.digitalWrite(pin, 1)
        }
        to.reportDigitalPin(pin, 1)
      }
      if (output !== undefined && driven === 0) {
        to.pinMode(output, OUTPUT)
        to.digitalWrite(output, 0)
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
        setUpPins(to)
        ready = true
        // An Arduino that was not reset reports meanwhile, and a pin without its pull-up reads as a pressed key.
        // It answers in order, so this answer comes after all of that.
        to.reportVersion(() => {
          armed = true
        })
        onAlive()
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
        setUpPins(fresh)
        onAlive()
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
        if (!ready) greet()
        next.on('data', (bytes: Uint8Array) => {
          if (port === next) transport.emit('data', bytes)
        })
      },
      disconnect() {
        port = undefined
        letGo()
      },
      ask() {
        io?.reportVersion(() => {})
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
