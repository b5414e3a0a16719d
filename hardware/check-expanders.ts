/**
 * Checks the expanders of one station and who uses their pins: a pin has one owner, both are named when two claim
 * it, and what is free is told. Addresses are in `check-i2c.ts`, the Pi's own lines in `check-lines.ts`.
 */
import { i2cPlaceOf } from './check-i2c.ts'
import { multiplexerId } from './chips.ts'
import { deviceLines } from './device-lines.ts'
import { addressesOfChip, type ExpanderChip, expanderPin, pinsOfChip } from './expander-pins.ts'
import { type Entry, entriesOf, textOf, textsOf } from './loose.ts'
import { didYouMean } from './nearest.ts'
import { listOf, placeOf, quote, type Report, type Step } from './problem.ts'

const isChip = (text: string | undefined): text is ExpanderChip => text !== undefined && text in pinsOfChip

export function checkExpanders(root: unknown, station: Entry, report: Report): void {
  const expanders = entriesOf(station, 'expanders')
  const devices = entriesOf(station, 'devices')
  const byId = new Map<string, Entry>()
  const ids = new Map(devices.map((device) => [textOf(device, 'id'), device] as const))
  for (const expander of expanders) {
    const id = textOf(expander, 'id')
    const first = id === undefined ? undefined : (byId.get(id) ?? ids.get(id))
    if (first)
      report(
        'error',
        [...expander.steps, 'id'],
        `${quote(id)} is already the id at ${placeOf(root, [...first.steps, 'id'])}; give one of the two another id.`,
      )
    if (id !== undefined && !byId.has(id)) byId.set(id, expander)
    checkAddress(expander, report)
  }
  checkNamesOfMultiplexers(root, [...expanders, ...devices], report)
  const uses = devices.flatMap((device) =>
    deviceLines(device).flatMap((line) => {
      const at = expanderPin(line.value)
      return at ? [{ ...line, ...at, device }] : []
    }),
  )
  const owners = new Map<string, readonly Step[]>()
  for (const { expander, pin, steps, way, value } of uses) {
    const there = byId.get(expander)
    const chip = textOf(there, 'chip')
    const known = [...byId.keys()]
    if (!there) {
      const fix =
        known.length === 0 ? 'The station has none: add it to expanders.' : `Known: ${listOf(known)}.`
      report(
        'error',
        steps,
        `is ${quote(value)}, but the station has no expander ${quote(expander)}.${didYouMean(expander, known)} ${fix}`,
      )
      continue
    }
    if (!isChip(chip)) continue
    const all = pinsOfChip[chip]
    const taken = uses.filter((use) => use.expander === expander).map((use) => use.pin)
    const free = all.filter((one) => !taken.includes(one))
    const freeInWords = free.length > 0 ? `free: ${free.join(', ')}` : 'none is free'
    const first = owners.get(`${expander}:${pin}`)
    if (!all.includes(pin))
      report(
        'error',
        steps,
        `is ${quote(value)}, but a ${chip} has no pin ${pin}; it has ${all[0]} to ${all.at(-1)} (${freeInWords}).`,
      )
    else if (first)
      report(
        'error',
        steps,
        `pin ${expander}:${pin} is already used by ${placeOf(root, first)}; give one of the two another pin (${freeInWords}).`,
      )
    else if (chip === 'mcp23017' && way === 'input' && pin.endsWith('7'))
      report(
        'warning',
        steps,
        `${pin} of an MCP23017 is an output only by its newer datasheet; better use it for a light (${freeInWords}).`,
      )
    else if (chip === 'pcf8574' && way === 'output' && !steps.includes('rows'))
      report(
        'warning',
        steps,
        `${pin} of a PCF8574 gives hardly any current when high; put a transistor between, or use an mcp23017.`,
      )
    if (!first) owners.set(`${expander}:${pin}`, steps)
  }
  for (const device of devices) checkDriver(device, report)
  for (const device of devices) if (textOf(device, 'kind') === 'digit-keypad') checkKeys(device, report)
  for (const expander of expanders)
    if (!uses.some((use) => use.expander === textOf(expander, 'id')))
      report('warning', expander.steps, 'no device uses a pin of it.')
}

/** In device health a multiplexer has a row under a name made of its bus and address, which nothing else may have. */
function checkNamesOfMultiplexers(root: unknown, entries: Entry[], report: Report): void {
  const rows = new Map<string, Entry>()
  for (const entry of entries) {
    const at = i2cPlaceOf(entry)
    const id = at?.mux && multiplexerId(at.bus, at.mux)
    if (id !== undefined && !rows.has(id)) rows.set(id, entry)
  }
  for (const entry of entries) {
    const id = textOf(entry, 'id')
    const first = id === undefined ? undefined : rows.get(id)
    if (first)
      report(
        'error',
        [...entry.steps, 'id'],
        `${quote(id)} is the name that device health gives the multiplexer at ${placeOf(root, [...first.steps, 'mux'])}; take another id.`,
      )
  }
}

function checkAddress(expander: Entry, report: Report): void {
  const chip = textOf(expander, 'chip')
  const address = textOf(expander, 'address')
  if (!isChip(chip) || address === undefined || addressesOfChip[chip].includes(address.toLowerCase())) return
  const all = addressesOfChip[chip]
  report(
    'error',
    [...expander.steps, 'address'],
    `is ${quote(address)}; a ${chip} has ${all[0]} to ${all.at(-1)}.`,
  )
}

/** A driver reaches its own lines only: rpio those of the header, expander those of chips. */
function checkDriver(device: Entry, report: Report): void {
  const driver = textOf(device, 'driver')
  for (const { steps, value } of deviceLines(device)) {
    if (driver === 'rpio' && expanderPin(value))
      report('error', steps, `is ${quote(value)}, which rpio cannot reach; set driver to expander.`)
    if (driver === 'expander' && typeof value === 'number' && textOf(device, 'kind') !== 'digit-keypad')
      report(
        'error',
        steps,
        `is GPIO ${value}, but the driver is expander; name an expander's pin, or set driver to onoff or gpiochip.`,
      )
  }
}

function checkKeys(device: Entry, report: Report): void {
  const rows = textsOf(device, 'rows')
  const columns = textsOf(device, 'columns')
  const chips = [...new Set([...rows, ...columns].flatMap(({ text }) => expanderPin(text)?.expander ?? []))]
  if (chips.length > 1)
    report(
      'error',
      [...device.steps, 'rows'],
      `a key matrix is on one expander, and this one is on ${listOf(chips)}; move its pins to one of them.`,
    )
  const places = columns.length * Math.max(1, rows.length)
  const keys = textsOf(device, 'keys')
  const count = Object.hasOwn(device.value, 'keys') ? keys.length : 16
  if (count !== places)
    report(
      'error',
      [...device.steps, 'keys'],
      `${count} keys are named, and ${rows.length === 0 ? `${columns.length} single keys` : `${rows.length} rows × ${columns.length} columns`} are ${places}; name what each key is, row by row.`,
    )
  const seen = new Set<string>()
  for (const { steps, text } of keys) {
    if (seen.has(text)) report('warning', steps, `${quote(text)} is on the keypad twice.`)
    seen.add(text)
  }
}
