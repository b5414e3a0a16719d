/** What people are told when the journal's disk is really full, and that the hall goes on by itself once there is room. */
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later } from './bus/bus.test-kit.ts'
import { issue, testHall } from './hall.test-kit.ts'
import { type Reply, startHall } from './process.test-kit.ts'
import { smallDisk } from './small-disk.test-kit.ts'

const test = suite('a full disk')
test.after.each(closeAll)

test('visitors, officers and the manager are told, and what was given out before stays', async () => {
  const disk = smallDisk(16)
  if (!disk) return
  const hall = await startHall(['--data', disk.directory])
  later(hall.stop)
  const press = () => hall.post('/api/tickets', { service: 'dat-dai' })
  const notices = async () =>
    (await hall.get('/api/hall')).body.notices.filter(({ code }: { code: string }) => code === 'not-recorded')
  assert.is((await press()).status, 201)
  assert.equal(await notices(), [])
  assert.is((await hall.get('/api/manager')).body.journal.failure, null)

  disk.fill()
  let given = 1
  let refused: Reply | undefined
  while (!refused) {
    const reply = await press()
    if (reply.status === 201) given++
    else refused = reply
  }
  assert.is(refused.status, 503)
  assert.is(refused.body.message.vi, 'Chưa ghi được vào nhật ký: thao tác chưa được thực hiện.')
  const { journal, total } = (await hall.get('/api/manager')).body
  assert.is(journal.failure.reason, 'disk-full')
  assert.match(journal.failure.text, 'the disk is full')
  assert.is(total.issued, given)
  const [notice] = await notices()
  assert.match(notice.message.vi, 'chưa cấp số và gọi số được')
  assert.is((await hall.get('/health')).status, 503)

  disk.free()
  assert.is((await press()).status, 201)
  assert.equal(await notices(), [])
  assert.is((await hall.get('/api/manager')).body.journal.failure, null)
})

test('a hall that nobody asks for anything finds out by itself that there is room again', async () => {
  const disk = smallDisk(4)
  if (!disk) return
  const hall = await testHall({ directory: join(disk.directory, 'data') })
  later(hall.end)
  const heard: (string | null)[] = []
  let told = () => {}
  hall.hall.onFailure(() => {
    heard.push(hall.hall.failure()?.reason ?? null)
    told()
  })
  disk.fill()
  while (!(await hall.ask(issue())).refused);
  assert.equal(heard, ['disk-full'])
  await hall.ask(issue())
  assert.equal(heard, ['disk-full'], 'told once')
  disk.free()
  const again = new Promise<void>((resolve) => {
    told = resolve
  })
  await hall.clock.advance(20_000)
  await again
  assert.equal(heard, ['disk-full', null])
})

test.run()
