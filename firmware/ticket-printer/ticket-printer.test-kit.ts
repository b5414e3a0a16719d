/** The driver on a simulated printer by a clock that is moved, for tests: what was printed, and how it says it is. */
import * as assert from 'uvu/assert'
import { type ManualClock, manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth, Raster } from '../messages.ts'
import type { WireFault } from '../wire/bench.ts'
import { simulatedBytes } from '../wire/bytes.sim.ts'
import { openTicketPrinter } from './ticket-printer.escpos.ts'
import type { SlipFate, TicketPrinter } from './ticket-printer.ts'

const opened: TicketPrinter[] = []
export async function closeAll(): Promise<void> {
  for (const printer of opened.splice(0)) await printer.close()
}

export const raster = (width: number, height: number, fill = (i: number) => (i * 37) & 0xff): Raster => ({
  width,
  height,
  bits: Buffer.from(Uint8Array.from({ length: (width / 8) * height }, (_, i) => fill(i))).toString('base64'),
})

type Options = {
  paperMm?: 80 | 58
  connection?: string
  askStatus?: boolean
  before?: (printer: ReturnType<typeof simulatedBytes>) => void
}
export async function open({
  paperMm = 80,
  connection = 'tcp://192.0.2.10',
  askStatus = true,
  before = () => {},
}: Options = {}) {
  const clock = manualClock()
  const config: DeviceOf<'ticket-printer'> = {
    id: 'printer',
    kind: 'ticket-printer',
    driver: 'escpos',
    connection,
    paperMm,
    askStatus,
  }
  const sim = simulatedBytes({ printers: [config], clock, mediaAddress: (device, id) => `/${device}/${id}` })
  const hardware = sim.printer('printer')
  if (!hardware) throw new Error('no printer')
  before(sim)
  const health: DeviceHealth[] = []
  const printer = await openTicketPrinter({
    config,
    wires: { bytes: sim.wire },
    clock,
    onHealth: (h) => health.push(h),
  })
  opened.push(printer)
  for (let i = 0; i < 40 && health.length === 0; i++) await clock.advance(100)
  const reason = () => {
    const last = health.at(-1)
    return last?.state === 'down' ? last.reason : last?.state
  }
  const fault = (next: WireFault) =>
    assert.is(sim.act({ action: 'fault', device: 'printer', fault: next }), null)
  const slips = () => hardware.slips()
  return { clock, sim, hardware, printer, health, reason, fault, slips }
}

/** Moves time on until the slip's fate is known. */
export async function fateOf(clock: ManualClock, printing: Promise<SlipFate>): Promise<SlipFate> {
  let fate: SlipFate | undefined
  printing.then((value) => {
    fate = value
  })
  for (let ms = 0; ms < 70_000 && !fate; ms += 100) {
    await clock.advance(100)
  }
  if (!fate) throw new Error('the slip has no fate')
  return fate
}
