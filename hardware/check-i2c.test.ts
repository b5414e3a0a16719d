import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lineOf, saidAfter } from './site.test-kit.ts'
import type { DeviceConfig } from './site-description.ts'

const check = suite('The check of I2C addresses')

const behind = (address: string, mux: string, channel: number) => ({
  address,
  mux: { address: mux, channel },
})
/** What is said of the ward's station with these boards instead of its own. */
function said(...boards: { address: string; mux?: { address: string; channel: number } }[]): string[] {
  return saidAfter('ward', (site) => {
    const station = site.stations[0]
    if (!station) throw new Error('the ward has a station')
    const others = station.devices.filter(({ kind }) => kind !== 'counter-board')
    station.devices = [
      ...boards.map(
        (place, n): DeviceConfig => ({
          id: `b${n}`,
          kind: 'counter-board',
          driver: 'ht16k33',
          counter: 'quay-1',
          bus: 1,
          ...place,
        }),
      ),
      ...others,
    ]
  }).map(lineOf)
}

check('boards behind different channels may have one address, and one channel carries several', () => {
  const boards = Array.from({ length: 8 }, (_, channel) => [
    behind('0x70', '0x77', channel),
    behind('0x71', '0x77', channel),
  ]).flat()
  assert.equal(said(...boards), [])
  assert.equal(said(behind('0x70', '0x77', 0), behind('0x70', '0x76', 0)), [])
})

check('two boards behind one channel with one address name each other', () => {
  assert.equal(said(behind('0x71', '0x70', 3), behind('0x71', '0x70', 3)), [
    'error: stations[0].devices[1].address (b1): address 0x71 on bus 1 behind channel 3 of 0x70 is already used by stations[0].devices[0].address (b0); solder another address on one of the two (free: 0x72, 0x73, 0x74, 0x75, 0x76, 0x77).',
  ])
})

check('a board behind a channel may not repeat a board of the trunk, which hears the same', () => {
  assert.equal(said({ address: '0x70' }, behind('0x70', '0x74', 0)), [
    'error: stations[0].devices[1].address (b1): address 0x70 on bus 1 behind channel 0 of 0x74 is already used by stations[0].devices[0].address (b0), which is on the bus itself and hears the same; solder another address on one of the two (free: 0x71, 0x72, 0x73, 0x75, 0x76, 0x77).',
  ])
})

check('a multiplexer clashes with a board of the trunk, whichever stands first', () => {
  assert.equal(said({ address: '0x74' }, behind('0x70', '0x74', 0)), [
    'error: stations[0].devices[1].mux.address (b1): address 0x74 on bus 1 is already used by stations[0].devices[0].address (b0); solder another address on one of the two.',
  ])
  assert.equal(said(behind('0x70', '0x74', 0), { address: '0x74' }), [
    'error: stations[0].devices[1].address (b1): address 0x74 on bus 1 is already used by stations[0].devices[0].mux.address (b0), a multiplexer; solder another address on one of the two (free: 0x71, 0x72, 0x73, 0x75, 0x76, 0x77).',
  ])
})

check('a board cannot have the address of any multiplexer of its bus, its own or another', () => {
  assert.match(
    said(behind('0x74', '0x74', 0)).join('\n'),
    /^error: .*devices\[0\]\.address \(b0\): .*already used by .*devices\[0\]\.mux\.address \(b0\), a multiplexer, which hears the same; /,
  )
  assert.match(
    said(behind('0x71', '0x74', 0), behind('0x74', '0x75', 0)).join('\n'),
    /^error: .*devices\[1\]\.address \(b1\): .*already used by .*devices\[0\]\.mux\.address \(b0\)/,
  )
})

check('a ninth board on one bus is told of the multiplexer', () => {
  const full = Array.from({ length: 8 }, (_, n) => ({ address: `0x7${n}` }))
  assert.match(said(...full, { address: '0x70' }).join('\n'), 'behind a channel of a TCA9548A (mux)')
})

check('a channel that does not exist says what it may be', () => {
  assert.match(
    said(behind('0x70', '0x74', 8)).join('\n'),
    'mux.channel (b0): is 8; it must be a whole number from 0 to 7',
  )
})

check.run()
