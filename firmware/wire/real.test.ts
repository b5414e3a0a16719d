import { existsSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openRealWires } from './real.ts'
import { messageOf } from './wire-error.ts'

const test = suite('real wires')
const said = (promise: Promise<unknown>) => promise.then(() => 'opened', messageOf)
const nativeLoaded = () => {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] }
  return sharedObjects.filter((file) => file.endsWith('.node'))
}

test('opening them loads no native package; a line that is asked for loads its own', async () => {
  const wires = openRealWires()
  assert.equal(nativeLoaded(), [])
  const bus = await wires.i2c.open(9)
  assert.not.ok(existsSync('/dev/i2c-9'))
  assert.match(await said(bus.write(0x70, Uint8Array.of(0x21))), 'there is no I2C bus 9')
  assert.is(nativeLoaded().length, 1)
  assert.match(nativeLoaded()[0] ?? '', 'i2c')
  await bus.close()
  await wires.close()
})

test('a machine that is no Raspberry Pi is told so at its first line', async () => {
  if (existsSync('/sys/class/gpio')) return
  const wires = openRealWires()
  assert.match(await said(wires.gpio.input(17, () => {})), 'wires to simulated')
  assert.match(await said(wires.gpio.output(17, 0)), 'wires to simulated')
  await wires.close()
})

test.run()
