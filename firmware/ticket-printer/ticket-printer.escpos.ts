/**
 * ESC/POS driver. It keeps the line to the printer open and asks every two seconds how it is, so that a press
 * can be refused before a ticket exists; it asks again right before and after each slip.
 *
 * What a slip became: nothing left → failed. Every byte taken and the printer says that it came to the end →
 * printed. It says that it stopped before → failed, and it is told to forget the rest. Bytes left and it says
 * nothing → unknown. A slip is never tried twice.
 *
 * Some printers answer no questions. On USB and serial, where the transport itself tells when bytes are taken,
 * they count as ready and their slips as printed; over TCP, where bytes only reach the kernel's buffer, they
 * count as ready and their slips as unknown. One that has answered once and no longer does is down, and so is one
 * whose answers are no status: how it is, nobody knows, and a slip would be lost in it. A site that knows better
 * (`askStatus` false) has such a printer treated as one that answers no questions; it is told every two seconds to
 * do nothing, so that a pulled plug is still found.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { downFrom, pauseMs } from '../last-wins.ts'
import type { DeviceFault, DeviceHealth, Raster } from '../messages.ts'
import { faultOf, messageOf, wireError } from '../wire/wire-error.ts'
import type { Wires } from '../wire/wires.ts'
import { loadSlipEncoder, type SlipEncoder, wrongWith } from './escpos-job.ts'
import { openPrinterLine, type PrinterLine } from './escpos-line.ts'
import type { SlipFate, TicketPrinter } from './ticket-printer.ts'

const pollMs = 2000
const longestPauseMs = 8000

/** Rejects when the package that builds its bytes cannot be loaded: such a printer prints nothing. */
export async function openTicketPrinter({
  config,
  wires,
  clock,
  onHealth,
  loadEncoder = loadSlipEncoder,
}: {
  config: DeviceOf<'ticket-printer'>
  wires: Pick<Wires, 'bytes'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
  loadEncoder?: () => Promise<SlipEncoder>
}): Promise<TicketPrinter> {
  const paperMm = config.paperMm ?? 80
  const timeoutMs = config.timeoutMs ?? 8000
  const encode = await loadEncoder()
  const line: PrinterLine = openPrinterLine({
    device: config.id,
    connection: config.connection,
    asks: config.askStatus ?? true,
    wires,
    clock,
  })
  let health: DeviceHealth = { state: 'starting' }
  let retries = 0
  let looking: Promise<void> | undefined
  let printing: Promise<SlipFate> | undefined
  let closed = false
  let cancelLook: (() => void) | undefined
  let breakOff: (error: Error) => void = () => {}

  function tell(next: DeviceHealth) {
    health = next
    retries = next.state === 'down' ? retries + 1 : 0
    // The same again says that it was seen; who is told of changes alone is the slot's.
    if (!closed) onHealth(next)
  }

  const ready = (): DeviceHealth =>
    line.isPaperLow() ? { state: 'ready', warning: 'paper-low' } : { state: 'ready' }

  /** Finds out how the printer is; afterwards `health` is true as of now. */
  function look(): Promise<void> {
    cancelLook?.()
    looking ??= line
      .check()
      .then(
        (trouble) => tell(trouble ? { state: 'down', ...trouble, retries } : ready()),
        (error: unknown) => tell(downFrom(error, retries)),
      )
      .finally(() => {
        looking = undefined
        if (!closed && !printing) lookLater()
      })
    return looking
  }
  function lookLater() {
    cancelLook?.()
    const unreachable = health.state === 'down' && !line.isOpen()
    cancelLook = clock.after(unreachable ? Math.min(longestPauseMs, pauseMs(retries)) : pollMs, () => {
      void look()
    })
  }

  async function tryPrint(raster: Raster): Promise<SlipFate> {
    const failed = (reason: DeviceFault, detail: string): SlipFate => ({
      outcome: 'failed',
      reason,
      detail,
      nothingLeft: true,
    })
    const wrong = wrongWith(raster, paperMm)
    if (wrong) return failed('disagrees', wrong)
    let left = () => 0
    const late = new Promise<never>((_, reject) => {
      breakOff = reject
    })
    late.catch(() => {})
    const cancelLimit = clock.after(timeoutMs, () =>
      breakOff(wireError('stuck', `the slip took longer than ${timeoutMs} ms`)),
    )
    const bounded = <T>(work: Promise<T>): Promise<T> => Promise.race([work, late])
    try {
      const bytes = await bounded(encode(raster, paperMm))
      await bounded(looking ?? Promise.resolve())
      if (line.isOpen()) await bounded(look())
      if (health.state === 'down') return failed(health.reason, health.detail)
      left = line.startJob()
      return await bounded(line.sendSlip(bytes, raster.height))
    } catch (error) {
      const nothingLeft = left() === 0
      const detail = messageOf(error)
      await line.drop()
      if (!closed) tell(downFrom(error, retries))
      return nothingLeft
        ? failed(faultOf(error), detail)
        : { outcome: 'unknown', reason: faultOf(error), detail }
    } finally {
      cancelLimit()
    }
  }

  void look()

  return {
    async print(_job, raster) {
      if (printing) throw new Error(`${config.id} prints already: one slip at a time`)
      if (closed) return { outcome: 'failed', detail: 'the station is stopping' }
      printing = tryPrint(raster)
      const fate = await printing.finally(() => {
        printing = undefined
      })
      if (closed) return fate
      // What stopped a slip, and paper that ran out right after one, is known to the hall before the next press.
      if (line.isOpen()) void look()
      else if (!looking) lookLater()
      return fate
    },
    async close() {
      closed = true
      cancelLook?.()
      breakOff(wireError('offline', 'the station is stopping'))
      await printing?.catch(() => {})
      await line.close()
      await looking
    },
  }
}
