import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ManualClock, manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth, Raster } from '../messages.ts'
import { simulatedBytes } from '../wire/bytes.sim.ts'
import { loadPackage } from '../wire/load-package.ts'
import { loadSlipEncoder } from './escpos-job.ts'
import { ticketPrinterContract } from './ticket-printer.contract.ts'
import { openTicketPrinter } from './ticket-printer.escpos.ts'
import { closeAll, fateOf, open, raster } from './ticket-printer.test-kit.ts'
import type { TicketPrinter } from './ticket-printer.ts'

const test = suite('ticket printer over ESC/POS')
// The package is loaded by real time, and everything below runs by the manual clock.
test.before(async () => {
  await loadSlipEncoder()
})
test.after.each(closeAll)

for (const [paperMm, connection] of [
  [80, 'usb:/dev/usb/lp0'],
  [58, 'serial:/dev/ttyUSB0?baud=19200'],
  [80, 'tcp://192.0.2.10'],
] as const)
  ticketPrinterContract(
    (name, run) => test(`${connection.split(':')[0]}: ${name}`, run),
    async () => {
      const clock = manualClock()
      const sim = simulatedBytes({
        printers: [{ id: 'printer', kind: 'ticket-printer', driver: 'escpos', connection, paperMm }],
        clock,
        mediaAddress: (device, id) => `/${device}/${id}`,
      })
      const printer = sim.printer('printer')
      if (!printer) throw new Error('no printer')
      return {
        wires: { bytes: sim.wire },
        clock,
        pass: clock.advance,
        connection,
        paperMm,
        printer,
        plug: (on) => sim.act({ action: 'fault', device: 'printer', fault: on ? 'none' : 'unplugged' }),
      }
    },
  )

test('what is on the paper is what was asked for, dot by dot, at both widths', async () => {
  for (const [paperMm, dots] of [
    [80, 576],
    [58, 384],
  ] as const) {
    const { clock, printer, hardware } = await open({ paperMm, connection: `tcp://192.0.2.${paperMm}` })
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 400 })
          .chain((height) =>
            fc.tuple(
              fc.constant(height),
              fc.uint8Array({ minLength: (dots / 8) * height, maxLength: (dots / 8) * height }),
            ),
          ),
        async ([height, bits]) => {
          const picture = { width: dots, height, bits: Buffer.from(bits).toString('base64') }
          assert.is((await fateOf(clock, printer.print('job', picture))).outcome, 'printed')
          const [newest] = hardware.slips()
          assert.ok(newest?.slip.cut)
          assert.is(Buffer.concat(newest.slip.rows).toString('base64'), picture.bits)
        },
      ),
      { numRuns: 15 },
    )
    assert.equal(hardware.unknown(), [], 'no byte that the printer does not know')
  }
})

test('long pictures go in bands of at most 128 rows', async () => {
  const { clock, printer, hardware } = await open()
  const bytes = await sentFor(
    clock,
    printer,
    hardware,
    raster(576, 300, () => 0),
  )
  const rows: number[] = []
  for (let at = bytes.indexOf('\x1dv0'); at >= 0; at = bytes.indexOf('\x1dv0', at + 1))
    rows.push(bytes.readUInt16LE(at + 6))
  assert.equal(rows, [128, 128, 44])
})

test('paper that is near its end is a warning: the printer stays ready and prints', async () => {
  const { clock, printer, health, fault, slips } = await open()
  fault('paper-low')
  await clock.advance(2100)
  assert.equal(health.at(-1), { state: 'ready', warning: 'paper-low' })
  assert.is((await fateOf(clock, printer.print('job', raster(576, 40)))).outcome, 'printed')
  assert.is(slips().length, 1)
  fault('none')
  await clock.advance(2100)
  assert.equal(health.at(-1), { state: 'ready' })
})

test('it is asked again right after a slip, not at the next poll', async () => {
  const { clock, printer, fault, reason } = await open()
  assert.is((await fateOf(clock, printer.print('job', raster(576, 40)))).outcome, 'printed')
  fault('paper-out')
  assert.is((await fateOf(clock, printer.print('job', raster(576, 40)))).outcome, 'failed')
  await clock.advance(10)
  assert.is(reason(), 'paper-out')
})

