/**
 * Checks what the devices of a site hang on: a serial port, a printer's connection or a sound card has one
 * owner, and both owners are named when two claim it. GPIO lines are in `check-lines.ts`, addresses on I2C in
 * `check-i2c.ts`.
 */
import { checkExpanders } from './check-expanders.ts'
import { checkI2c } from './check-i2c.ts'
import { checkLines, portOf } from './check-lines.ts'
import { type Entry, entriesOf, entryOf, groupOf, numberOf, textOf, truthOf } from './loose.ts'
import { placeOf, quote, type Report, type Step } from './problem.ts'
import { deviceSchemas } from './site-schema.ts'

/** One thing that only one device may have, and what to do when two want it. */
type Claim = { key: string; steps: readonly Step[]; thing: string; fix: string }

export function checkWiring(root: unknown, report: Report): void {
  const stations = entriesOf(entryOf(root), 'stations')
  const chips = piOf(stations, 'expanders')
  for (const [station, devices] of piOf(stations, 'devices')) {
    const expanders = chips.get(station) ?? []
    checkLines(root, station, devices, expanders, report)
    checkI2c(root, [...devices, ...expanders], report)
    tellClashes(root, devices.flatMap(localClaims), report)
    checkUsbPrinters(root, devices, report)
  }
  for (const station of stations) checkExpanders(root, station, report)
  const all = stations.flatMap((station) => entriesOf(station, 'devices'))
  tellClashes(root, all.flatMap(networkClaims), report)
  for (const device of all) {
    checkPort(device, report)
    checkUnasked(device, report)
    checkScanner(device, report)
    tellClashes(root, keyClaims(device), report)
  }
}

/** The devices, or expanders, of each Pi. Stations that run in the controller with real wires are on one Pi, the controller's. */
function piOf(stations: Entry[], what: 'devices' | 'expanders'): Map<Entry, Entry[]> {
  const pis = new Map<Entry, Entry[]>()
  let controller: Entry | undefined
  for (const station of stations) {
    let pi = station
    if (textOf(station, 'runs') === 'controller' && textOf(station, 'wires') === 'real') {
      controller ??= station
      pi = controller
    }
    pis.set(pi, [...(pis.get(pi) ?? []), ...entriesOf(station, what)])
  }
  return pis
}

function tellClashes(root: unknown, claims: Claim[], report: Report): void {
  const owners = new Map<string, Claim>()
  for (const claim of claims) {
    const first = owners.get(claim.key)
    if (!first) owners.set(claim.key, claim)
    else
      report(
        'error',
        claim.steps,
        `${claim.thing} is already used by ${placeOf(root, first.steps)}; ${claim.fix}.`,
      )
  }
}

/** Ports of the computer itself: one name space for printers and keypads. */
function localClaims(device: Entry): Claim[] {
  const claim = (option: string, key: string, thing: string, fix: string): Claim[] => [
    { key, steps: [...device.steps, option], thing, fix },
  ]
  const port = portOf(device)
  switch (textOf(device, 'kind')) {
    case 'ticket-printer':
      return port === undefined ? [] : claim('connection', port, port, onePrinter)
    case 'counter-keypad':
      return port === undefined
        ? []
        : claim('port', port, port, 'one Arduino belongs to one keypad, so name another port')
    case 'code-scanner': {
      const path = textOf(device, 'device')
      return path === undefined
        ? []
        : claim('device', path, path, 'one scanner belongs to one device, so name another one')
    }
    case 'text-board':
      return port === undefined
        ? []
        : claim('port', port, port, 'one adapter belongs to one board, so name another port')
    case 'hall-board': {
      const spi = groupOf(device, 'spi')
      const [bus, select] = [numberOf(spi, 'bus'), numberOf(spi, 'chipSelect')]
      if (bus === undefined || select === undefined) return []
      const place = `/dev/spidev${bus}.${select}`
      return claim('spi', place, place, 'one chain belongs to one board, so take another chip select')
    }
    case 'loudspeaker': {
      const card = textOf(device, 'device') ?? String(usualCard())
      const fix = 'give each zone a sound card of its own'
      return claim('device', `sound card ${card}`, `sound card "${card}"`, fix)
    }
    default:
      return []
  }
}

