/**
 * What is known to work where: every driver of a site file on every Raspberry Pi and kernel, each cell with the test
 * or check behind it. `TESTED.md` is written from here; `tested.test.ts` holds it to the description of a site and
 * to the files it names. Whoever adds a driver adds its row.
 *
 * A cell may say no more than its files prove. A check of `scripts/hil` runs on a Debian kernel in QEMU: it proves a
 * driver on that kernel's interface, and nothing about a Pi's own chips. With `--arm64` it also proves the arm64 Node
 * and native packages, on the processor core of one Pi.
 */
import { table } from './markdown.ts'
import type { DeviceKind } from './site-description.ts'

export const models = ['Pi 3', 'Pi 4', 'Pi 5'] as const
export const kernels = ['6.1', '6.12'] as const
export type Model = (typeof models)[number]
export type Kernel = (typeof kernels)[number]
/** The Pi whose processor core `scripts/hil --arm64` has QEMU play. */
export const emulated: Model = 'Pi 4'
/** One run of `scripts/hil`. */
export type Run = Kernel | `${Kernel} arm64`

export type TestedRow = {
  /** What hangs on the wire; several kinds when one driver serves them alike. */
  kinds: readonly (DeviceKind | 'expander')[]
  driver: string
  /** Which connection or chip of that driver. */
  way?: string
  /** Tests over a simulated wire, or over sockets and files of any computer. */
  tests: readonly string[]
  /** Checks of `scripts/hil` and the runs in which they passed. */
  checks?: readonly string[]
  passedOn?: readonly Run[]
  /** A model that its package cannot serve, and the driver to set there. */
  notOn?: { model: Model; instead: string }
  note?: string
}

const gpioTests = ['firmware/wire/gpio.onoff.test.ts']
const chipTests = ['firmware/wire/gpio.gpiochip.test.ts', 'firmware/wire/gpiochip-abi.test.ts']
const expanderTests = ['firmware/expander/expander.test.ts', 'firmware/expander/interrupt-line.test.ts']
const buttonTests = ['firmware/service-button/service-button.line.test.ts']
const lampTests = ['firmware/call-lamp/call-lamp.test.ts']
const padTests = ['firmware/rating-pad/rating-pad.line.test.ts']
const printerTests = [
  'firmware/ticket-printer/ticket-printer.escpos.test.ts',
  'firmware/ticket-printer/garbled-status.test.ts',
]
const check = (name: string) => `scripts/hardware-in-loop/checks/${name}.check.ts`
/** The runs in which every check passed that does not name its own. */
const all: readonly Run[] = ['6.1', '6.1 arm64', '6.12', '6.12 arm64']
const pullUp = 'pull-ups: by resistor or config.txt'

