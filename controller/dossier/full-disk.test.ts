/** What becomes of commands when the disk is really full. */
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { closeAll, later } from '../bus/bus.test-kit.ts'
import { testHall } from '../hall.test-kit.ts'
import { smallDisk } from '../small-disk.test-kit.ts'
import { hallAt, issue, vendor } from './vendor.test-kit.ts'

const test = suite('full disk')
test.after.each(closeAll)

test('on a full disk a command waits at the broker, hall and link say so, and it is done once there is room', async () => {
  const disk = smallDisk(2)
  if (!disk) return
  const broker = await mosquitto()
  later(broker.remove)
  await broker.start()
  const hall = await testHall({
    clock: manualClock(Date.UTC(2026, 10, 23, 2)),
    directory: join(disk.directory, 'data'),
  })
  later(hall.end)
  const server = await vendor(broker, hall.clock)
  const { link, outbox, until } = await hallAt(broker, hall)
  await server.until(() => server.of('status').some(({ state }) => state === 'online'))
  disk.fill()
  let refused: string | undefined
  for (let one = 0; refused === undefined && one < 5000; one++)
    refused = (await hall.ask(issue(`t${one}`))).refused?.code
  assert.is(refused, 'not-recorded')
  assert.is(hall.hall.failure()?.reason, 'disk-full')
  const asked = server.ask('BookAppointment', {
    code: 'book-1',
    service: 'land',
    at: '2026-11-23T10:00:00+07:00',
  })
  await until(() => link.state().trouble?.code === 'not-recorded')
  assert.is(link.state().state, 'connected')
  // What is there goes out all the same.
  await until(() => outbox.state().pending === 0)
  assert.is(server.answers().length, 0)
  disk.free()
  assert.is((await asked).result, 'done')
  await until(() => link.state().trouble === null)
  assert.is((await hall.ask(issue('after'))).refused, null)
  assert.is(hall.hall.failure(), null)
})

test.run()
