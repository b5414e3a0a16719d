/** Bytes that come back and are not the answer to the question: the printer is never taken for ready by them. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { answerReader } from './escpos-answers.ts'
import { loadSlipEncoder } from './escpos-job.ts'
import { closeAll, fateOf, open, raster } from './ticket-printer.test-kit.ts'

const test = suite('garbled status of a printer')
test.before(async () => {
  await loadSlipEncoder()
})
test.after.each(closeAll)

const nothing = new Uint8Array(0)
const ways = ['usb:/dev/usb/lp0', 'serial:/dev/ttyUSB0?baud=19200', 'tcp://192.0.2.10'] as const
type Rig = Awaited<ReturnType<typeof open>>
const lastDetail = ({ health }: Rig) => {
  const last = health.at(-1)
  return last?.state === 'down' ? last.detail : ''
}
const isReadyIn = ({ health }: Rig, from: number) => health.slice(from).some(({ state }) => state === 'ready')

for (const connection of ways)
  test(`${connection}: one that never gave anything but garbage is not ready, and no slip leaves`, async () => {
    const rig = await open({
      connection,
      before: (sim) => sim.printer('printer')?.garble(() => Uint8Array.of(0xff, 0x3c, 0x00)),
    })
    await rig.clock.advance(20_000)
    assert.is(rig.reason(), 'disagrees')
    assert.match(lastDetail(rig), /^what it answers is no printer's status \(ff 3c 00\): /)
    assert.match(lastDetail(rig), /never answers as ESC\/POS printers do, set "askStatus": false\.$/)
    assert.is(/baud rate/.test(lastDetail(rig)), connection.startsWith('serial:'))
    assert.not.ok(isReadyIn(rig, 0))
    const fate = await fateOf(rig.clock, rig.printer.print('job', raster(576, 40)))
    assert.equal([fate.outcome, fate.reason, fate.nothingLeft], ['failed', 'disagrees', true])
    assert.is(rig.slips().length, 0)
    rig.hardware.garble()
    await rig.clock.advance(20_000)
    assert.is(rig.reason(), 'ready')
    assert.is(rig.slips().length, 0, 'no backlog')
  })

for (const [answer, what] of [
  [[0x00], 'a byte of another kind'],
  [[0x3c, 0x00], 'the beginning of something else'],
] as const)
  test(`one that answers each question with ${what} is not ready`, async () => {
    const rig = await open({ before: (sim) => sim.printer('printer')?.garble(() => Uint8Array.from(answer)) })
    await rig.clock.advance(20_000)
    assert.is(rig.reason(), 'disagrees')
    assert.not.ok(isReadyIn(rig, 0))
  })

test('one that begins to answer garbage is troubled on the bench and ready again when that ends', async () => {
  const rig = await open()
  rig.fault('garbled')
  await rig.clock.advance(6000)
  assert.is(rig.reason(), 'disagrees')
  rig.fault('none')
  await rig.clock.advance(20_000)
  assert.is(rig.reason(), 'ready')
})

for (const [connection, outcome] of [
  ['usb:/dev/usb/lp0', 'printed'],
  ['serial:/dev/ttyUSB0?baud=19200', 'printed'],
  ['tcp://192.0.2.10', 'unknown'],
] as const)
  test(`${connection}: one that is not asked is ready and prints, and hears no question at any time`, async () => {
    const heard: Uint8Array[] = []
    const rig = await open({
      connection,
      askStatus: false,
      before(sim) {
        const printer = sim.printer('printer')
        if (!printer) return
        const receive = printer.receive
        printer.receive = (data) => {
          heard.push(Uint8Array.from(data))
          // It says something whatever it hears.
          printer.say(Uint8Array.of(0x12, 0xff, 0x00))
          receive(data)
        }
      },
    })
    assert.is(rig.reason(), 'ready')
    const fate = await fateOf(
      rig.clock,
      rig.printer.print(
        'job',
        raster(576, 40, () => 0),
      ),
    )
    assert.equal([fate.outcome, fate.detail], [outcome, 'this printer is asked no questions'])
    await rig.clock.advance(10_000)
    assert.is(rig.slips().length, 1)
    const bytes = Buffer.concat(heard)
    assert.is(bytes.indexOf(Buffer.of(0x10, 0x04)), -1)
    assert.is(bytes.indexOf(Buffer.of(0x1d, 0x72)), -1)
    assert.equal(new Set(rig.health.map(({ state }) => state)), new Set(['ready']))
  })

for (const [fault, reason] of [
  ['unplugged', 'unplugged'],
  ['stuck', 'stuck'],
] as const)
  test(`one that is not asked and is ${fault} is down within seconds, and back by itself`, async () => {
    const rig = await open({ connection: 'usb:/dev/usb/lp0', askStatus: false })
    rig.fault(fault)
    await rig.clock.advance(6000)
    assert.is(rig.reason(), reason)
    const fate = await fateOf(rig.clock, rig.printer.print('job', raster(576, 40)))
    assert.equal([fate.outcome, fate.reason, fate.nothingLeft], ['failed', reason, true])
    rig.fault('none')
    await rig.clock.advance(20_000)
    assert.is(rig.reason(), 'ready')
    assert.is(rig.slips().length, 0, 'no backlog')
  })

test('half an answer is no answer, also from one that never gave a whole one', async () => {
  let asked = 0
  const rig = await open({
    before: (sim) => sim.printer('printer')?.garble((status) => (asked++ % 3 === 0 ? status : nothing)),
  })
  await rig.clock.advance(20_000)
  assert.ok(rig.health.some((one) => one.state === 'down' && /^it answers 1 of 3 questions/.test(one.detail)))
  assert.not.ok(isReadyIn(rig, 0))
})

test('one burst of noise among the answers is asked through: the printer stays ready and prints', async () => {
  const rig = await open()
  const from = rig.health.length
  let bursts = 0
  rig.hardware.garble((status) => (bursts++ === 0 ? Uint8Array.of(0x12, 0xff, 0x16, ...status) : status))
  const fate = await fateOf(rig.clock, rig.printer.print('job', raster(576, 40)))
  assert.is(fate.outcome, 'printed')
  assert.ok(bursts > 3, 'it was asked again')
  assert.equal(
    rig.health.slice(from).filter(({ state }) => state === 'down'),
    [],
  )
  assert.is(rig.slips().length, 1)
})

test('an old answer that comes late shifts no other: an open cover is never taken for ready', async () => {
  const rig = await open()
  rig.fault('unplugged')
  await rig.clock.advance(6000)
  const from = rig.health.length
  let old = true
  // It answers after 20 ms, and something it answered before the plug was pulled comes first.
  rig.hardware.garble((status) => {
    if (old) rig.clock.after(5, () => rig.hardware.say(Uint8Array.of(0x12)))
    old = false
    rig.clock.after(20, () => rig.hardware.say(status))
    return nothing
  })
  rig.fault('cover-open')
  for (let ms = 0; ms < 20_000; ms += 5) await rig.clock.advance(5)
  assert.is(rig.reason(), 'cover-open')
  assert.not.ok(isReadyIn(rig, from))
})

/** A burst of noise, such as a plug makes that is moved, just when the end of the slip is asked for. */
function noiseAtTheEnd({ hardware }: Rig, then: () => void = () => {}): () => number {
  const receive = hardware.receive
  let asked = 0
  hardware.receive = (data) => {
    if (data[0] === 0x1d && data[1] === 0x72 && asked++ === 0) {
      hardware.say(Uint8Array.of(0x00, 0xff))
      then()
    }
    receive(data)
  }
  return () => asked
}

