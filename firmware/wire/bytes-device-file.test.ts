/** A named pipe stands for /dev/usb/lp0: it takes 64 KB and then says EAGAIN, as a busy printer does. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../hardware/clock.ts'
import { openDeviceFileLine } from './bytes-device-file.ts'
import { faultOf } from './wire-error.ts'
import type { ByteLine } from './wires.ts'

const test = suite('byte line to a device file')
const folder = mkdtempSync(join(tmpdir(), 'device-file-'))
test.after(() => rmSync(folder, { recursive: true }))
let count = 0
const openLines: ByteLine[] = []
test.after.each(async () => {
  for (const line of openLines.splice(0)) await line.close()
})

async function pipe() {
  const path = join(folder, `lp${count++}`)
  execFileSync('mkfifo', [path])
  const line = await openDeviceFileLine({ path, clock: systemClock })
  openLines.push(line)
  return line
}

test('a device that is full is tried again until it has taken everything', async () => {
  const line = await pipe()
  const bytes = Uint8Array.from({ length: 65_536 }, (_, i) => i & 0xff)
  const heard: Uint8Array[] = []
  const all = new Promise<void>((resolve) =>
    line.onData((data) => {
      heard.push(data)
      if (Buffer.concat(heard).length === bytes.length + 3) resolve()
    }),
  )
  await line.write(bytes)
  assert.is(line.sent(), 65_536)
  // The pipe is full; what the line itself reads back makes room.
  await line.write(Uint8Array.of(1, 2, 3))
  await all
  assert.equal(Buffer.concat(heard).subarray(0, bytes.length), Buffer.from(bytes))
  assert.is(line.sent(), 65_539)
})

test('four devices that take nothing stop no file, and closing them ends their writes', async () => {
  const lines = await Promise.all([pipe(), pipe(), pipe(), pipe(), pipe()])
  // More than a pipe holds and more than is read back in the meantime.
  const stuck = lines.map((line) =>
    line.write(new Uint8Array(3_000_000)).then(
      () => 'taken',
      () => 'given up',
    ),
  )
  const file = join(folder, 'file')
  writeFileSync(file, 'still readable')
  assert.is(await readFile(file, 'utf8'), 'still readable')
  for (const line of lines) await line.close()
  assert.equal(await Promise.all(stuck), Array(5).fill('given up'))
})

test('a printer that is not there, or not allowed, is told in words', async () => {
  try {
    await openDeviceFileLine({ path: join(folder, 'nothing'), clock: systemClock })
    assert.unreachable()
  } catch (error) {
    assert.is(faultOf(error), 'unplugged')
    assert.match(String(error), /is it plugged in and switched on/)
  }
})

test('after closing nothing is written', async () => {
  const line = await pipe()
  await line.close()
  await line.write(Uint8Array.of(1)).then(
    () => assert.unreachable(),
    () => {},
  )
})

test.run()