const onePrinter = 'one printer belongs to one device, so name another connection'
const usualCard = () => deviceSchemas().get('loudspeaker')?.properties?.device?.default

/** A printer in the network is the same printer from every station. */
function networkClaims(device: Entry): Claim[] {
  const place = networkPlaceOf(device)
  if (!place) return []
  const thing = `tcp://${place.host}:${place.port}`
  return [{ key: thing, steps: [...device.steps, 'connection'], thing, fix: onePrinter }]
}

function networkPlaceOf(device: Entry): { host: string; port: number } | undefined {
  if (textOf(device, 'kind') !== 'ticket-printer') return undefined
  const tcp = /^tcp:\/\/([^/:\s]+)(?::(\d+))?$/.exec(textOf(device, 'connection') ?? '')
  return tcp ? { host: (tcp[1] ?? '').toLowerCase(), port: Number(tcp[2] ?? 9100) } : undefined
}

/** The kernel numbers printers as it finds them: of several, any may be lp0 after a restart. */
function checkUsbPrinters(root: unknown, devices: Entry[], report: Report): void {
  const usb = devices.filter((device) => /^usb:/.test(textOf(device, 'connection') ?? ''))
  if (usb.length < 2) return
  const ways = new Map(
    usb.map((device) => [/^usb:(serial|socket)=/.exec(textOf(device, 'connection') ?? '')?.[1], device]),
  )
  const bySerial = ways.get('serial')
  const bySocket = ways.get('socket')
  if (bySerial && bySocket)
    report(
      'warning',
      [...bySocket.steps, 'connection'],
      `names a socket and ${placeOf(root, bySerial.steps)} a serial number, so nobody can see whether they are one printer; name all by serial number where they have one. With the printers plugged in, scripts/check-site on the Pi tells.`,
    )
  for (const device of usb)
    if (/^usb:\/dev/.test(textOf(device, 'connection') ?? ''))
      report(
        'warning',
        [...device.steps, 'connection'],
        'may be another USB printer’s after a restart, also one that is named in another way here; write usb:serial=NUMBER (or usb:socket=PLACE). The printer’s message names the right ones when the number is wrong, such as usb:serial=1.',
      )
}

function checkPort(device: Entry, report: Report): void {
  const port = networkPlaceOf(device)?.port
  if (port === undefined || (port >= 1 && port <= 65535)) return
  report('error', [...device.steps, 'connection'], `names port ${port}; a port is 1 to 65535.`)
}

/** Over a network only the printer's word says that a slip came out. */
function checkUnasked(device: Entry, report: Report): void {
  if (!networkPlaceOf(device) || truthOf(device, 'askStatus') !== false) return
  report(
    'warning',
    [...device.steps, 'askStatus'],
    'is false over a network, so of no slip can anybody say whether it came out, and each counts as doubtful; on USB or a serial port it counts as printed when the printer took it.',
  )
}

function checkScanner(device: Entry, report: Report): void {
  if (textOf(device, 'kind') !== 'code-scanner') return
  const path = textOf(device, 'device') ?? ''
  if (/^\/dev\/input\/event\d+$/.test(path))
    report(
      'warning',
      [...device.steps, 'device'],
      `is ${quote(path)}, whose number may be another device's after a restart; take the name that "ls /dev/input/by-id" shows.`,
    )
}

function keyClaims(device: Entry): Claim[] {
  const pins = groupOf(device, 'pins')
  if (!pins || textOf(device, 'kind') !== 'counter-keypad') return []
  return ['next', 'recall', 'start', 'buzzer'].flatMap((key) => {
    const pin = numberOf(pins, key)
    if (pin === undefined) return []
    const thing = `Arduino pin ${pin}`
    return { key: String(pin), steps: [...pins.steps, key], thing, fix: 'take another one' }
  })
}
