/**
 * Questions and answers over one open line to a printer. Every question has a time limit: no answer is an
 * answer too. One question at a time; it knows nothing of slips.
 */
import type { BoundedWaits } from '../bounded-waits.ts'
import { wireError } from '../wire/wire-error.ts'
import type { ByteLine } from '../wire/wires.ts'
import {
  askInTurn,
  askStatus,
  clearBuffers,
  isInTurn,
  isStatus,
  type Status,
  statusQuestions,
} from './escpos-status.ts'

const answerMs = 700

export type EscposConversation = {
  /** undefined: a question was not answered. Throws when the line is broken or takes nothing. */
  status(): Promise<Status | undefined>
  /** Asks for an answer in turn; `heard` tells within `ms` whether it has come. */
  askInTurn(): Promise<{ heard(ms: number): Promise<boolean> }>
  /** Makes the printer forget what it has not printed. */
  clear(): Promise<void>
}

export function escposConversation({
  line,
  waits,
}: {
  line: ByteLine
  waits: BoundedWaits
}): EscposConversation {
  let onStatus: (byte: number) => void = () => {}
  let onInTurn: () => void = () => {}
  let before = 0
  line.onData((bytes) => {
    for (const byte of bytes) {
      if (isStatus(byte)) onStatus(byte)
      // The answer to `clear` is 37 25 00 and must not pass for one in turn.
      else if (isInTurn(byte) && before !== 0x25) onInTurn()
      before = byte
    }
  })

  const send = (bytes: Uint8Array) =>
    waits.within(answerMs, line.write(bytes), () => {
      throw wireError('stuck', 'it takes no bytes')
    })

  return {
    async status() {
      const status: Status = { 1: 0, 2: 0, 4: 0 }
      for (const question of statusQuestions) {
        const answer = new Promise<number>((resolve) => {
          onStatus = resolve
        })
        await send(askStatus(question))
        const byte = await waits.within(answerMs, answer, () => undefined)
        onStatus = () => {}
        if (byte === undefined) return undefined
        status[question] = byte
      }
      return status
    },
    async askInTurn() {
      const answer = new Promise<boolean>((resolve) => {
        onInTurn = () => resolve(true)
      })
      await send(askInTurn)
      return { heard: (ms) => waits.within(ms, answer, () => false) }
    },
    clear: () => send(clearBuffers),
  }
}
