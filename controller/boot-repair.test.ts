import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bootRepairWarning } from './boot-repair.ts'

const test = suite('boot repair')
const base = mkdtempSync(join(tmpdir(), 'den-luot-boot-'))
test.after(() => rmSync(base, { recursive: true }))

function warningOn(model: string | null, commandLine: string) {
  const [modelFile, commandLineFile] = [join(base, 'model'), join(base, 'cmdline')]
  rmSync(modelFile, { force: true })
  if (model !== null) writeFileSync(modelFile, `${model}\0`)
  writeFileSync(commandLineFile, `${commandLine}\n`)
  return bootRepairWarning({ modelFile, commandLineFile })
}
const pi = 'Raspberry Pi 4 Model B Rev 1.5'
const usual = 'console=tty1 root=PARTUUID=4f2c-02 rootfstype=ext4'

test('a Pi that repairs its card by itself has nothing to be told', () => {
  assert.is(warningOn(pi, `${usual} fsck.repair=yes rootwait`), null)
})

test('a Pi that would wait for somebody is told what to write and where', () => {
  assert.match(String(warningOn(pi, usual)), /fsck\.repair=yes .* \/boot\/firmware\/cmdline\.txt/)
  assert.ok(warningOn(pi, `${usual} fsck.repair=preen`))
  assert.ok(warningOn(pi, `${usual} fsck.repair=yes fsck.mode=skip`))
})

test('another computer is its owner’s matter', () => {
  assert.is(warningOn('Some other board', usual), null)
  assert.is(warningOn(null, usual), null)
})

test.run()
