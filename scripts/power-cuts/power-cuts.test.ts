/** The recorded-writes machinery on logs and disks made here: it must see what a cut can lose. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openHall, putSiteInForce } from '../../controller/hall.ts'
import { openJournal } from '../../controller/journal/journal.ts'
import { folderOnDisk, whatIsWrong } from './check-cut.ts'
import { everyCut } from './cuts.ts'
import { blankDisk, type Disk, readDisk } from './disk.ts'
import { startMachine } from './machine.ts'
import { clockOfTheDay, siteOfTheDay } from './the-day.ts'
import { type LogEntry, readWriteLog } from './write-log.ts'

const test = suite('power cuts')
const base = mkdtempSync(join(tmpdir(), 'den-luot-cuts-'))
test.after(() => rmSync(base, { recursive: true }))

const write = (
  at: number,
  letter: string,
  how: 'plain' | 'flush' | 'forced' | 'both' = 'plain',
): LogEntry => ({
  what: 'write',
  at,
  data: letter === '' ? Buffer.alloc(0) : Buffer.alloc(512, letter),
  flush: how === 'flush' || how === 'both',
  forced: how === 'forced' || how === 'both',
})
const mark = (text: string): LogEntry => ({ what: 'mark', text })
function bytesOf(disk: Disk): Buffer {
  const image = join(base, 'bytes.img')
  disk.save(image)
  return readFileSync(image)
}
/** Each cut as its name and the first letter of each of three sectors. */
function cutsOf(entries: LogEntry[], torn = 0, random = () => 0) {
  const told: string[] = []
  const blank = blankDisk(1536)
  blank.write(0, Buffer.alloc(1536, '.'))
  for (const { name, disk, marks } of everyCut(entries, { blank, torn, random })) {
    const bytes = bytesOf(disk)
    told.push(
      `${name}: ${[0, 512, 1024].map((at) => String.fromCharCode(bytes[at] ?? 0)).join('')} ${marks.join()}`,
    )
  }
  return told
}

test('a write is certain only after a flush', () => {
  assert.equal(cutsOf([write(0, 'a'), write(512, 'b'), write(0, '', 'flush'), mark('x'), write(1024, 'c')]), [
    'flush 1: ab. ',
  ])
})

test('a forced write is certain at once, but nothing before it', () => {
  assert.equal(cutsOf([write(0, 'a'), mark('x'), write(512, 'b', 'forced'), write(0, '', 'flush')]), [
    'flush 1: .b. x',
    'flush 2: ab. x',
  ])
})

test('a write that flushes and is forced is tried before it arrived and after', () => {
  assert.equal(cutsOf([write(0, 'a'), write(512, 'b', 'both')]), [
    'flush 1, before its own write: a.. ',
    'flush 1: ab. ',
  ])
})

test('between two flushes any part of what is under way may have arrived', () => {
  const draws = [0, 1, 1, 0, 0]
  const cuts = cutsOf([write(0, 'a'), write(512, 'b'), write(0, '', 'flush')], 2, () => draws.shift() ?? 1)
  assert.equal(cuts, ['flush 1, torn 1: a.. ', 'flush 1, torn 2: ... ', 'flush 1: ab. '])
})

test('a forced write of several sectors may be torn while it is under way', () => {
  const forced: LogEntry = { what: 'write', at: 0, data: Buffer.alloc(1024, 'a'), flush: false, forced: true }
  assert.equal(
    cutsOf([forced], 1, () => 0.5),
    ['flush 1, torn in its own write 1: a.. ', 'flush 1: aa. '],
  )
})

test('copies of a disk go their own ways, and what was zeroed or never written is zero', () => {
  const disk = blankDisk(10_000)
  disk.write(4000, Buffer.alloc(5000, 'a'))
  const copy = disk.copy()
  copy.write(4095, Buffer.from('bcd'))
  copy.zero(4097, 4903)
  const [one, other] = [bytesOf(disk), bytesOf(copy)]
  assert.is(one.length, 10_000)
  assert.is(one.toString('latin1', 3999, 4002), '\0aa')
  assert.is(one.toString('latin1', 4094, 4099), 'aaaaa')
  assert.is(one.toString('latin1', 8998, 9002), 'aa\0\0')
  assert.is(other.toString('latin1', 4094, 4099), 'abc\0\0')
  assert.ok(other.subarray(4097).every((byte) => byte === 0))
  assert.throws(() => disk.write(9999, Buffer.from('ab')), /are not on a disk of 10000/)
})

test('a machine is waited for by the work it does, killed whole, and leaves nothing', async () => {
  const scratch = mkdtempSync(join(base, 'machine-'))
  const busy = 'echo up; echo $$ >"$TMPDIR/pid"; sh -c "while :; do :; done" & wait'
  const machine = startMachine(['sh', '-c', busy], { scratch })
  assert.ok(await machine.until(() => machine.console().includes('up'), 60))
  assert.not.ok(await machine.until(() => false, 0.3))
  assert.ok(machine.cpuSeconds() >= 0.3)
  assert.ok(existsSync(scratch))
  await machine.kill()
  assert.is(await machine.ended, null)
  assert.is(machine.cpuSeconds(), 0)
  assert.not.ok(existsSync(scratch))
})

