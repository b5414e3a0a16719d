import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lineOf, saidAfter } from './site.test-kit.ts'
import type { DeviceConfig, DeviceOf } from './site-description.ts'

const check = suite('The check of hall boards')

const board = (id: string, more: Partial<DeviceOf<'hall-board'>> = {}): DeviceConfig => ({
  id,
  kind: 'hall-board',
  driver: 'max7219',
  spi: { bus: 0, chipSelect: 0 },
  rows: 16,
  columns: 64,
  ...more,
})
const text = (id: string, port: string): DeviceConfig => ({ id, kind: 'text-board', driver: 'line', port })
const said = (...devices: DeviceConfig[]) =>
  saidAfter('ward', (site) => site.stations[0]?.devices.push(...devices)).map(lineOf)

check('a board on each chip select has no problem', () => {
  assert.equal(said(board('h1'), board('h2', { spi: { bus: 0, chipSelect: 1 }, zone: 'sanh' })), [])
})

check('two boards on one chip select name each other', () => {
  assert.equal(said(board('h1'), board('h2')), [
    'error: stations[0].devices[10].spi (h2): /dev/spidev0.0 is already used by stations[0].devices[9].spi (h1); one chain belongs to one board, so take another chip select.',
  ])
})

check('a line that SPI needs is not given to a lamp', () => {
  assert.match(
    said(board('h1'), { id: 'den', kind: 'call-lamp', driver: 'onoff', counter: 'quay-1', pin: 10 }).join(
      '\n',
    ),
    'devices[10].pin (den): GPIO 10 is MOSI of SPI bus 0, which stations[0].devices[9] (h1) uses',
  )
  assert.match(
    said(board('h1'), { id: 'den', kind: 'call-lamp', driver: 'onoff', counter: 'quay-1', pin: 8 }).join(
      '\n',
    ),
    'is chip select of SPI bus 0',
  )
})

check('a width that no matrices make says the steps', () => {
  assert.match(said(board('h1', { columns: 60 })).join('\n'), 'from 16 to 256 in steps of 8')
})

check('a zone that does not exist is told with those that do', () => {
  assert.match(said(board('h1', { zone: 'snh' })).join('\n'), 'no zone has this id. Did you mean "sanh"?')
})

check('a text board has its port for itself', () => {
  assert.match(
    said(text('t1', '/dev/ttyUSB0'), text('t2', '/dev/ttyUSB0')).join('\n'),
    '/dev/ttyUSB0 is already used by stations[0].devices[9].port (t1); one adapter belongs to one board',
  )
})

check.run()
