import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { chipsOf, chipsUnder } from './chips.ts'
import type { DeviceConfig, ExpanderConfig } from './site-description.ts'

const test = suite('chips of a station')
const mux = { address: '0x70', channel: 3 }
const near: ExpanderConfig = { id: 'mr-1', chip: 'mcp23017', bus: 1, address: '0x20', interruptPin: 4 }
const far: ExpanderConfig = { id: 'mr-2', chip: 'pcf8574', bus: 1, address: '0x21', mux }
const board: DeviceConfig = {
  id: 'bang',
  kind: 'counter-board',
  driver: 'ht16k33',
  counter: 'q',
  bus: 1,
  address: '0x71',
  mux: { address: '0x70', channel: 1 },
}
const button = (pin: number | string, ringPin?: string): DeviceConfig => ({
  id: 'nut',
  kind: 'service-button',
  driver: 'expander',
  service: 's',
  pin,
  ...(ringPin === undefined ? {} : { ringPin }),
})

test('each expander is one, and each multiplexer is one however many devices name it', () => {
  assert.equal(chipsOf({ expanders: [near, far], devices: [board] }), [
    { id: 'mr-1', kind: 'expander', place: 'MCP23017 · I2C 1 · 0x20 · INT GPIO 4', on: [] },
    { id: 'mr-2', kind: 'expander', place: 'PCF8574 · I2C 1 · 0x70/3 · 0x21', on: ['mux-1-0x70'] },
    { id: 'mux-1-0x70', kind: 'multiplexer', place: 'TCA9548A · I2C 1 · 0x70', on: [] },
  ])
  assert.equal(chipsOf({ devices: [button(17)] }), [])
})

test('a device names the chips it cannot do without, the one nearest to it first', () => {
  const expanders = [near, far]
  assert.equal(chipsUnder({ expanders }, button(17)), [])
  assert.equal(chipsUnder({ expanders }, button('mr-1:A0', 'mr-1:B0')), ['mr-1'])
  assert.equal(chipsUnder({ expanders }, button('mr-2:P0')), ['mr-2', 'mux-1-0x70'])
  assert.equal(chipsUnder({ expanders }, button('mr-2:P0', 'mr-1:B0')), ['mr-1', 'mr-2', 'mux-1-0x70'])
  assert.equal(chipsUnder({ expanders }, board), ['mux-1-0x70'])
  const keypad: DeviceConfig = {
    id: 'phim',
    kind: 'digit-keypad',
    driver: 'expander',
    counter: 'q',
    rows: ['mr-1:A0'],
    columns: ['mr-1:B0'],
  }
  assert.equal(chipsUnder({ expanders }, keypad), ['mr-1'])
})

test.run()
