import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { SlipData } from '../displays/slip/slip.ts'
import { openSlipDrawerThread } from './slip-drawer-thread.ts'

const test = suite('the thread that draws slips')
const setup = { site: { name: 'Trung tâm', timeZone: 'Asia/Ho_Chi_Minh' }, logo: null }
const slip: SlipData = {
  number: 'A012',
  service: { name: 'Đất đai', pictogram: 'land' },
  ahead: 3,
  issuedAt: '2026-11-23T08:00:00+07:00',
  counters: ['1'],
}

test('draws for the paper that was asked for, and slips asked for together each get their own', async () => {
  const thread = openSlipDrawerThread(setup)
  const [wide, narrow, again] = await Promise.all([
    thread.draw(slip, 80),
    thread.draw({ ...slip, number: 'B001' }, 58),
    thread.draw(slip, 80),
  ])
  assert.ok(wide.width > narrow.width)
  assert.equal(again, wide)
  await thread.close()
})

test('what was warmed up on one paper leaves slips on both as they are', async () => {
  const [warm, cold] = [openSlipDrawerThread(setup), openSlipDrawerThread(setup)]
  await warm.warmUp(58)
  assert.equal(await warm.draw(slip, 58), await cold.draw(slip, 58))
  assert.equal(await warm.draw(slip, 80), await cold.draw(slip, 80))
  await Promise.all([warm.close(), cold.close()])
})

test('a slip that cannot be drawn fails alone', async () => {
  const thread = openSlipDrawerThread(setup)
  const [bad, good] = await Promise.allSettled([
    thread.draw({ ...slip, issuedAt: 'never' }, 80),
    thread.draw(slip, 80),
  ])
  assert.equal([bad.status, good.status], ['rejected', 'fulfilled'])
  await thread.close()
})

test('a thread that ends fails the slip it was drawing, and the next slip starts another', async () => {
  const thread = openSlipDrawerThread(setup)
  const caught = thread.draw(slip, 80).then(
    () => 'drawn',
    (error: Error) => error.message,
  )
  await thread.close()
  assert.match(await caught, /has ended/)
  assert.ok((await thread.draw(slip, 80)).height > 0)
  await thread.close()
})

test.run()
