/**
 * The line to one ESC/POS printer over its life: opened when needed, asked how the printer is, given slips. It
 * remembers what it learned of the printer (whether it answers at all, whether it answers in turn) and whether
 * a slip was broken off whose rest must not come out later. It decides nothing about health or time limits.
 */
import type { Clock } from '../../hardware/clock.ts'
import { boundedWaits } from '../bounded-waits.ts'
import { faultOf, wireError } from '../wire/wire-error.ts'
import type { ByteLine, Wires } from '../wire/wires.ts'
import { believed, type EscposConversation, escposConversation, isDoubt } from './escpos-conversation.ts'
import { initialise, isPaperLow, type Trouble, troubleIn } from './escpos-status.ts'
import type { SlipFate } from './ticket-printer.ts'

/** A slip leaves in blocks, so that one that is given up stops soon. */
const blockBytes = 4096
const openLimitMs = 5000
const probeMs = 1000
const probesToBeSure = 3
const inTurnMs = 400
/** 8 dots a millimetre at a slow 80 mm a second, and a moment for the cutter. */
const printingMs = (rows: number) => (rows / 8 / 80) * 1000 + 300
/** More than one band of the widest raster: fills up a picture that was broken off, and means nothing else. */
const fillUp = new Uint8Array(128 * 72 + 16)

export type PrinterLine = {
  isOpen(): boolean
  /** It said last that the end of its paper is near. */
  isPaperLow(): boolean
  /** What keeps the printer from printing. Opens the line first; throws when it can't be reached. */
  check(): Promise<Trouble | undefined>
  /** Begins counting; the answer tells how many bytes of the slip have left. */
  startJob(): () => number
  /** Sends a slip and finds out what became of it; throws when the line breaks. */
  sendSlip(bytes: Uint8Array, rows: number): Promise<SlipFate>
  drop(): Promise<void>
  /** Drops the line for good. */
  close(): Promise<void>
}

type Opened = { line: ByteLine; talk: EscposConversation }