test('noise at the end of a slip does not pass for its end: it is asked again, and the slip came out once', async () => {
  const rig = await open()
  const asked = noiseAtTheEnd(rig)
  assert.is((await fateOf(rig.clock, rig.printer.print('job', raster(576, 40)))).outcome, 'printed')
  assert.is(asked(), 2)
  assert.is(rig.slips().length, 1)
})

test('paper that ends in a slip while noise comes: nobody is told that it printed, nor that it surely did not', async () => {
  const rig = await open()
  rig.hardware.endPaperAfterRows(20)
  noiseAtTheEnd(rig)
  const fate = await fateOf(rig.clock, rig.printer.print('job', raster(576, 40)))
  assert.equal([fate.outcome, fate.reason], ['unknown', 'paper-out'])
})

test('what a printer tells unasked, and the word that it forgot, are neither answers nor noise', () => {
  const heard = (...bytes: number[]) => {
    const { take, end } = answerReader()
    return [...bytes.flatMap(take), ...end()].map(({ kind, byte }) => `${kind} ${byte.toString(16)}`)
  }
  assert.equal(heard(0x37, 0x25, 0x00), [])
  assert.equal(heard(0x10, 0x00, 0x00, 0x0f, 0x12), ['status 12'])
  assert.equal(heard(0x13, 0x11, 0x16), ['status 16'])
  assert.equal(heard(0x00), ['in-turn 0'])
  assert.equal(heard(0x37, 0x25, 0x12), ['odd 37', 'odd 25', 'status 12'])
  assert.equal(heard(0x10, 0x12, 0x00), ['odd 10', 'status 12', 'in-turn 0'])
  assert.equal(heard(0xff, 0x9e), ['odd ff', 'odd 9e'])
  assert.equal(heard(0x3c, 0x00), ['odd 3c', 'in-turn 0'])
})

test.run()
