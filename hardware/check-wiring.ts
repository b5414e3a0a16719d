/**
 * Checks what the devices of a site hang on: a GPIO line, an I2C address, a serial port, a printer connection or
 * a sound card has one owner, and lines that the Pi needs itself are not given away. Both owners are named.
 */
import { type Entry, entriesOf, entryOf, groupOf, numberOf, textOf } from './loose.ts'
import { placeOf, type Report, type Step } from './problem.ts'

type Claim = { steps: readonly Step[]; driver: string | undefined }
/** What one Pi has. Stations that run in the controller with real wires are one Pi. */
type Pi = {
  first: Entry
  lines: Map<number, Claim>
  lineClaims: number
  buses: Map<number, Claim>
  owners: Map<string, Claim>
  uart: Claim | undefined
}

const allLines = Array.from({ length: 28 }, (_, line) => line)
/** Lines that have another job on a Pi even when this file does not use it: HAT identity, serial console. */
const setAside = new Map([
  [0, 'reads the identity of a HAT while the Pi starts (ID_SD)'],
  [1, 'reads the identity of a HAT while the Pi starts (ID_SC)'],
  [14, 'is the serial console (TXD) unless that is switched off'],
  [15, 'is the serial console (RXD) unless that is switched off'],
])
const busLines = new Map([
  [0, { 0: 'SDA', 1: 'SCL' }],
  [1, { 2: 'SDA', 3: 'SCL' }],
] as [number, Record<number, string>][])
const uartLines: Record<number, string> = { 14: 'TXD', 15: 'RXD' }
const uartPorts = /^\/dev\/(serial[01]|ttyAMA\d+|ttyS\d+)$/

export function checkWiring(root: unknown, report: Report): void {
  const pis = new Map<string, Pi>()
  const network = new Map<string, Claim>()
  const stations = entriesOf(entryOf(root), 'stations')
  for (const station of stations) {
    const shared = textOf(station, 'runs') === 'controller' && textOf(station, 'wires') === 'real'
    const key = shared ? 'controller' : String(station.steps[1])
    const pi = pis.get(key) ?? newPi(station)
    pis.set(key, pi)
    for (const device of entriesOf(station, 'devices')) claimDevice(root, pi, network, device, report)
  }
  for (const pi of pis.values()) checkLines(root, pi, report)
}

const newPi = (first: Entry): Pi => ({
  first,
  lines: new Map(),
  lineClaims: 0,
  buses: new Map(),
  owners: new Map(),
  uart: undefined,
})

function claimDevice(
  root: unknown,
  pi: Pi,
  network: Map<string, Claim>,
  device: Entry,
  report: Report,
): void {
  const driver = textOf(device, 'driver')
  const own = (owners: Map<string, Claim>, key: string, option: string, thing: string, fix: string) => {
    const claim = { steps: [...device.steps, option], driver }
    const first = owners.get(key)
    if (first)
      report('error', claim.steps, `${thing} is already used by ${placeOf(root, first.steps)}; ${fix}.`)
    else owners.set(key, claim)
    return claim
  }
  switch (textOf(device, 'kind')) {
    case 'service-button':
      claimLine(root, pi, device, 'pin', report)
      claimLine(root, pi, device, 'ringPin', report)
      break
    case 'call-lamp':
      claimLine(root, pi, device, 'pin', report)
      break
    case 'counter-board': {
      const bus = numberOf(device, 'bus')
      const address = textOf(device, 'address')
      if (bus === undefined || address === undefined) break
      const taken = (one: string) => pi.owners.has(`i2c ${bus} ${one}`)
      const free = Array.from({ length: 8 }, (_, n) => `0x7${n}`).filter(
        (one) => one !== address && !taken(one),
      )
      const fix =
        free.length > 0
          ? `solder another address on one of the two (free: ${free.join(', ')})`
          : 'eight boards are all one bus can carry, so use another station'
      const claim = own(
        pi.owners,
        `i2c ${bus} ${address}`,
        'address',
        `address ${address} on bus ${bus}`,
        fix,
      )
      if (!pi.buses.has(bus)) pi.buses.set(bus, claim)
      break
    }
    case 'ticket-printer': {
      const connection = textOf(device, 'connection')
      if (connection === undefined) break
      const tcp = /^tcp:\/\/([^/:\s]+)(?::(\d+))?$/.exec(connection)
      const path = /^(?:serial|usb):([^?]+)/.exec(connection)?.[1]
      const fix = 'one printer belongs to one device, so name another connection'
      if (tcp) {
        if (Number(tcp[2] ?? 9100) > 65535 || Number(tcp[2] ?? 9100) === 0)
          report('error', [...device.steps, 'connection'], `names port ${tcp[2]}; a port is 1 to 65535.`)
        const host = `tcp://${tcp[1]?.toLowerCase()}:${tcp[2] ?? 9100}`
        own(network, host, 'connection', host, fix)
      } else if (path !== undefined) {
        const claim = own(pi.owners, path, 'connection', path, fix)
        if (uartPorts.test(path)) pi.uart ??= claim
      }
      break
    }
    case 'counter-keypad': {
      const port = textOf(device, 'port')
      if (port !== undefined) {
        const claim = own(
          pi.owners,
          port,
          'port',
          port,
          'one Arduino belongs to one keypad, so name another port',
        )
        if (uartPorts.test(port)) pi.uart ??= claim
      }
      checkKeypadPins(root, device, report)
      break
    }
    case 'loudspeaker': {
      const card = textOf(device, 'device') ?? 'default'
      own(
        pi.owners,
        `alsa ${card}`,
        'device',
        `sound card "${card}"`,
        'give each zone a sound card of its own',
      )
      break
    }
  }
}