test('how long a slip took is told where the printer says when it came to its end, and only there', async () => {
  const quick = await open()
  quick.fault('slow')
  const told = await fateOf(quick.clock, quick.printer.print('job', raster(576, 400)))
  assert.is(told.outcome, 'printed')
  // 400 rows of 72 bytes at 20 bytes a millisecond.
  assert.ok((told.tookMs ?? 0) >= 1400 && (told.tookMs ?? 0) < 2500, `${told.tookMs}`)
  const mute = await open({
    connection: 'usb:/dev/usb/lp0',
    before: (sim) => sim.printer('printer')?.make({ answersStatus: false, answersInTurn: false }),
  })
  const silent = await fateOf(mute.clock, mute.printer.print('job', raster(576, 400)))
  assert.is(silent.outcome, 'printed')
  assert.is(silent.tookMs, undefined)
})

test('one paper-out slip is known as failed, and its rest does not come out with new paper', async () => {
  const { clock, printer, hardware, slips, fault, reason } = await open()
  hardware.endPaperAfterRows(100)
  const fate = await fateOf(clock, printer.print('job', raster(576, 400)))
  assert.is(fate.outcome, 'failed')
  assert.is(fate.reason, 'paper-out')
  assert.match(fate.detail ?? '', /before the end/)
  await clock.advance(2100)
  assert.is(reason(), 'paper-out')
  assert.is(slips()[0]?.slip.rows.length, 100)
  fault('none')
  await clock.advance(5000)
  assert.is(reason(), 'ready')
  assert.equal(
    slips().map(({ slip }) => [slip.rows.length, slip.cut]),
    [[100, false]],
    'what was on paper and nothing more',
  )
  const after = await fateOf(clock, printer.print('next', raster(576, 50)))
  assert.is(after.outcome, 'printed')
  const rows = slips()[0]?.slip.rows ?? []
  assert.is(Buffer.concat(rows.slice(-50)).toString('base64'), raster(576, 50).bits, 'the next slip is whole')
})

for (const [fault, reason] of [
  ['paper-out', 'paper-out'],
  ['cover-open', 'cover-open'],
  ['unplugged', 'unplugged'],
  ['stuck', 'stuck'],
] as const)
  test(`with ${fault} the printer is down within seconds, a slip fails and nothing leaves`, async () => {
    const { clock, printer, slips, fault: set, reason: now, hardware } = await open()
    set(fault)
    await clock.advance(6000)
    assert.is(now(), reason)
    const before = hardware.bytes()
    const fate = await fateOf(clock, printer.print('job', raster(576, 40)))
    assert.is(fate.outcome, 'failed')
    assert.is(fate.reason, reason)
    assert.is(slips().length, 0)
    assert.ok(hardware.bytes() - before < 100, 'only questions')
    set('none')
    await clock.advance(20_000)
    assert.is(now(), 'ready')
    assert.is(slips().length, 0, 'no backlog')
  })

/** What a printer says by single bits: [DLE EOT 1, 2, 4]. */
const saying =
  (...bits: [number, number, number]) =>
  (asked: number) =>
    Uint8Array.of(0x12 | (bits[asked % 3] ?? 0))
for (const [what, answers, reason, detail] of [
  ['is offline and says no more', saying(0x08, 0, 0), 'offline', /press its feed button/],
  ['reports an error, such as a jammed cutter', saying(0x08, 0x40, 0), 'offline', /cutter and paper path/],
  ['has its cover open and its paper out', saying(0x08, 0x24, 0x60), 'cover-open', /the cover is open/],
  ['is stopped by the end of its paper', saying(0x08, 0x20, 0), 'paper-out', /the paper is out/],
  ['has only the roll’s end before its sensor', saying(0, 0, 0x60), 'paper-out', /the paper is out/],
] as const)
  test(`a printer that ${what} is down, with what to do, and gets no slip`, async () => {
    const { clock, printer, hardware, health, reason: now, slips } = await open()
    let asked = 0
    hardware.garble(() => answers(asked++))
    await clock.advance(2500)
    const last = health.at(-1)
    assert.is(now(), reason)
    assert.match(last?.state === 'down' ? last.detail : '', detail)
    const fate = await fateOf(clock, printer.print('job', raster(576, 40)))
    assert.equal([fate.outcome, fate.reason, fate.nothingLeft], ['failed', reason, true])
    hardware.garble()
    await clock.advance(2500)
    assert.is(now(), 'ready')
    assert.is(slips().length, 0)
  })

