/**
 * Checks the GPIO lines of one Pi: a line has one owner, and lines that the Pi needs itself are not given away.
 */
import { i2cPlaceOf } from './check-i2c.ts'
import { deviceLines } from './device-lines.ts'
import { type Entry, groupOf, numberOf, textOf } from './loose.ts'
import { placeOf, type Report, type Step } from './problem.ts'

type Use = { line: number; steps: readonly Step[]; driver: string | undefined }

const allLines = Array.from({ length: 28 }, (_, line) => line)
/** Lines that have another job on a Pi even when this file does not use it: HAT identity, serial console. */
const setAside = new Map([
  [0, 'reads the identity of a HAT while the Pi starts (ID_SD)'],
  [1, 'reads the identity of a HAT while the Pi starts (ID_SC)'],
  [14, 'is the serial console (TXD) unless that is switched off'],
  [15, 'is the serial console (RXD) unless that is switched off'],
])
const linesOfBus = new Map([
  [0, { SDA: 0, SCL: 1 }],
  [1, { SDA: 2, SCL: 3 }],
])
const linesOfSpi0: Record<string, number> = { MISO: 9, MOSI: 10, SCLK: 11 }
const selectsOfSpi0 = [8, 7]
const linesOfUart = { TXD: 14, RXD: 15 }
const uartPort = /^\/dev\/(serial[01]|ttyAMA\d+|ttyS\d+)$/

export function checkLines(
  root: unknown,
  station: Entry,
  devices: Entry[],
  expanders: Entry[],
  report: Report,
): void {
  const uses = [...devices.flatMap(usesOf), ...interruptsOf(expanders)]
  const needed = neededLines(root, [...devices, ...expanders])
  const used = new Set(uses.map(({ line }) => line))
  const free = allLines.filter((line) => !used.has(line) && !needed.has(line) && !setAside.has(line))
  const freeInWords = free.length > 0 ? `free: ${free.join(', ')}` : 'none is free'

  const owners = new Map<number, Use>()
  for (const use of uses) {
    const first = owners.get(use.line)
    const job = needed.get(use.line)
    const warning = setAside.get(use.line)
    if (first)
      report(
        'error',
        use.steps,
        `GPIO ${use.line} is already used by ${placeOf(root, first.steps)}${fight(first, use)}; give one of the two another line (${freeInWords}).`,
      )
    else if (job)
      report('error', use.steps, `GPIO ${use.line} is ${job}; take another line (${freeInWords}).`)
    else if (warning)
      report('warning', use.steps, `GPIO ${use.line} ${warning}; better take another line (${freeInWords}).`)
    if (!first) owners.set(use.line, use)
  }
  const usable = allLines.length - needed.size
  if (uses.length > usable)
    report(
      'error',
      [...station.steps, 'devices'],
      `${uses.length} GPIO lines are asked for and this Pi has ${usable}; move devices to another station.`,
    )
}

function usesOf(device: Entry): Use[] {
  return deviceLines(device).flatMap(({ value, steps }) =>
    typeof value === 'number' && allLines.includes(value)
      ? [{ line: value, steps, driver: textOf(device, 'driver') }]
      : [],
  )
}

/** Interrupt lines: expanders whose outputs are joined share one, when they open it in the same way. */
function interruptsOf(expanders: Entry[]): Use[] {
  const shared = new Set<string>()
  return expanders.flatMap((expander) => {
    const line = numberOf(expander, 'interruptPin')
    const driver = textOf(expander, 'interruptDriver') ?? 'onoff'
    if (line === undefined || !allLines.includes(line) || shared.has(`${line} ${driver}`)) return []
    shared.add(`${line} ${driver}`)
    return [{ line, steps: [...expander.steps, 'interruptPin'], driver }]
  })
}

/** Lines that other devices of this Pi need, each with its job and whose it is. */
function neededLines(root: unknown, devices: Entry[]): Map<number, string> {
  const needed = new Map<number, string>()
  for (const device of devices) {
    const bus = i2cPlaceOf(device)?.bus
    for (const [job, line] of Object.entries(linesOfBus.get(bus ?? -1) ?? {}))
      if (!needed.has(line))
        needed.set(line, `${job} of I2C bus ${bus}, which ${placeOf(root, device.steps)} uses`)
    const spi = groupOf(device, 'spi')
    if (spi && numberOf(spi, 'bus') === 0) {
      const select = selectsOfSpi0[numberOf(spi, 'chipSelect') ?? -1]
      const lines = { ...linesOfSpi0, ...(select === undefined ? {} : { 'chip select': select }) }
      for (const [job, line] of Object.entries(lines))
        if (!needed.has(line))
          needed.set(line, `${job} of SPI bus 0, which ${placeOf(root, device.steps)} uses`)
    }
    const port = portOf(device)
    if (port === undefined || !uartPort.test(port)) continue
    for (const [job, line] of Object.entries(linesOfUart))
      if (!needed.has(line)) needed.set(line, `${job} of ${port}, which ${placeOf(root, device.steps)} uses`)
  }
  return needed
}

/** rpio and onoff take a line each in its own way, so that neither notices the other. */
function fight(one: Use, other: Use): string {
  const names = [one.driver, other.driver].sort().join(' ')
  return names === 'onoff rpio' ? ` (by ${one.driver}, and ${other.driver} cannot share a line with it)` : ''
}

/** The device file that a printer, keypad or text board is reached by, if it is reached by one. */
export function portOf(device: Entry): string | undefined {
  const kind = textOf(device, 'kind')
  if (kind === 'counter-keypad' || kind === 'text-board') return textOf(device, 'port')
  if (kind !== 'ticket-printer') return undefined
  return /^(?:serial|usb):([^?]+)/.exec(textOf(device, 'connection') ?? '')?.[1]
}
