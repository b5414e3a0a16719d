/** A small program stands for aplay: it keeps what it was given. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { openAudioWire } from './audio.ts'
import { faultOf } from './wire-error.ts'

const test = suite('sound card through aplay')
const folder = mkdtempSync(join(tmpdir(), 'audio-'))
test.after(() => rmSync(folder, { recursive: true }))

function program(name: string, lines: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${lines}\n`)
  chmodSync(path, 0o755)
  return path
}
const failure = (playing: Promise<void>) =>
  playing.then(
    () => undefined,
    (error: unknown) => error,
  )

test('every sample reaches aplay with its device and rate', async () => {
  const wire = openAudioWire({
    clock: systemClock,
    program: program('keep', `echo "$@" > ${folder}/args; cat > ${folder}/pcm`),
  })
  const pcm = Uint8Array.from({ length: 100_000 }, (_, i) => i & 0xff)
  await wire.play('plughw:1', pcm, 22_050)
  assert.is(readFileSync(join(folder, 'args'), 'utf8'), '-q -D plughw:1 -t raw -f S16_LE -r 22050 -c 1\n')
  assert.equal(readFileSync(join(folder, 'pcm')), Buffer.from(pcm))
  await wire.close()
})

test('without aplay it says what to install', async () => {
  const wire = openAudioWire({ clock: systemClock, program: join(folder, 'no-aplay') })
  const error = await failure(wire.play('default', new Uint8Array(10), 22_050))
  assert.is(faultOf(error), 'not-supported')
  assert.match(String(error), /is not installed: apt-get install alsa-utils/)
})

test('a card that is not there is told in aplay’s words', async () => {
  const wire = openAudioWire({
    clock: systemClock,
    program: program('gone', 'echo "aplay: main:831: audio open error: No such device" >&2; exit 1'),
  })
  const error = await failure(wire.play('hw:7', new Uint8Array(200_000), 22_050))
  assert.is(faultOf(error), 'unplugged')
  assert.match(String(error), /"hw:7": aplay: .*No such device/)
})

test('a card that another program holds is told apart from one that is gone', async () => {
  const wire = openAudioWire({
    clock: systemClock,
    program: program('busy', 'echo "aplay: main:831: audio open error: Device or resource busy" >&2; exit 1'),
  })
  const error = await failure(wire.play('hw:0', new Uint8Array(10), 22_050))
  assert.is(faultOf(error), 'stuck')
  assert.match(String(error), /"hw:0" is held by another program: aplay: .*busy/)
})

test('aplay speaks English, whatever the language of the computer', async () => {
  const before = process.env.LC_ALL
  process.env.LC_ALL = 'vi_VN.UTF-8'
  try {
    const wire = openAudioWire({ clock: systemClock, program: program('said', 'echo "$LC_ALL" >&2; exit 1') })
    assert.match(String(await failure(wire.play('hw:0', new Uint8Array(10), 22_050))), /: C$/)
  } finally {
    if (before === undefined) delete process.env.LC_ALL
    else process.env.LC_ALL = before
  }
})

test('the sound cards are those the kernel lists; a kernel without any has no list', async () => {
  const cardList = join(folder, 'cards')
  const wire = openAudioWire({ clock: systemClock, cardList })
  assert.is(await wire.cards(), '')
  writeFileSync(cardList, ' 0 [Device         ]: USB-Audio - USB Audio Device\n')
  assert.match(await wire.cards(), /USB-Audio/)
})

test('a card that takes nothing is given up four seconds after the sound should have ended', async () => {
  const clock = manualClock()
  const wire = openAudioWire({ clock, program: program('hang', 'exec sleep 60') })
  const ending = failure(wire.play('default', new Uint8Array(44_100), 22_050))
  await clock.advance(5000)
  assert.is(faultOf(await ending), 'stuck')
})

test('closing ends what still plays', async () => {
  const wire = openAudioWire({
    clock: systemClock,
    program: program('long', `touch ${folder}/began; exec sleep 60`),
  })
  const ending = failure(wire.play('default', new Uint8Array(44_100 * 60), 22_050))
  while (!existsSync(join(folder, 'began'))) await new Promise((resolve) => setImmediate(resolve))
  await wire.close()
  assert.ok(await ending)
})

test.run()