test('a fault that comes between two looks is seen before the slip leaves', async () => {
  const { clock, printer, slips, fault } = await open()
  fault('paper-out')
  const fate = await fateOf(clock, printer.print('job', raster(576, 40)))
  assert.equal([fate.outcome, fate.reason], ['failed', 'paper-out'])
  assert.is(slips().length, 0)
})

for (const clears of [true, false])
  test(`a line that breaks in the middle of a slip leaves its fate unknown (${clears ? 'printer' : 'clone'})`, async () => {
    const { clock, printer, sim, slips, reason, hardware } = await open()
    hardware.make({ clears })
    sim.breakAfterBytes('printer', 10_000)
    const fate = await fateOf(clock, printer.print('job', raster(576, 400)))
    assert.equal([fate.outcome, fate.reason], ['unknown', 'unplugged'])
    await clock.advance(20_000)
    assert.is(reason(), 'ready')
    assert.is((await fateOf(clock, printer.print('next', raster(576, 64)))).outcome, 'printed')
    const rows = slips()[0]?.slip.rows ?? []
    assert.is(
      Buffer.concat(rows.slice(-64)).toString('base64'),
      raster(576, 64).bits,
      'the next slip is whole',
    )
  })

test('a line that was dropped while idle is opened again and the slip is printed', async () => {
  const { clock, printer, sim, slips } = await open()
  sim.breakAfterBytes('printer', 0)
  assert.is((await fateOf(clock, printer.print('job', raster(576, 40)))).outcome, 'printed')
  assert.is(slips().length, 1)
})

test('a printer that takes no more bytes in the middle of a slip: unknown after the time limit', async () => {
  const { clock, printer, hardware, fault, reason } = await open()
  const receive = hardware.receive
  hardware.receive = (data) => {
    receive(data)
    if (data.length > 1000) hardware.setFault('stuck')
  }
  const fate = await fateOf(clock, printer.print('job', raster(576, 400)))
  hardware.receive = receive
  assert.equal([fate.outcome, fate.reason], ['unknown', 'stuck'])
  assert.is(reason(), 'stuck')
  fault('none')
  await clock.advance(20_000)
  assert.is(reason(), 'ready')
})

test('a slow printer prints', async () => {
  const { clock, printer, fault, slips } = await open()
  fault('slow')
  assert.is((await fateOf(clock, printer.print('job', raster(576, 800)))).outcome, 'printed')
  assert.is(slips().length, 1)
})

test('a printer that answered once and no longer does is down', async () => {
  const { clock, printer, hardware, reason } = await open()
  hardware.make({ answersStatus: false, answersInTurn: false })
  await clock.advance(6000)
  assert.is(reason(), 'no-answer')
  const fate = await fateOf(clock, printer.print('job', raster(576, 40)))
  assert.equal([fate.outcome, fate.reason], ['failed', 'no-answer'])
})

test('a printer that goes silent after the slip left: unknown', async () => {
  const { clock, printer, hardware } = await open()
  const receive = hardware.receive
  hardware.receive = (data) => {
    receive(data)
    if (data.length > 1000) hardware.make({ answersStatus: false, answersInTurn: false })
  }
  const fate = await fateOf(clock, printer.print('job', raster(576, 40)))
  assert.is(fate.outcome, 'unknown')
})

test('a printer that never answers counts as printed over USB and as unknown over TCP', async () => {
  const silent = (sim: ReturnType<typeof simulatedBytes>) =>
    sim.printer('printer')?.make({ answersStatus: false, answersInTurn: false })
  for (const [connection, outcome] of [
    ['usb:/dev/usb/lp0', 'printed'],
    ['tcp://192.0.2.10', 'unknown'],
  ] as const) {
    const { clock, printer, reason, slips } = await open({ connection, before: silent })
    assert.is(reason(), 'ready')
    assert.is((await fateOf(clock, printer.print('job', raster(576, 40)))).outcome, outcome)
    assert.is(slips().length, 1)
  }
})

