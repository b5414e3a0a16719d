/**
 * What hangs on an I2C bus of the kernel (`kernel-modules/modelled_i2c.c`): chips by address. A chip is asked with
 * the bytes that a real one would be sent, nothing more.
 */
import { watchDevice } from './watch-device.sim.ts'

const EREMOTEIO = 121

export type Chip = {
  /** False: it does not acknowledge. */
  write(bytes: Uint8Array): unknown
  read(length: number): Uint8Array
}

export type ModelledI2c = {
  plug(address: number, chip: Chip): void
  unplug(address: number): void
  /** A chip or a short circuit holds the bus low: no transfer ends until it lets go. */
  hold(held: boolean): void
  /** Transfers that were asked for since the start, also those that nobody acknowledged. */
  transfers(): number
}

type Message = { address: number; reads: boolean; length: number; bytes: Uint8Array }

export function modelledI2c(bus: number): ModelledI2c {
  const chips = new Map<number, Chip>()
  let held = false
  let transfers = 0

  function answer(messages: Message[]): Uint8Array {
    const read: Uint8Array[] = []
    const result = (code: number) => {
      const bytes = Buffer.alloc(4)
      bytes.writeInt32LE(code)
      return bytes
    }
    for (const { address, reads, length, bytes } of messages) {
      const chip = chips.get(address)
      if (!chip) return result(-EREMOTEIO)
      if (reads) read.push(chip.read(length))
      else if (chip.write(bytes) === false) return result(-EREMOTEIO)
    }
    return Buffer.concat([result(0), ...read])
  }

  const device = watchDevice(`/dev/modelled-i2c-${bus}`, (question) => {
    transfers++
    if (!held) device.write(answer(messagesOf(Buffer.from(question))))
  })

  return {
    plug: (address, chip) => void chips.set(address, chip),
    unplug: (address) => void chips.delete(address),
    hold(next) {
      held = next
    },
    transfers: () => transfers,
  }
}

function messagesOf(question: Buffer): Message[] {
  let at = 1
  return Array.from({ length: question[0] ?? 0 }, () => {
    const address = question.readUInt16LE(at)
    const reads = question[at + 2] === 1
    const length = question.readUInt16LE(at + 3)
    at += 5
    const bytes = question.subarray(at, reads ? at : at + length)
    at += bytes.length
    return { address, reads, length, bytes }
  })
}
