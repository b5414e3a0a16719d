import { existsSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../hardware/clock.ts'
import { explainSpi, openSpiWire } from './spi.ts'
import { faultOf } from './wire-error.ts'

const test = suite('SPI buses')

test('a bus that does not exist says what to switch on, through the package itself', async () => {
  assert.not.ok(existsSync('/dev/spidev6.2'))
  const said = await openSpiWire({ clock: systemClock })
    .open(6, 2, 1_000_000)
    .then(
      () => 'opened',
      (error: Error) => error.message,
    )
  assert.is(said, 'there is no /dev/spidev6.2: switch SPI on with dtparam=spi=on')
})

test('codes of the kernel become faults and words', () => {
  const at = (code: string) => explainSpi('/dev/spidev0.0', Object.assign(new Error('x'), { code }))
  assert.is(faultOf(at('ENODEV')), 'not-supported')
  assert.match(at('EACCES').message, 'group spi')
  assert.is(faultOf(at('EBUSY')), 'disagrees')
  assert.is(faultOf(at('ETIMEDOUT')), 'stuck')
  assert.is(faultOf(at('EIO')), 'no-answer')
})

test.run()
