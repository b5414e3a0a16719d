/**
 * Turns a picture into the bytes of one slip. node-thermal-printer builds them, and this is the only file that
 * knows it: transport, status and text are not its work (its text garbles Vietnamese, its status is unreliable).
 * Its buffer survives a job, so every job has a new instance.
 */
import type { Raster } from '../messages.ts'
import { loadPackage } from '../wire/load-package.ts'
import { dotsAcross } from './ticket-printer.ts'

/** Cheap printers garble one long raster: they have little memory. */
const bandRows = 128

const rasterHeader = (bytesPerRow: number, rows: number) =>
  Buffer.from([0x1d, 0x76, 0x30, 0, bytesPerRow & 0xff, bytesPerRow >> 8, rows & 0xff, rows >> 8])
/** GS V 66 0: feed as far as the cutter stands above the head, then cut but for one point. */
const feedAndCut = Buffer.from([0x1d, 0x56, 66, 0])

export type SlipEncoder = (raster: Raster, paperMm: 80 | 58) => Promise<Uint8Array>

/** What keeps a picture from being printed on this paper; undefined when nothing does. */
export function wrongWith({ width, height, bits }: Raster, paperMm: 80 | 58): string | undefined {
  if (width > dotsAcross[paperMm])
    return `the slip is ${width} dots wide, ${paperMm} mm paper takes ${dotsAcross[paperMm]}`
  const needed = Math.ceil(width / 8) * height
  const given = Buffer.from(bits, 'base64').length
  if (needed === 0 || needed !== given)
    return `a picture of ${width} × ${height} dots needs ${needed} bytes, not ${given}`
  return undefined
}

export async function loadSlipEncoder(): Promise<SlipEncoder> {
  const { ThermalPrinter, PrinterTypes } = await loadPackage(
    'node-thermal-printer',
    () => import('node-thermal-printer'),
  )

  return async (raster, paperMm) => {
    const bits = Buffer.from(raster.bits, 'base64')
    const stride = Math.ceil(raster.width / 8)
    let built: Uint8Array = new Uint8Array(0)
    const sink = {
      getPrinterName: () => 'sink',
      isPrinterConnected: async () => true,
      execute: async (buffer: Buffer) => {
        built = buffer
      },
    }
    // Its types ask for an address, its code takes an object with these three functions as well.
    const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: sink as unknown as string })
    printer.append(Buffer.from([0x1b, 0x40]))
    printer.alignCenter()
    const parts: Buffer[] = []
    for (let from = 0; from < raster.height; from += bandRows) {
      const rows = Math.min(bandRows, raster.height - from)
      parts.push(rasterHeader(stride, rows), bits.subarray(from * stride, (from + rows) * stride))
    }
    printer.append(Buffer.concat(parts))
    if (paperMm === 80) {
      printer.append(feedAndCut)
    } else {
      // Most 58 mm printers have no cutter and a tear-off edge: the slip has to come out past it.
      printer.partialCut({ verticalTabAmount: 1 })
    }
    await printer.execute()
    return built
  }
}