function claimLine(root: unknown, pi: Pi, device: Entry, option: string, report: Report): void {
  const line = numberOf(device, option)
  if (line === undefined || !allLines.includes(line)) return
  const driver = textOf(device, 'driver')
  const steps = [...device.steps, option]
  pi.lineClaims++
  const first = pi.lines.get(line)
  if (!first) {
    pi.lines.set(line, { steps, driver })
    return
  }
  const fight =
    driver !== first.driver ? ` (by ${first.driver}, and ${driver} cannot share a line with it)` : ''
  report(
    'error',
    steps,
    `GPIO ${line} is already used by ${placeOf(root, first.steps)}${fight}; give one of the two another line.`,
  )
}

/** After every device has said what it uses: the lines the Pi needs itself, and what is still free. */
function checkLines(root: unknown, pi: Pi, report: Report): void {
  const needed = new Map<number, string>()
  for (const [bus, claim] of pi.buses) {
    for (const [line, job] of Object.entries(busLines.get(bus) ?? {}))
      needed.set(Number(line), `${job} of I2C bus ${bus}, which ${placeOf(root, claim.steps)} uses`)
  }
  if (pi.uart) {
    for (const [line, job] of Object.entries(uartLines))
      needed.set(Number(line), `${job} of the serial port that ${placeOf(root, pi.uart.steps)} uses`)
  }
  const free = allLines.filter((line) => !pi.lines.has(line) && !needed.has(line) && !setAside.has(line))
  const freeInWords = free.length > 0 ? `free: ${free.join(', ')}` : 'none is free'
  for (const [line, claim] of pi.lines) {
    const job = needed.get(line)
    const warning = setAside.get(line)
    if (job) report('error', claim.steps, `GPIO ${line} is ${job}; take another line (${freeInWords}).`)
    else if (warning)
      report('warning', claim.steps, `GPIO ${line} ${warning}; better take another line (${freeInWords}).`)
  }
  const usable = allLines.length - needed.size
  if (pi.lineClaims > usable)
    report(
      'error',
      [...pi.first.steps, 'devices'],
      `${pi.lineClaims} GPIO lines are asked for and this Pi has ${usable}; move devices to another station.`,
    )
}

function checkKeypadPins(root: unknown, keypad: Entry, report: Report): void {
  const pins = groupOf(keypad, 'pins')
  const owners = new Map<number, readonly Step[]>()
  for (const key of ['next', 'recall', 'start', 'buzzer']) {
    const pin = numberOf(pins, key)
    if (!pins || pin === undefined) continue
    const steps = [...pins.steps, key]
    const first = owners.get(pin)
    if (first)
      report(
        'error',
        steps,
        `Arduino pin ${pin} is already used by ${placeOf(root, first)}; take another one.`,
      )
    else owners.set(pin, steps)
  }
}
