/** Who looks how much room is left, and that everybody who should hear of it does: on numbers, and on disks that are really filled. */
import mqtt from 'mqtt'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../hardware/clock.sim.ts'
import { closeAll, later } from './bus/bus.test-kit.ts'
import type { DiskSpace } from './disk-space.ts'
import { openDiskWatch } from './disk-watch.ts'
import { eventually, type Json, startHall } from './process.test-kit.ts'
import { smallDisk } from './small-disk.test-kit.ts'

const test = suite('the watch over the journal’s disk')
test.after.each(closeAll)

const GB = 1e9

async function watched(first: number | Error) {
  const clock = manualClock()
  const lines: string[] = []
  let changes = 0
  let looks = 0
  let free: number | Error = first
  let waiting: Promise<void> | undefined
  const watch = await openDiskWatch({
    directory: '/data',
    clock,
    log: (line) => lines.push(line),
    async look(): Promise<DiskSpace> {
      looks++
      await waiting
      if (free instanceof Error) throw free
      return { freeBytes: free, totalBytes: 32 * GB }
    },
  })
  later(watch.close)
  watch.onChange(() => changes++)
  return {
    ...{ clock, watch, lines },
    looks: () => looks,
    changes: () => changes,
    /** So much is free at the next look. */
    async next(now: number | Error) {
      free = now
      await clock.advance(60_000)
      return watch.state().level
    },
    hold() {
      let go = () => {}
      waiting = new Promise((resolve) => {
        go = resolve
      })
      return () => go()
    },
  }
}

test('it looks at once and every minute, and says a level when it begins and no more', async () => {
  const { clock, watch, lines, looks, next } = await watched(20 * GB)
  const begun = clock.now()
  assert.equal(watch.state(), {
    level: 'ample',
    space: { freeBytes: 20 * GB, totalBytes: 32 * GB },
    since: begun,
  })
  await clock.advance(59_999)
  assert.is(looks(), 1)
  await clock.advance(1)
  assert.is(looks(), 2)
  assert.equal(lines, [])
  assert.is(await next(0.9 * GB), 'low')
  const since = watch.state().since
  assert.is(await next(0.8 * GB), 'low')
  assert.is(watch.state().since, since)
  assert.is(lines.length, 1)
  assert.match(lines[0] ?? '', /^warning: the journal's disk is running low, 900 MB left: /)
  assert.is(await next(0.05 * GB), 'nearly-full')
  assert.match(
    lines[1] ?? '',
    /^warning: the journal's disk is nearly full, 50 MB left; when it is full no numbers/,
  )
  assert.is(await next(9 * GB), 'ample')
  assert.equal(lines.slice(2), ["the journal's disk has room again, 9.0 GB left"])
})

test('pages hear of what they show, and not of less', async () => {
  const { changes, next } = await watched(20 * GB)
  await next(20 * GB - 4096)
  assert.is(changes(), 1, '19.9 GB')
  await next(20 * GB - 8192)
  assert.is(changes(), 1)
  await next(0.9 * GB)
  await next(0.9 * GB - 1e6)
  assert.is(changes(), 3)
})

test('a disk that cannot be asked is told once, and so is its answer, but not again what was known', async () => {
  const { watch, lines, next } = await watched(0.9 * GB)
  assert.is(await next(new Error('EIO: i/o error, statfs')), 'unknown')
  assert.is(watch.state().space, null)
  assert.is(await next(new Error('EIO: i/o error, statfs')), 'unknown')
  assert.equal(lines.slice(1), [
    "warning: how much room the journal's disk has left cannot be told: EIO: i/o error, statfs",
  ])
  assert.is(await next(1.1 * GB), 'low', 'it was low, so a little more is not yet enough')
})

test('a disk that does not answer is asked no second time, and an answer after the end is dropped', async () => {
  const { clock, watch, looks, hold, next } = await watched(20 * GB)
  const go = hold()
  await next(0.9 * GB)
  await clock.advance(600_000)
  assert.is(looks(), 2)
  assert.is(watch.state().level, 'ample')
  watch.close()
  go()
  await clock.advance(600_000)
  assert.is(looks(), 2)
  assert.is(watch.state().level, 'ample')
})

test('a disk that is really filled is low, then nearly full, and has room again when that is deleted', async () => {
  const disk = smallDisk(64)
  if (!disk) return
  const clock = manualClock()
  const lines: string[] = []
  const watch = await openDiskWatch({ directory: disk.directory, clock, log: (line) => lines.push(line) })
  later(watch.close)
  assert.is(watch.state().level, 'ample')
  assert.is(watch.state().space?.totalBytes, 64 * 2 ** 20)
  const seen = async (level: string) => {
    await eventually(async () => {
      await clock.advance(60_000)
      return watch.state().level === level
    })
  }
  disk.leave(4e6)
  await seen('low')
  disk.leave(1e6)
  await seen('nearly-full')
  disk.free()
  await seen('ample')
  assert.equal(
    lines.map((line) => line.replace(/, .+/, '')),
    [
      "warning: the journal's disk is running low",
      "warning: the journal's disk is nearly full",
      "the journal's disk has room again",
    ],
  )
})

test('the manager, staff, the log and the dossier server hear of it, visitors do not', async () => {
  const disk = smallDisk(64)
  if (!disk) return
  disk.leave(5e6)
  const hall = await startHall(['--data', `${disk.directory}/data`])
  later(hall.stop)
  assert.match(hall.output(), /^warning: the journal's disk is running low, \d MB left: /m)

  const { disk: shown } = (await hall.get('/api/manager')).body
  assert.is(shown.level, 'low')
  assert.ok(shown.freeBytes > 1e6 && shown.freeBytes < 6e6, `${shown.freeBytes} bytes`)
  assert.match(shown.message.vi, /^Ổ đĩa chứa nhật ký sắp hết chỗ, còn \d MB\./)
  assert.equal((await hall.get('/api/hall?with=devices')).body.disk, shown)
  const { body } = await hall.get('/api/hall')
  assert.is(body.disk, undefined)
  assert.not.ok(body.notices.some(({ code }: Json) => /disk/.test(code)))

  const listener = mqtt.connect(hall.mqttUrl)
  later(() => listener.endAsync())
  const heard: Json[] = []
  listener.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString()).data))
  await listener.subscribeAsync(`den-luot/v1/${body.site.id}/devices/controller/disk`)
  const said = await eventually(() => heard[0])
  assert.equal(
    [said.kind, said.health, said.since],
    ['disk', { state: 'ready', warning: 'disk-low' }, shown.since],
  )

  disk.fill()
  while ((await hall.post('/api/tickets', { service: 'dat-dai' })).status === 201);
  const refusedAt = performance.now()
  const down = await eventually(() => heard.find(({ health }) => health.state === 'down'))
  assert.is(down.health.reason, 'disk-full')
  assert.ok(performance.now() - refusedAt < 20_000, 'at once, not with what is told every minute')
})

test.run()
