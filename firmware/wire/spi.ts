/**
 * SPI through spi-device, asynchronous calls only: the only file that knows it. The package is native, so it is
 * loaded when the first line is opened and never in a simulated run.
 */
import type { SpiDevice } from 'spi-device'
import type { Clock } from '../../hardware/clock.ts'
import { loadPackage } from './load-package.ts'
import { transferQueue } from './transfer-queue.ts'
import { codeOf, messageOf, type WireError, wireError } from './wire-error.ts'
import type { SpiWire } from './wires.ts'

/** The kernel's spidev refuses longer messages (its parameter bufsiz). */
const messageBytes = 4096

export function explainSpi(path: string, error: unknown): WireError {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENXIO' || code === 'ENODEV')
    return wireError('not-supported', `there is no ${path}: switch SPI on with dtparam=spi=on`, error)
  if (code === 'EACCES' || code === 'EPERM')
    return wireError(
      'not-supported',
      `${path} may not be opened by this user: add it to the group spi`,
      error,
    )
  if (code === 'EBUSY') return wireError('disagrees', `${path} is held by another driver (EBUSY)`, error)
  if (code === 'ETIMEDOUT') return wireError('stuck', `${path} did not finish a transfer (ETIMEDOUT)`, error)
  return wireError('no-answer', `${path}: ${messageOf(error)}`, error)
}

export function openSpiWire({ clock }: { clock: Clock }): SpiWire {
  return {
    async open(bus, chipSelect, speedHz) {
      const path = `/dev/spidev${bus}.${chipSelect}`
      const { default: spi } = await loadPackage('spi-device', () => import('spi-device'))
      const device = await new Promise<SpiDevice>((resolve, reject) => {
        const opened = spi.open(bus, chipSelect, { mode: 0, maxSpeedHz: speedHz }, (error) =>
          error ? reject(explainSpi(path, error)) : resolve(opened),
        )
      })
      const queue = transferQueue({ name: path, clock })
      const transfer = (pieces: readonly Uint8Array[]) =>
        new Promise<void>((resolve, reject) => {
          const message = pieces.map((piece, i) => ({
            sendBuffer: Buffer.from(piece),
            byteLength: piece.length,
            speedHz,
            // Said of the last one it would leave the chip selected.
            chipSelectChange: i < pieces.length - 1,
          }))
          device.transfer(message, (error) => (error ? reject(explainSpi(path, error)) : resolve()))
        })
      return {
        send: (pieces) =>
          queue.run(async () => {
            for (let from = 0; from < pieces.length; ) {
              let bytes = 0
              let to = from
              do bytes += pieces[to++]?.length ?? 0
              while (to < pieces.length && bytes + (pieces[to]?.length ?? 0) <= messageBytes)
              await transfer(pieces.slice(from, to))
              from = to
            }
          }),
        async close() {
          await queue.close()
          await new Promise<void>((resolve) => device.close(() => resolve()))
        },
      }
    },
  }
}
