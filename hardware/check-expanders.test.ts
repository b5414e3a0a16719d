import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { at, lineOf, saidAfter } from './site.test-kit.ts'
import type { DeviceConfig, ExpanderConfig } from './site-description.ts'

const test = suite('checking expanders')

const chip: ExpanderConfig = { id: 'mr-1', chip: 'mcp23017', bus: 1, address: '0x20', interruptPin: 4 }
const button = (id: string, pin: string, more: Partial<DeviceConfig> = {}) =>
  ({ id, kind: 'service-button', driver: 'expander', service: 'ho-tich', pin, ...more }) as DeviceConfig

/** What is said of the ward's station with these expanders and devices besides; what was said before is left out. */
function said(expanders: ExpanderConfig[], ...devices: DeviceConfig[]): string[] {
  return saidAfter('ward', (site) => {
    const station = at(site.stations, 0)
    station.expanders = expanders
    station.devices.push(...devices)
  })
    .map(lineOf)
    .filter((line) => !line.includes('already has a button at this station'))
}

test('buttons and rings on an expander are fine, and expanders may share an interrupt line', () => {
  assert.equal(
    said(
      [chip, { ...chip, id: 'mr-2', address: '0x21' }],
      button('x', 'mr-1:A0', { ringPin: 'mr-1:A1' }),
      button('y', 'mr-2:A0', { driver: 'onoff', pin: 6, ringPin: 'mr-2:A1' }),
    ),
    [],
  )
})

test('a pin that two claim names both and what is free', () => {
  const [only, ...more] = said([chip], button('x', 'mr-1:A0'), button('y', 'mr-1:A0'))
  assert.equal(more, [])
  assert.is(
    only,
    'error: stations[0].devices[10].pin (y): pin mr-1:A0 is already used by stations[0].devices[9].pin (x); give one of the two another pin (free: A1, A2, A3, A4, A5, A6, A7, B0, B1, B2, B3, B4, B5, B6, B7).',
  )
})

test('an expander that is not there is told with the known ones', () => {
  assert.match(
    said([chip], button('x', 'mr1:A0'), button('y', 'mr-1:A1'))[0] ?? '',
    /no expander "mr1"\. Did you mean "mr-1"\? Known: "mr-1"\./,
  )
  assert.match(said([], button('x', 'mr-1:A0'))[0] ?? '', /The station has none: add it to expanders\./)
})

test('a pin that a chip does not have, and one that is an output only', () => {
  assert.match(said([chip], button('x', 'mr-1:P0'))[0] ?? '', /a mcp23017 has no pin P0; it has A0 to B7/)
  assert.match(
    said([chip], button('x', 'mr-1:B7'))[0] ?? '',
    /warning: .* B7 of an MCP23017 is an output only/,
  )
})

test('an address has one owner, be it a board or an expander, and one that fits the chip', () => {
  assert.match(
    said([chip, { ...chip, id: 'mr-2' }], button('x', 'mr-1:A0'), button('y', 'mr-2:A0'))[0] ?? '',
    /address 0x20 on bus 1 is already used by stations\[0\]\.expanders\[0\]\.address \(mr-1\); solder another address on one of the two \(free: 0x21/,
  )
  assert.match(
    said([{ ...chip, address: '0x38' }], button('x', 'mr-1:A0'))[0] ?? '',
    /is "0x38"; a mcp23017 has 0x20 to 0x27/,
  )
})

test('an interrupt line is a line like others, and joined outputs are opened in one way', () => {
  assert.match(
    said([{ ...chip, interruptPin: 17 }], button('x', 'mr-1:A0'))[0] ?? '',
    /GPIO 17 is already used by/,
  )
  assert.match(
    said(
      [chip, { ...chip, id: 'mr-2', address: '0x21', interruptDriver: 'gpiochip' }],
      button('x', 'mr-1:A0'),
      button('y', 'mr-2:A0'),
    )[0] ?? '',
    /GPIO 4 is already used by stations\[0\]\.expanders\[0\]/,
  )
})

test('a driver reaches its own lines only', () => {
  assert.match(
    said([chip], button('x', 'mr-1:A0', { ringPin: 6 }))[0] ?? '',
    /is GPIO 6, but the driver is expander/,
  )
  const lamp = {
    id: 'den',
    kind: 'call-lamp',
    driver: 'rpio',
    counter: 'quay-1',
    pin: 'mr-1:A0',
  } as DeviceConfig
  assert.match(said([chip], lamp)[0] ?? '', /which rpio cannot reach; set driver to expander/)
})

test('a keypad names as many keys as it has places, all on one chip', () => {
  const keypad = (more: object) =>
    ({
      id: 'so',
      kind: 'digit-keypad',
      driver: 'expander',
      counter: 'quay-1',
      rows: ['mr-1:A0', 'mr-1:A1', 'mr-1:A2', 'mr-1:A3'],
      columns: ['mr-1:B0', 'mr-1:B1', 'mr-1:B2', 'mr-1:B3'],
      ...more,
    }) as DeviceConfig
  assert.equal(said([chip], keypad({})), [])
  assert.match(
    said([chip], keypad({ rows: ['mr-1:A0'] }))[0] ?? '',
    /16 keys are named, and 1 rows × 4 columns are 4/,
  )
  const two = [chip, { ...chip, id: 'mr-2', address: '0x21' }]
  assert.match(
    said(two, keypad({ rows: ['mr-2:A0', 'mr-1:A1', 'mr-1:A2', 'mr-1:A3'] }))[0] ?? '',
    /a key matrix is on one expander, and this one is on "mr-2", "mr-1"/,
  )
})

test('a rating pad has a button for every word, and not every word is a good one', () => {
  const pad = {
    id: 'danh-gia',
    kind: 'rating-pad',
    driver: 'expander',
    counter: 'quay-1',
    buttons: [{ pin: 'mr-1:A0' }, { pin: 'mr-1:A1' }],
  } as DeviceConfig
  assert.match(said([chip], pad)[0] ?? '', /there are 2 buttons and 5 words in rating\.words/)
  const scale = saidAfter('ward', (site) => {
    site.rating = { words: ['Tốt', 'Chưa tốt'], satisfied: 2 }
  }).map(lineOf)
  assert.match(scale[0] ?? '', /of 2 words at most 1 can count as satisfied/)
})

test('nothing may have the name under which a multiplexer stands in device health', () => {
  const mux = { address: '0x77', channel: 2 }
  const board = (id: string): DeviceConfig => ({
    id,
    kind: 'counter-board',
    driver: 'ht16k33',
    counter: 'quay-1',
    bus: 1,
    address: '0x76',
    mux,
  })
  assert.equal(said([], board('bang-xa')), [])
  assert.equal(said([], board('mux-1-0x77')), [
    'error: stations[0].devices[9].id (mux-1-0x77): "mux-1-0x77" is the name that device health gives the multiplexer at stations[0].devices[9].mux (mux-1-0x77); take another id.',
  ])
  // Of another bus, so nothing has this name.
  assert.equal(said([], board('mux-0-0x77')), [])
  const [only, ...more] = said(
    [{ ...chip, id: 'mux-1-0x77', mux: { ...mux, channel: 3 } }],
    button('x', 'mux-1-0x77:A0'),
  )
  assert.equal(more, [])
  assert.match(
    only ?? '',
    /expanders\[0\]\.id .*is the name that device health gives the multiplexer at stations\[0\]\.expanders\[0\]\.mux/,
  )
})

test.run()
