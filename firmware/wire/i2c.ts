/**
 * I2C through i2c-bus, asynchronous calls only: the only file that knows it. Every bus is opened once and
 * shared by the devices on it; its transfers stand in one queue. Errors are told apart here, because the
 * package gives a bare errno, and a bus that does not exist fails only at its first transfer.
 */
import type { PromisifiedBus } from 'i2c-bus'
import type { Clock } from '../../hardware/clock.ts'
import { type MuxReach, muxReach } from './i2c-mux.ts'
import { loadPackage } from './load-package.ts'
import { transferQueue } from './transfer-queue.ts'
import { codeOf, errnoOf, isWireError, messageOf, wireError } from './wire-error.ts'
import type { I2cMux, I2cWire } from './wires.ts'

const EIO = 5
const ENXIO = 6
const EBUSY = 16
const ETIMEDOUT = 110
const EREMOTEIO = 121

/** What went wrong with a transfer, in words that say where to look. */
export function explainI2c(bus: number, address: number, error: unknown, mux?: I2cMux): Error {
  if (isWireError(error)) return error
  const behind = mux ? ` behind channel ${mux.channel} of multiplexer ${mux.address}` : ''
  const at = `0x${address.toString(16)}${behind}`
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENODEV')
    return wireError(
      'not-supported',
      `there is no I2C bus ${bus} (/dev/i2c-${bus}): switch it on with raspi-config`,
      error,
    )
  if (code === 'EACCES' || code === 'EPERM')
    return wireError(
      'not-supported',
      `/dev/i2c-${bus} may not be opened by this user (${code}): add the user to the group i2c`,
      error,
    )
  switch (errnoOf(error)) {
    case EREMOTEIO:
    case ENXIO:
      return wireError(
        'unplugged',
        `nothing answers at ${at} on I2C bus ${bus}: unplugged, without power, or another address`,
        error,
      )
    case EBUSY:
      return wireError(
        'disagrees',
        `${at} on I2C bus ${bus} is held by a driver of the kernel (EBUSY)`,
        error,
      )
    case ETIMEDOUT:
      return wireError(
        'stuck',
        `I2C bus ${bus} is held low (ETIMEDOUT): a short circuit or a hung chip`,
        error,
      )
    case EIO:
      return wireError('no-answer', `${at} on I2C bus ${bus} answered with an error (EIO)`, error)
    default:
      return wireError('no-answer', `${at} on I2C bus ${bus}: ${messageOf(error)}`, error)
  }
}

export function openI2cWire({ clock }: { clock: Clock }): I2cWire {
  type Transfer = <T>(
    address: number,
    mux: I2cMux | undefined,
    work: (bus: PromisifiedBus) => Promise<T>,
  ) => Promise<T>
  type Shared = { channels: MuxReach; users: number; close(): Promise<void>; transfer: Transfer }
  const shared = new Map<number, Shared>()

  function openShared(number: number): Shared {
    const queue = transferQueue({ name: `I2C bus ${number}`, clock })
    let bus: PromisifiedBus | undefined
    const drop = async () => {
      const old = bus
      bus = undefined
      await old?.close().catch(() => undefined)
    }
    const one: Transfer = async (address, mux, work) => {
      try {
        bus ??= await (await loadPackage('i2c-bus', () => import('i2c-bus'))).openPromisified(number)
        return await work(bus)
      } catch (error) {
        // i2c-bus keeps a descriptor whose address was refused, and one of an adapter that is gone.
        if (errnoOf(error) !== EREMOTEIO) await drop()
        throw explainI2c(number, address, error, mux)
      }
    }
    const channels = muxReach({
      clock,
      write: (address, bytes) =>
        one(address, undefined, async (bus) => {
          await bus.i2cWrite(address, bytes.length, Buffer.from(bytes))
        }),
    })
    return {
      channels,
      users: 0,
      transfer: (address, mux, work) => queue.run(() => channels.reach(mux, () => one(address, mux, work))),
      async close() {
        await queue.close()
        await drop()
      },
    }
  }

  return {
    async open(number, mux) {
      const entry = shared.get(number) ?? openShared(number)
      shared.set(number, entry)
      entry.users++
      entry.channels.know(mux)
      let open = true
      return {
        write: (address, bytes) =>
          entry.transfer(address, mux, async (bus) => {
            await bus.i2cWrite(address, bytes.length, Buffer.from(bytes))
          }),
        read: (address, length) =>
          entry.transfer(address, mux, async (bus) => {
            const { buffer } = await bus.i2cRead(address, length, Buffer.alloc(length))
            return new Uint8Array(buffer)
          }),
        readFrom: (address, register, length) =>
          entry.transfer(address, mux, async (bus) => {
            const { buffer } = await bus.readI2cBlock(address, register, length, Buffer.alloc(length))
            return new Uint8Array(buffer)
          }),
        async close() {
          if (!open) return
          open = false
          if (--entry.users > 0) return
          shared.delete(number)
          await entry.close()
        },
      }
    },
  }
}