export const tested: readonly TestedRow[] = [
  {
    kinds: ['service-button'],
    driver: 'onoff',
    tests: [...buttonTests, ...gpioTests],
    checks: [check('service-button'), check('press')],
    passedOn: all,
    note: pullUp,
  },
  {
    kinds: ['service-button'],
    driver: 'gpiochip',
    tests: [...buttonTests, ...chipTests],
    checks: [check('service-button')],
    passedOn: all,
  },
  {
    kinds: ['service-button'],
    driver: 'expander',
    tests: expanderTests,
    checks: [check('expander'), check('expander-contracts')],
    passedOn: all,
  },
  {
    kinds: ['call-lamp'],
    driver: 'onoff',
    tests: [...lampTests, ...gpioTests],
    checks: [check('call-lamp')],
    passedOn: all,
  },
  {
    kinds: ['call-lamp'],
    driver: 'gpiochip',
    tests: [...lampTests, ...chipTests],
    checks: [check('call-lamp')],
    passedOn: all,
  },
  {
    kinds: ['call-lamp'],
    driver: 'expander',
    tests: expanderTests,
    checks: [check('expander-contracts')],
    passedOn: all,
  },
  {
    kinds: ['call-lamp'],
    driver: 'rpio',
    tests: lampTests,
    notOn: { model: 'Pi 5', instead: 'onoff' },
    note: 'its refusals alone are tested: it needs the registers of a Pi',
  },
  {
    kinds: ['rating-pad'],
    driver: 'onoff',
    tests: [...padTests, ...gpioTests],
    checks: [check('rating-pad-driver')],
    passedOn: all,
    note: pullUp,
  },
  {
    kinds: ['rating-pad'],
    driver: 'gpiochip',
    tests: [...padTests, ...chipTests],
    checks: [check('rating-pad-driver'), check('rating-pad')],
    passedOn: all,
  },
  {
    kinds: ['rating-pad'],
    driver: 'expander',
    tests: padTests,
    checks: [check('expander-contracts'), check('rating-pad')],
    passedOn: all,
  },
  {
    kinds: ['digit-keypad'],
    driver: 'expander',
    tests: ['firmware/digit-keypad/digit-keypad.expander.test.ts'],
    checks: [check('expander-contracts')],
    passedOn: all,
  },
  {
    kinds: ['expander'],
    driver: 'mcp23017',
    tests: expanderTests,
    checks: [check('expander'), check('expander-contracts')],
    passedOn: all,
  },
  {
    kinds: ['expander'],
    driver: 'pcf8574',
    tests: expanderTests,
    checks: [check('expander-contracts')],
    passedOn: all,
  },
  {
    kinds: ['counter-board'],
    driver: 'ht16k33',
    way: 'on the bus itself',
    tests: ['firmware/counter-board/counter-board.ht16k33.test.ts', 'firmware/wire/i2c.test.ts'],
    checks: [check('counter-board')],
    passedOn: all,
  },
  {
    kinds: ['counter-board'],
    driver: 'ht16k33',
    way: 'behind a TCA9548A',
    tests: ['firmware/counter-board/counter-board.ht16k33.test.ts', 'firmware/wire/i2c-mux.test.ts'],
    checks: [check('led-drivers'), check('multiplexer')],
    passedOn: all,
  },
  {
    kinds: ['hall-board'],
    driver: 'max7219',
    tests: ['firmware/hall-board/hall-board.max7219.test.ts', 'firmware/wire/spi.test.ts'],
    checks: [check('led-drivers'), check('hall-board')],
    passedOn: all,
  },
  {
    kinds: ['text-board'],
    driver: 'line',
    way: 'RS-485 on USB',
    tests: ['firmware/hall-board/text-board.line.test.ts'],
    checks: [check('led-drivers')],
    passedOn: all,
  },
  {
    kinds: ['ticket-printer'],
    driver: 'escpos',
    way: 'usb:/dev/usb/lpN',
    tests: [...printerTests, 'firmware/wire/bytes-device-file.test.ts'],
    checks: [check('ticket-printer-driver'), check('ticket-printer'), check('press')],
    passedOn: all,
  },
  {
    kinds: ['ticket-printer'],
    driver: 'escpos',
    way: 'usb:serial=, usb:socket=',
    tests: [
      'firmware/wire/usb-printers.test.ts',
      'firmware/wire/held-ports.test.ts',
      'firmware/wire/bytes-device-file.test.ts',
    ],
    checks: [check('second-printer'), check('ticket-printer-driver')],
    passedOn: all,
  },
  {
    kinds: ['ticket-printer'],
    driver: 'escpos',
    way: 'serial:',
    tests: [...printerTests, 'firmware/wire/bytes-serial.test.ts'],
    checks: [check('ticket-printer-driver')],
    passedOn: all,
  },
  {
    kinds: ['ticket-printer'],
    driver: 'escpos',
    way: 'tcp:',
    tests: [...printerTests, 'firmware/ticket-printer/network-printer.test.ts'],
    checks: [check('ticket-printer-driver')],
    passedOn: all,
    note: 'the network test uses real sockets',
  },
  {
    kinds: ['counter-keypad'],
    driver: 'firmata',
    tests: ['firmware/counter-keypad/counter-keypad.firmata.test.ts'],
    checks: [check('counter-keypad-driver'), check('counter-keypad')],
    passedOn: all,
  },
  {
    kinds: ['code-scanner'],
    driver: 'evdev',
    tests: ['firmware/code-scanner/code-scanner.evdev.test.ts', 'firmware/wire/input-event.test.ts'],
    checks: [check('code-scanner-driver'), check('code-scanner')],
    passedOn: all,
  },
  {
    kinds: ['loudspeaker'],
    driver: 'alsa',
    tests: ['firmware/loudspeaker/loudspeaker.alsa.test.ts', 'firmware/wire/audio.test.ts'],
    checks: [check('loudspeaker')],
    passedOn: all,
    note: 'a Pi 5 has no headphone socket: a sound card on USB',
  },
]

export type Cell = 'arm64' | 'kernel' | 'untested' | 'no'
export function cellOf({ notOn, passedOn = [] }: TestedRow, model: Model, kernel: Kernel): Cell {
  if (notOn?.model === model) return 'no'
  if (model === emulated && passedOn.includes(`${kernel} arm64`)) return 'arm64'
  return passedOn.includes(kernel) ? 'kernel' : 'untested'
}

const link = (file: string) =>
  `[${(file.split('/').at(-1) ?? file).replace(/\.(test|check)\.ts$/, '')}](../${file})`
const links = (files: readonly string[]) => files.map(link).join(', ')

function notes({ notOn, note }: TestedRow): string {
  const instead = notOn && `${notOn.model}: set \`driver\` to \`${notOn.instead}\``
  return [instead, note].filter(Boolean).join('; ')
}

export function testedTable(): string {
  const places = models.flatMap((model) => kernels.map((kernel) => ({ model, kernel })))
  return table([
    [
      'device',
      'driver',
      ...places.map(({ model, kernel }) => `${model}, ${kernel}`),
      'simulated wire',
      'kernel check',
      'note',
    ],
    ...tested.map((row) => [
      row.kinds.join(', '),
      `\`${row.driver}\`${row.way ? `, ${row.way}` : ''}`,
      ...places.map(({ model, kernel }) => cellOf(row, model, kernel)),
      links(row.tests),
      links(row.checks ?? []) || 'none',
      notes(row),
    ]),
  ])
}
