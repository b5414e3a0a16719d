/**
 * What the ESC/POS driver must do with any printer that can be looked at and troubled: the simulated one, or one
 * behind a kernel's own device.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth, Raster } from '../messages.ts'
import type { SimulatedPrinter } from '../wire/printer.sim.ts'
import type { Wires } from '../wire/wires.ts'
import { openTicketPrinter } from './ticket-printer.escpos.ts'
import { dotsAcross, type SlipFate } from './ticket-printer.ts'

export type PrinterRig = {
  wires: Pick<Wires, 'bytes'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  connection: string
  paperMm: 80 | 58
  /** The printer at the other end. */
  printer: Pick<
    SimulatedPrinter,
    'slips' | 'setFault' | 'endPaperAfterRows' | 'unknown' | 'held' | 'garble' | 'say'
  >
  plug(on: boolean): void
}

const picture = (width: number, height: number, seed: number): Raster => ({
  width,
  height,
  bits: Buffer.from(
    Uint8Array.from({ length: (width / 8) * height }, (_, i) => (i * 37 + seed) & 0xff),
  ).toString('base64'),
})

/** The driver on the rig's printer, and its slips and states, whatever the clock. */
export async function openPrinterOn(
  rig: PrinterRig,
  options: Pick<DeviceOf<'ticket-printer'>, 'askStatus'> = {},
) {
  const config: DeviceOf<'ticket-printer'> = {
    id: 'printer',
    kind: 'ticket-printer',
    driver: 'escpos',
    connection: rig.connection,
    paperMm: rig.paperMm,
    ...options,
  }
  let health: DeviceHealth = { state: 'starting' }
  const driver = await openTicketPrinter({
    config,
    wires: rig.wires,
    clock: rig.clock,
    onHealth: (state) => {
      health = state
    },
  })
  const state = () => (health.state === 'down' ? health.reason : health.state)
  async function becomes(wanted: string) {
    for (let ms = 0; ms < 30_000 && state() !== wanted; ms += 100) await rig.pass(100)
    assert.is(state(), wanted)
  }
  async function print(height: number, seed = 0) {
    const raster = picture(dotsAcross[rig.paperMm], height, seed)
    let fate: SlipFate | undefined
    void driver.print(`job-${seed}`, raster).then((answer) => {
      fate = answer
    })
    for (let ms = 0; ms < 30_000 && !fate; ms += 100) await rig.pass(100)
    assert.ok(fate, 'the slip has a fate')
    return { ...fate, raster }
  }
  const cut = () => rig.printer.slips().filter(({ slip }) => slip.cut)
  /** The last rows of the newest slip, as a picture of that height has its bits. */
  const newestRows = (height: number) =>
    Buffer.concat(cut()[0]?.slip.rows.slice(-height) ?? []).toString('base64')
  await becomes('ready')
  return { becomes, print, cut, newestRows, close: () => driver.close() }
}

/** `test` registers one test: uvu's, or a check's where there is a kernel. */
export function ticketPrinterContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<PrinterRig>,
) {
  test('a slip comes out as its picture, dot by dot, is cut, and the printer knows every byte', async () => {
    const rig = await makeRig()
    const { print, cut, newestRows, close } = await openPrinterOn(rig)
    const before = cut().length
    const { outcome, reason, detail, raster } = await print(300, 1)
    assert.equal([outcome, reason, detail], ['printed', undefined, undefined])
    assert.is(cut().length, before + 1)
    assert.is(newestRows(300), raster.bits)
    assert.equal(rig.printer.unknown(), [])
    assert.is(rig.printer.held(), 0)
    await close()
  })

  for (const fault of ['paper-out', 'cover-open'] as const)
    test(`with ${fault} a slip fails with nothing left, and none comes out when all is well again`, async () => {
      const rig = await makeRig()
      const { becomes, print, cut, close } = await openPrinterOn(rig)
      const before = cut().length
      rig.printer.setFault(fault)
      const { outcome, reason, nothingLeft } = await print(100, 2)
      assert.equal([outcome, reason, nothingLeft], ['failed', fault, true])
      await becomes(fault)
      rig.printer.setFault('none')
      await becomes('ready')
      await rig.pass(3000)
      assert.is(cut().length, before)
      await close()
    })

  test('paper that ends in a slip makes it fail as begun; the next slip is whole and alone', async () => {
    const rig = await makeRig()
    const { becomes, print, newestRows, close } = await openPrinterOn(rig)
    rig.printer.endPaperAfterRows(60)
    const { outcome, reason, nothingLeft } = await print(300, 3)
    assert.equal([outcome, reason, nothingLeft], ['failed', 'paper-out', undefined])
    rig.printer.setFault('none')
    await becomes('ready')
    const next = await print(80, 4)
    assert.is(next.outcome, 'printed')
    assert.is(newestRows(80), next.raster.bits)
    await close()
  })

  test('a pulled plug is told, a slip then fails with nothing left, and the printer comes back by itself', async () => {
    const rig = await makeRig()
    const { becomes, print, close } = await openPrinterOn(rig)
    rig.plug(false)
    await becomes('unplugged')
    const { outcome, nothingLeft } = await print(80, 5)
    assert.equal([outcome, nothingLeft], ['failed', true])
    rig.plug(true)
    await becomes('ready')
    assert.is((await print(80, 6)).outcome, 'printed')
    await close()
  })

  test('answers that are no status keep every slip in, and are told; afterwards slips come out once', async () => {
    const rig = await makeRig()
    const { becomes, print, cut, close } = await openPrinterOn(rig)
    const before = cut().length
    // As from a line whose baud rate is wrong.
    rig.printer.garble((status) => Uint8Array.of(0xfe, ...status, 0x9e))
    const { outcome, reason, nothingLeft } = await print(80, 7)
    assert.equal([outcome, reason, nothingLeft], ['failed', 'disagrees', true])
    await becomes('disagrees')
    rig.printer.garble()
    await becomes('ready')
    assert.is((await print(80, 8)).outcome, 'printed')
    assert.is(cut().length, before + 1)
    await close()
  })

  test('one that is not asked prints whatever it says, and a pulled plug is still told', async () => {
    const rig = await makeRig()
    let asked = 0
    rig.printer.garble((status) => {
      asked++
      return Uint8Array.of(0xfe, ...status, 0x9e)
    })
    const { becomes, print, cut, newestRows, close } = await openPrinterOn(rig, { askStatus: false })
    const before = cut().length
    rig.printer.say(Uint8Array.of(0x1a, 0xff, 0x32))
    const { outcome, raster } = await print(80, 9)
    // Over TCP a byte that was taken has only reached a buffer of this machine.
    assert.is(outcome, rig.connection.startsWith('tcp:') ? 'unknown' : 'printed')
    for (let ms = 0; ms < 5000 && cut().length === before; ms += 100) await rig.pass(100)
    assert.is(newestRows(80), raster.bits)
    rig.printer.say(Uint8Array.of(0x1a, 0xff, 0x32))
    await rig.pass(5000)
    assert.is(asked, 0)
    rig.plug(false)
    await becomes('unplugged')
    rig.plug(true)
    await becomes('ready')
    assert.is(cut().length, before + 1)
    assert.equal(rig.printer.unknown(), [])
    rig.printer.garble()
    await close()
  })
}