export function openPrinterLine({
  device,
  connection,
  asks,
  wires,
  clock,
}: {
  /** Whose line it is. */
  device: string
  connection: string
  /** False: the printer is asked nothing, and whatever it says is ignored. */
  asks: boolean
  wires: Pick<Wires, 'bytes'>
  clock: Clock
}): PrinterLine {
  // Over TCP a byte that was taken has only reached a buffer of this machine.
  const tellsWhenTaken = !connection.startsWith('tcp:')
  const lookAt = connection.startsWith('serial:')
    ? `is the baud rate of ${connection} the printer's, is its cable whole?`
    : 'is its cable whole, is it an ESC/POS printer?'
  const lastResort =
    'If all that is right and it prints, but never answers as ESC/POS printers do, set "askStatus": false.'
  let open: Opened | undefined
  let closing: Promise<void> | undefined
  let answers = false
  let answersInTurn: boolean | undefined
  let probesUnanswered = 0
  let paperLow = false
  // A process that was killed in the middle of a slip may have left its rest in the printer.
  let restToClear: 'none' | 'perhaps' | 'surely' = 'perhaps'

  let waits = boundedWaits(clock)
  let closed = false

  async function drop() {
    waits.callOff(wireError('offline', `${connection} was closed`))
    waits = boundedWaits(clock)
    const old = open
    open = undefined
    // A second opener (such as usblp) is refused while the first still closes.
    if (old) closing = old.line.close().catch(() => {})
    await closing
  }

  async function opened(): Promise<Opened> {
    if (open) return open
    await closing
    if (closed) throw wireError('offline', `${connection} was closed`)
    const life = waits
    const opening = wires.bytes.open(connection, device)
    try {
      const line = await life.within(openLimitMs, opening, () => {
        throw wireError('no-answer', `${connection} does not open`)
      })
      open = { line, talk: escposConversation({ line, waits: life }) }
      return open
    } catch (error) {
      // It may still open after it was given up.
      opening.then((line) => line.close()).catch(() => {})
      throw error
    }
  }

  async function checkOnce(): Promise<Trouble | undefined> {
    const { line, talk } = await opened()
    if (restToClear !== 'none') await talk.clear()
    if (!asks) {
      await talk.nudge()
      restToClear = 'none'
      return undefined
    }
    const status = await talk.status()
    if (isDoubt(status)) {
      // Nobody knows how it is, so it is not ready, whatever it may print.
      answers = true
      throw wireError('disagrees', `${status.doubt}: ${lookAt} ${lastResort}`)
    }
    if (status === 'silent') {
      if (answers) throw wireError('no-answer', 'the printer no longer answers: is it switched on?')
      restToClear = 'none'
      return undefined
    }
    answers = true
    paperLow = isPaperLow(status)
    const trouble = troubleIn(status)
    if (trouble) return trouble
    if (restToClear === 'surely') {
      // Commands would be taken for the rest of a picture until it is complete.
      await line.write(fillUp)
      await talk.clear()
      await line.write(initialise)
    }
    restToClear = 'none'
    if (answersInTurn === undefined) {
      const probe = await talk.askInTurn()
      const heard = await probe.heard(probeMs)
      if (heard) answersInTurn = true
      // A computer that was busy may have heard it too late, and noise may have been before it.
      else if (!probe.doubted() && ++probesUnanswered === probesToBeSure) answersInTurn = false
    }
    return undefined
  }

  /** What became of a slip whose every byte was taken. */
  async function fate(talk: EscposConversation, rows: number, begunAt: number): Promise<SlipFate> {
    if (!answers) {
      const detail = asks ? 'this printer answers no questions' : 'this printer is asked no questions'
      return tellsWhenTaken
        ? { outcome: 'printed', detail }
        : { outcome: 'unknown', reason: 'no-answer', detail }
    }
    if (!answersInTurn) {
      await waits.pause(printingMs(rows))
      const status = believed(await talk.status())
      const trouble = status && troubleIn(status)
      if (status && !trouble) return { outcome: 'printed' }
      await talk.clear()
      return trouble
        ? { outcome: 'unknown', ...trouble }
        : { outcome: 'unknown', reason: 'no-answer', detail: 'no answer after the slip' }
    }
    const end = await talk.askInTurn()
    // The caller's time limit ends this; until then a slow printer may still come to the end.
    for (;;) {
      if (await end.heard(inTurnMs))
        return { outcome: 'printed', tookMs: Math.round(clock.monotonicMs() - begunAt) }
      const status = believed(await talk.status())
      const trouble = status && troubleIn(status)
      if (!trouble || (await end.heard(0))) continue
      await talk.clear()
      // Its word that it came to the end may have been taken for noise.
      if (end.doubted()) return { outcome: 'unknown', ...trouble }
      return {
        outcome: 'failed',
        ...trouble,
        detail: `it stopped before the end of the slip: ${trouble.detail}`,
      }
    }
  }

  return {
    isOpen: () => open !== undefined,
    isPaperLow: () => paperLow,
    async check() {
      const wasOpen = open !== undefined
      try {
        return await checkOnce()
      } catch (error) {
        await drop()
        // Many printers close a line that was idle: that alone is no trouble. What it answers was asked often enough.
        if (!wasOpen || faultOf(error) === 'disagrees') throw error
      }
      return checkOnce().catch(async (error) => {
        await drop()
        throw error
      })
    },
    startJob() {
      if (!open) throw wireError('unplugged', `${connection} is not open`)
      const { line } = open
      const before = line.sent()
      return () => line.sent() - before
    },
    async sendSlip(bytes, rows) {
      if (!open) throw wireError('unplugged', `${connection} is not open`)
      const { line, talk } = open
      restToClear = 'surely'
      const begunAt = clock.monotonicMs()
      for (let at = 0; at < bytes.length; at += blockBytes)
        await line.write(bytes.subarray(at, at + blockBytes))
      const result = await fate(talk, rows, begunAt)
      if (result.outcome === 'printed' || !answers) restToClear = 'none'
      return result
    },
    drop,
    async close() {
      closed = true
      await drop()
    },
  }
}
