/**
 * Questions and answers over one open line to a printer. Every question has a time limit: no answer is an
 * answer too. One question at a time; it knows nothing of slips.
 *
 * An answer does not say which question it belongs to. So a round of answers counts only when nothing else came
 * with it: an old answer in front would shift all that follow, and "the cover is open" would be heard as "the end
 * of the paper is near". A round with something else in it is asked again once the line is quiet.
 */
import type { BoundedWaits } from '../bounded-waits.ts'
import { wireError } from '../wire/wire-error.ts'
import type { ByteLine } from '../wire/wires.ts'
import { answerReader, type Heard } from './escpos-answers.ts'
import {
  askInTurn,
  askStatus,
  clearBuffers,
  initialise,
  type Status,
  statusQuestions,
} from './escpos-status.ts'

const answerMs = 700
/** How long an answer too many is waited for, where one is likely. */
const settleMs = 150
const quietMs = 100
const rounds = 3
const oddKept = 8

/** `silent`: nothing came back. `doubt`: what came instead of a status, in words. */
export type StatusAnswer = Status | 'silent' | { doubt: string }
export const isDoubt = (answer: StatusAnswer): answer is { doubt: string } =>
  typeof answer === 'object' && 'doubt' in answer
/** The status where there is one that can be believed. */
export const believed = (answer: StatusAnswer): Status | undefined =>
  answer === 'silent' || isDoubt(answer) ? undefined : answer

export type InTurn = {
  /** Whether it has come within `ms`. */
  heard(ms: number): Promise<boolean>
  /** Something came that may have been it, in the midst of noise. It was asked for again. */
  doubted(): boolean
}

export type EscposConversation = {
  /** Throws when the line is broken or takes nothing. */
  status(): Promise<StatusAnswer>
  /** Asks for an answer in turn. */
  askInTurn(): Promise<InTurn>
  /** Makes the printer forget what it has not printed. */
  clear(): Promise<void>
  /** Says something that wants no answer, to find out whether the line takes it: throws as `status` does. */
  nudge(): Promise<void>
}

export function escposConversation({
  line,
  waits,
}: {
  line: ByteLine
  waits: BoundedWaits
}): EscposConversation {
  const answers = answerReader()
  let onStatus: ((byte: number) => void) | undefined
  let onInTurn: (() => void) | undefined
  let bytesHeard = 0
  let noise = 0
  /** What came in this round and is no answer to its questions. */
  let odd: number[] = []
  // Before the first round, and after any that went wrong, an old answer may still be on its way.
  let settled = false
  line.onData((bytes) => {
    bytesHeard += bytes.length
    hear([...bytes].flatMap(answers.take))
  })
  function hear(all: Heard[]) {
    for (const { kind, byte } of all) {
      const expected = kind === 'status' ? onStatus : kind === 'in-turn' ? onInTurn : undefined
      if (kind === 'odd') noise++
      if (expected) expected(byte)
      else if (odd.push(byte) > oddKept) odd.length = oddKept
    }
  }

  const send = (bytes: Uint8Array) =>
    waits.within(answerMs, line.write(bytes), () => {
      throw wireError('stuck', 'it takes no bytes')
    })

  async function untilQuiet() {
    for (let ms = 0, before = -1; ms < answerMs && before !== bytesHeard; ms += quietMs) {
      before = bytesHeard
      await waits.pause(quietMs)
    }
  }

  async function askRound(): Promise<StatusAnswer> {
    const status: Status = { 1: 0, 2: 0, 4: 0 }
    if (odd.length > 0) settled = false
    odd = []
    let answered = 0
    for (const question of statusQuestions) {
      const answer = new Promise<number>((resolve) => {
        onStatus = (byte) => {
          onStatus = undefined
          resolve(byte)
        }
      })
      await send(askStatus(question))
      const byte = await waits.within(answerMs, answer, () => undefined)
      onStatus = undefined
      if (byte === undefined) {
        hear(answers.end())
        break
      }
      answered++
      status[question] = byte
    }
    if (answered === statusQuestions.length && !settled) await waits.pause(settleMs)
    if (odd.length > 0) {
      const bytes = odd.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
      return { doubt: `what it answers is no printer's status (${bytes})` }
    }
    if (answered === statusQuestions.length) return status
    return answered === 0
      ? 'silent'
      : { doubt: `it answers ${answered} of ${statusQuestions.length} questions about its status` }
  }

  return {
    async status() {
      let doubt: StatusAnswer | undefined
      for (let n = 1; ; n++) {
        const answer = await askRound()
        settled = believed(answer) !== undefined
        if (settled) return answer
        // One that says something now and then is not one that never answers.
        if (isDoubt(answer)) doubt = answer
        if (!doubt || n === rounds) return doubt ?? answer
        await untilQuiet()
      }
    },
    async askInTurn() {
      let answer: Promise<boolean>
      let noiseBefore = noise
      let doubted = false
      const ask = async () => {
        answer = new Promise((resolve) => {
          onInTurn = () => {
            onInTurn = undefined
            resolve(true)
          }
        })
        noiseBefore = noise
        // A picture may hold the bytes of a question, which the printer then answers.
        settled = false
        await send(askInTurn)
      }
      await ask()
      return {
        async heard(ms) {
          if (!(await waits.within(ms, answer, () => false))) return false
          if (noise === noiseBefore) return true
          doubted = true
          await untilQuiet()
          await ask()
          return false
        },
        doubted: () => doubted,
      }
    },
    clear: () => send(clearBuffers),
    nudge: () => send(initialise),
  }
}