test('a log of the kernel is read entry by entry, and its end mark is not told', () => {
  const sector = 512
  const entry = (at: number, sectors: number, flag: number, data = Buffer.alloc(0), inline = '') => {
    const head = Buffer.alloc(sector)
    head.writeBigUInt64LE(BigInt(at), 0)
    head.writeBigUInt64LE(BigInt(sectors), 8)
    head.writeBigUInt64LE(BigInt(flag), 16)
    head.writeBigUInt64LE(BigInt(inline.length), 24)
    head.write(inline, 32)
    return Buffer.concat([head, data])
  }
  const start = Buffer.alloc(sector)
  start.writeBigUInt64LE(0x6a736677736872n, 0)
  start.writeBigUInt64LE(1n, 8)
  start.writeBigUInt64LE(5n, 16)
  start.writeUInt32LE(sector, 24)
  const log = Buffer.concat([
    start,
    entry(3, 1, 0, Buffer.alloc(sector, 'a')),
    entry(0, 0, 8, undefined, 'issued:A001'),
    entry(4, 1, 3, Buffer.alloc(sector, 'b')),
    entry(8, 2, 4),
    entry(0, 0, 8, undefined, 'dm-log-writes-end'),
  ])
  const file = join(base, 'log')
  writeFileSync(file, log)
  const read = [...readWriteLog(file)]
  assert.equal(
    read.map((one) => (one.what === 'write' ? [one.at, String(one.data[0]), one.flush, one.forced] : one)),
    [
      [1536, '97', false, false],
      { what: 'mark', text: 'issued:A001' },
      [2048, '98', true, true],
      { what: 'discard', at: 4096, length: 1024 },
    ],
  )
  writeFileSync(file, log.subarray(0, log.length - 2048))
  assert.throws(() => [...readWriteLog(file)], /in the middle of an entry/)
  writeFileSync(file, Buffer.alloc(4096))
  assert.throws(() => [...readWriteLog(file)], /is not a log of dm-log-writes/)
})

const { site, rules } = await siteOfTheDay()
const service = rules.services[0]?.id ?? ''
const day = {
  directory: join(base, 'cut'),
  siteId: site.id,
  timeZone: site.timeZone,
  clock: clockOfTheDay(3_600_000),
  service,
}

/** A disk with a journal of some tickets on it; `spoil` may damage the journal first. */
async function diskOf(
  name: string,
  tickets: number,
  spoil = (_directory: string) => {},
  size = '16M',
): Promise<Disk> {
  const root = join(base, name)
  const directory = join(root, folderOnDisk)
  mkdirSync(directory, { recursive: true })
  const journal = await openJournal({ directory, siteId: site.id })
  if ('refused' in journal) throw new Error(journal.message)
  const hall = openHall({
    journal,
    clock: clockOfTheDay(),
    readClock: () => ({ synced: true, bootId: 'test', monotonicMs: 0 }),
    timeZone: site.timeZone,
  })
  await putSiteInForce(hall, journal, rules, { id: site.id })
  for (let turn = 1; turn <= tickets; turn++)
    await hall.execute(
      { type: 'IssueTicket', newTicket: `t${turn}`, service, source: 'button' },
      { actor: { kind: 'system' }, cause: 'test' },
    )
  await hall.close()
  await journal.close()
  spoil(directory)
  const image = join(base, `${name}.img`)
  execFileSync('mkfs.ext4', ['-q', '-b', '4096', '-d', root, image, size], { stdio: 'ignore' })
  return readDisk(image)
}

test('a whole disk has nothing wrong, and a number that was told but is not there is found', async () => {
  const disk = await diskOf('whole', 2)
  assert.is(await whatIsWrong(disk, ['issued:A001', 'issued:A002'], day), null)
  assert.is(
    await whatIsWrong(disk, ['issued:A002', 'issued:A003'], day),
    'A003 had been issued and is not in the journal',
  )
})

test('a journal that is gone is wrong only when something had been said', async () => {
  const empty = await diskOf('empty', 1, (directory) => rmSync(directory, { recursive: true }))
  assert.is(await whatIsWrong(empty, [], day), null)
  assert.match(String(await whatIsWrong(empty, ['issued:A001'], day)), /the journal is gone/)
})

test('half a superblock is mended from its second copy, and the journal is whole', async () => {
  const disk = await diskOf('torn', 2, undefined, '160M')
  const superblock = bytesOf(disk).subarray(1024, 2048)
  disk.write(
    1024,
    superblock.map((byte, at) => (at < 512 ? byte : byte ^ 0xff)),
  )
  let mended = 0
  const wrong = await whatIsWrong(disk, ['issued:A001', 'issued:A002'], { ...day, onMended: () => mended++ })
  assert.is(wrong, null)
  assert.is(mended, 1)
})

test('a broken chain and a disk that cannot be mended are told', async () => {
  const disk = await diskOf('broken', 3, (directory) => {
    const file = join(directory, 'journal.sqlite')
    const bytes = readFileSync(file)
    // SQLite leaves old copies of a row behind when it moves it.
    for (let at = bytes.indexOf('"ahead":0'); at > 0; at = bytes.indexOf('"ahead":0', at))
      bytes.write('"ahead":7', at)
    writeFileSync(file, bytes)
  })
  assert.match(String(await whatIsWrong(disk, [], day)), /the chain is broken at event/)
  assert.match(String(await whatIsWrong(blankDisk(1 << 20), [], day)), /cannot be mended/)
})

test.run()
