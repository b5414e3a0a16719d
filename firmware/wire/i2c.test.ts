import { existsSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { explainI2c, openI2cWire } from './i2c.ts'
import { transferQueue } from './transfer-queue.ts'
import { faultOf, messageOf } from './wire-error.ts'

const test = suite('I2C buses')

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => messageOf(error),
  )

test('a bus that does not exist opens, and its first transfer says what to do', async () => {
  const number = 9
  assert.not.ok(existsSync(`/dev/i2c-${number}`))
  const bus = await openI2cWire({ clock: systemClock }).open(number)
  const said = await outcome(bus.write(0x70, Uint8Array.of(0x21)))
  assert.is(said, 'there is no I2C bus 9 (/dev/i2c-9): switch it on with raspi-config')
  assert.is(await outcome(bus.read(0x70, 1)), said)
  await bus.close()
})

test('bare numbers of the kernel become faults and words', () => {
  const at = (errno: number) => explainI2c(1, 0x70, Object.assign(new Error(''), { errno, code: '' }))
  assert.is(faultOf(at(121)), 'unplugged')
  assert.match(at(121).message, 'nothing answers at 0x70 on I2C bus 1')
  assert.is(faultOf(at(-121)), 'unplugged')
  assert.is(faultOf(at(-6)), 'unplugged')
  assert.is(faultOf(at(110)), 'stuck')
  assert.is(faultOf(at(16)), 'disagrees')
  assert.is(faultOf(at(5)), 'no-answer')
  const denied = explainI2c(1, 0x70, Object.assign(new Error(''), { errno: -13, code: 'EACCES' }))
  assert.match(denied.message, 'group i2c')
})

test('transfers run one after another in the order they were asked for', async () => {
  const clock = manualClock()
  const queue = transferQueue({ name: 'bus', clock })
  const seen: string[] = []
  const job = (name: string, ms: number) =>
    queue.run(async () => {
      seen.push(`${name} begins`)
      await new Promise<void>((resolve) => clock.after(ms, resolve))
      seen.push(`${name} ends`)
    })
  const all = [job('a', 30), job('b', 10), job('c', 1)]
  await clock.advance(100)
  await Promise.all(all)
  assert.equal(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('a transfer that fails does not harm the next one', async () => {
  const queue = transferQueue({ name: 'bus', clock: manualClock() })
  const first = outcome(queue.run(() => Promise.reject(new Error('no'))))
  const second = outcome(queue.run(async () => 1))
  assert.is(await first, 'no')
  assert.is(await second, 'done')
})

test('a transfer that hangs is told after its limit, and no second one is sent into the hung bus', async () => {
  const clock = manualClock()
  const queue = transferQueue({ name: 'I2C bus 1', clock, limitMs: 1000, waitMs: 3000 })
  let release = () => {}
  const hung = outcome(
    queue.run(
      () =>
        new Promise<void>((resolve) => {
          release = resolve
        }),
    ),
  )
  let sent = 0
  const send = async () => {
    sent++
  }
  const second = outcome(queue.run(send))
  await clock.advance(1000)
  assert.match(await hung, 'did not finish a transfer within 1000 ms')
  await clock.advance(2000)
  assert.match(await second, 'was not free within 3000 ms')
  assert.is(sent, 0)
  const third = outcome(queue.run(send))
  release()
  assert.is(await third, 'done')
  assert.is(sent, 1)
})

test('closing a bus refuses what waits and waits for what runs', async () => {
  const clock = manualClock()
  const queue = transferQueue({ name: 'bus', clock })
  const running = outcome(queue.run(() => new Promise<void>((resolve) => clock.after(50, resolve))))
  const waiting = outcome(queue.run(async () => undefined))
  const closing = queue.close()
  assert.is(await waiting, 'bus is closed')
  await clock.advance(50)
  assert.is(await running, 'done')
  await closing
  assert.is(await outcome(queue.run(async () => undefined)), 'bus is closed')
})

test.run()
