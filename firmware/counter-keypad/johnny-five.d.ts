/**
 * The parts of johnny-five and firmata-io that `arduino.ts` uses; the packages have no types of their own. Two
 * files of johnny-five instead of all of it: they load in half the time.
 */
declare module 'firmata-io' {
  import type { EventEmitter } from 'node:events'
  export type FirmataIo = EventEmitter & {
    isReady: boolean
    MODES: { INPUT: number; OUTPUT: number; PULLUP: number }
    pins: { supportedModes: number[]; mode?: number }[]
    reportVersionTimeoutId: NodeJS.Timeout
    /** The beginning of a message whose end has not come. */
    buffer: number[]
    pinMode(pin: number, mode: number): void
    digitalWrite(pin: number, value: 0 | 1): void
    reportDigitalPin(pin: number, value: 0 | 1): void
    queryFirmware(done: () => void): void
    sysexCommand(message: number[]): void
  }
  const firmata: { Firmata: new (transport: EventEmitter) => FirmataIo }
  export = firmata
}

declare module 'johnny-five/lib/board.js' {
  import type { EventEmitter } from 'node:events'
  import type { FirmataIo } from 'firmata-io'

  type Options = { io: FirmataIo; repl: false; sigint: false; debug: false; id: string }
  const Board: { new (options: Options): EventEmitter; cache: EventEmitter[] }
  export = Board
}

declare module 'johnny-five/lib/button.js' {
  import type { EventEmitter } from 'node:events'

  type Options = { board: EventEmitter; pin: number; isPullup: true; holdtime: number }
  const Button: new (options: Options) => EventEmitter
  export = Button
}