test('a clone that answers only at once: printed when it stays ready, unknown when its paper ends', async () => {
  const { clock, printer, hardware } = await open({
    before: (sim) => sim.printer('printer')?.make({ answersInTurn: false }),
  })
  assert.is((await fateOf(clock, printer.print('job', raster(576, 40)))).outcome, 'printed')
  hardware.endPaperAfterRows(20)
  const fate = await fateOf(clock, printer.print('job', raster(576, 400)))
  assert.equal([fate.outcome, fate.reason], ['unknown', 'paper-out'])
})

test('an answer in turn that was missed once, as on a busy computer, is asked for again', async () => {
  const { clock, printer, hardware } = await open({
    before: (sim) => sim.printer('printer')?.make({ answersInTurn: false }),
  })
  hardware.make({ answersInTurn: true })
  await clock.advance(5000)
  hardware.endPaperAfterRows(20)
  const fate = await fateOf(clock, printer.print('job', raster(576, 400)))
  assert.equal([fate.outcome, fate.reason], ['failed', 'paper-out'])
})

test('a picture that does not fit is refused and the printer stays ready', async () => {
  const { clock, printer, reason, slips } = await open({ paperMm: 58 })
  for (const wrong of [raster(576, 10), { ...raster(384, 10), height: 11 }]) {
    const fate = await fateOf(clock, printer.print('job', wrong))
    assert.equal([fate.outcome, fate.reason], ['failed', 'disagrees'])
  }
  assert.is(reason(), 'ready')
  assert.is(slips().length, 0)
})

test('closing in the middle of a slip answers its fate and leaves nothing waiting', async () => {
  const { clock, printer, fault } = await open()
  fault('slow')
  const printing = printer.print('job', raster(576, 800))
  await clock.advance(1000)
  await clock.advance(500)
  await printer.close()
  assert.is((await printing).outcome, 'unknown')
  assert.is((await printer.print('after', raster(576, 8))).outcome, 'failed')
})

test('closing does not wait for a printer that is stuck', async () => {
  const { printer, fault, clock } = await open()
  fault('stuck')
  await clock.advance(2000)
  await printer.close()
})

test('the bench shows at most twenty slips, the newest first, each as a PNG', async () => {
  const { clock, printer, sim } = await open()
  for (let n = 1; n <= 22; n++) await fateOf(clock, printer.print(`job-${n}`, raster(576, n)))
  const view = sim.view('printer')
  assert.is(view?.slips.length, 20)
  const [newest] = view?.slips ?? []
  assert.is(newest?.picture, `/printer/${newest?.id}`)
  const media = sim.media('printer', newest?.id ?? '')
  assert.is(media?.type, 'image/png')
  assert.is(sim.media('printer', 'nothing'), undefined)
  assert.match(sim.act({ action: 'press', device: 'printer' }) ?? '', /can't be pressed/)
})

test('a printer whose package does not load is a fault from the start, not ready until the first slip', async () => {
  const clock = manualClock()
  const config: DeviceOf<'ticket-printer'> = {
    id: 'printer',
    kind: 'ticket-printer',
    driver: 'escpos',
    connection: 'tcp://192.0.2.10',
  }
  const sim = simulatedBytes({ printers: [config], clock, mediaAddress: () => '' })
  const health: DeviceHealth[] = []
  const missing = () =>
    loadPackage('node-thermal-printer', () => Promise.reject(new Error('Cannot find package\nat a place')))
  const error = await openTicketPrinter({
    config,
    wires: { bytes: sim.wire },
    clock,
    onHealth: (h) => health.push(h),
    loadEncoder: missing,
  }).catch((error) => error)
  assert.is(error.fault, 'not-supported')
  assert.is(
    error.message,
    "the package node-thermal-printer cannot be loaded (Cannot find package): install build-essential, run npm ci in the program's folder and start the program again",
  )
  await clock.advance(10_000)
  assert.equal(health, [])
})

async function sentFor(
  clock: ManualClock,
  printer: TicketPrinter,
  hardware: { receive(data: Uint8Array): void },
  picture: Raster,
): Promise<Buffer> {
  const all: Uint8Array[] = []
  const receive = hardware.receive
  hardware.receive = (data) => {
    all.push(Uint8Array.from(data))
    receive(data)
  }
  assert.is((await fateOf(clock, printer.print('job', picture))).outcome, 'printed')
  return Buffer.concat(all)
}

test.run()
