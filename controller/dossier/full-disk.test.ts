/** A disk that is really full: a small file system in memory, for which one must be root. */
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { closeAll, later, temporaryDirectory } from '../bus/bus.test-kit.ts'
import { testHall } from '../hall.test-kit.ts'
import { hallAt, issue, vendor } from './vendor.test-kit.ts'

const test = suite('full disk')
test.after.each(closeAll)

/** A file system of this size, or why there is none. */
function smallDisk(size: string): { directory: string } | { refused: string } {
  const directory = temporaryDirectory()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory], { stdio: 'pipe' })
  } catch (error) {
    return { refused: (error as Error).message.split('\n').at(-1) ?? '' }
  }
  later(() => execFileSync('umount', ['-l', directory]))
  return { directory }
}

test('on a full disk a command waits at the broker, hall and link say so, and it is done once there is room', async () => {
  const disk = smallDisk('2m')
  if ('refused' in disk) {
    console.log(`\nskipped: a really full disk: ${disk.refused}`)
    return
  }
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
  const filler = join(disk.directory, 'filler')
  assert.throws(() => writeFileSync(filler, Buffer.alloc(4 << 20)), /ENOSPC/)
  let refused: string | undefined
  for (let one = 0; refused === undefined && one < 5000; one++)
    refused = (await hall.ask(issue(`t${one}`))).refused?.code
  assert.is(refused, 'not-recorded')
  assert.match(hall.hall.failure() ?? '', /full/)
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
  rmSync(filler)
  assert.is((await asked).result, 'done')
  await until(() => link.state().trouble === null)
  assert.is((await hall.ask(issue('after'))).refused, null)
  assert.is(hall.hall.failure(), null)
})

test.run()
