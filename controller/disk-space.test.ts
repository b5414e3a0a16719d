import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type DiskLevel, diskWords, levelAfter } from './disk-space.ts'

const test = suite('room on the journal’s disk')

const MB = 1e6
const GB = 1e9
/** The levels as so much of the disk is free, one look after the other. */
function seen(totalBytes: number, ...free: number[]): DiskLevel[] {
  let level: DiskLevel = 'ample'
  return free.map((freeBytes) => {
    level = levelAfter(level, { freeBytes, totalBytes })
    return level
  })
}

test('a card of 32 GB is low below 1 GB and nearly full below 100 MB', () => {
  assert.equal(seen(32 * GB, 20 * GB, 1 * GB, 999 * MB, 100 * MB, 99 * MB, 0), [
    'ample',
    'ample',
    'low',
    'low',
    'nearly-full',
    'nearly-full',
  ])
})

test('a small disk is low below a tenth of it and nearly full below a fiftieth', () => {
  assert.equal(seen(500 * MB, 50 * MB, 49 * MB, 10 * MB, 9 * MB), ['ample', 'low', 'low', 'nearly-full'])
})

test('one that fills at once is nearly full at once', () => {
  assert.equal(seen(32 * GB, 20 * GB, 1 * MB), ['ample', 'nearly-full'])
})

test('what was told holds until a fifth more is free: a file that comes and goes changes nothing', () => {
  assert.equal(seen(32 * GB, 999 * MB, 1001 * MB, 999 * MB, 1199 * MB, 1200 * MB, 1001 * MB, 999 * MB), [
    'low',
    'low',
    'low',
    'low',
    'ample',
    'ample',
    'low',
  ])
  assert.equal(seen(32 * GB, 99 * MB, 101 * MB, 119 * MB, 120 * MB, 101 * MB), [
    'nearly-full',
    'nearly-full',
    'nearly-full',
    'low',
    'low',
  ])
  assert.equal(seen(32 * GB, 99 * MB, 5 * GB), ['nearly-full', 'ample'])
})

test('people are told what is left, in how much time, and what to do', () => {
  const words = (level: DiskLevel, freeBytes: number) => diskWords(level, { freeBytes, totalBytes: 32 * GB })
  assert.is(words('ample', 5 * GB), null)
  assert.match(
    words('low', 1.19 * GB)?.vi ?? '',
    /sắp hết chỗ, còn 1,1 GB\. Trong tháng này: .+ Không xóa tệp nhật ký\.$/,
  )
  assert.match(
    words('nearly-full', 99.9 * MB)?.vi ?? '',
    /gần đầy, còn 99 MB; khi đầy không cấp số được\. Hôm nay: .+ Không xóa tệp nhật ký\.$/,
  )
  assert.match(words('low', 1.19 * GB)?.en ?? '', /running low, 1\.1 GB left: /)
})

test.run()
