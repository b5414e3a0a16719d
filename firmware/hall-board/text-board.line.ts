/**
 * A text board with a font of its own on RS-485, by the protocol of `text-line.ts`. Every frame is answered; one
 * that is not is sent again, three times in all. Every few seconds the board is asked what stands on it: one that
 * says something else lost its power or was disturbed, is counted and told again.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { lastWins, readyAfter } from '../last-wins.ts'
import type { DeviceHealth, HallFace } from '../messages.ts'
import { wireError } from '../wire/wire-error.ts'
import type { SerialTransport, Wires } from '../wire/wires.ts'
import type { HallBoard } from './hall-board.ts'
import { openReel } from './reel.ts'
import {
  type Command,
  frameReader,
  payloadBytes,
  type Reply,
  readReply,
  requestFrame,
  standing,
} from './text-line.ts'

const callMs = 3000
/** A board runs its text by itself; so long it is left to. */
const noticeMs = (text: string) => Math.max(6000, text.length * 250)
const triesAtMost = 3
const answerMs = 300
const lookEveryMs = 5000

type Wanted = { command: 'F' | 'S'; text: string; light: number }

export async function openTextBoard({
  config,
  wires,
  clock,
  onHealth,
}: {
  config: DeviceOf<'text-board'>
  wires: Pick<Wires, 'serial'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
}): Promise<HallBoard> {
  const { port: path, baud = 9600, address = 1 } = config
  const reel = openReel({
    lengthMs: ({ text }, kind) => (kind === 'notice' ? noticeMs(text) : callMs),
  })
  /** 10 bits a byte, both ways. */
  const replyWithinMs = answerMs + Math.ceil(((payloadBytes + 40) * 10_000) / baud)
  let port: SerialTransport | undefined
  let sequence = 0
  let waiting: ((reply: Reply) => void) | undefined
  let told: Wanted | undefined
  let disagreements = 0
  let light = 100
  let cancelNext = () => {}
  let closed = false

  async function openPort(): Promise<SerialTransport> {
    const opened = await wires.serial.open(path, baud)
    const read = frameReader('pi')
    opened.on('data', (bytes: Uint8Array) => {
      for (const frame of read(bytes)) {
        const reply = readReply(frame)
        if (reply?.address === address) waiting?.(reply)
      }
    })
    opened.on('close', () => {
      if (port === opened) port = undefined
    })
    return opened
  }

  /** Undefined when no answer came in time. */
  function exchange(line: SerialTransport, command: Command, payload: string): Promise<Reply | undefined> {
    const own = sequence
    return new Promise((resolve) => {
      const cancel = clock.after(replyWithinMs, () => done(undefined))
      const done = (reply: Reply | undefined) => {
        cancel()
        waiting = undefined
        resolve(reply)
      }
      waiting = (reply) => reply.sequence === own && done(reply)
      line.write(requestFrame({ address, sequence: own, command, payload }))
    })
  }

  async function ask(command: Command, payload: string): Promise<string> {
    port ??= await openPort()
    sequence = (sequence + 1) & 0xff
    let said = 'does not answer'
    for (let tries = 0; tries < triesAtMost && port; tries++) {
      const reply = await exchange(port, command, payload)
      if (reply?.ok) return reply.payload
      if (reply) said = `refuses "${command}" (${reply.payload || 'no reason'})`
    }
    if (!port) throw wireError('unplugged', `${path} is gone`)
    throw wireError(
      'no-answer',
      `the text board at address ${address} on ${path} ${said}: power, wiring A/B, address or baud`,
    )
  }

  async function tell({ command, text, light: percent }: Wanted) {
    await ask('L', String(percent))
    await ask(command, text)
  }

  async function apply(next: Wanted) {
    const known = told
    told = undefined
    if (!known || known.command !== next.command || known.text !== next.text || known.light !== next.light)
      await tell(next)
    else if ((await ask('P', '')) !== standing(next.command, next.text)) {
      disagreements++
      await tell(next)
    }
    told = next
  }

  const keeper = lastWins<Wanted>({
    initial: wanted(),
    apply,
    clock,
    onHealth: (health) => onHealth(health.state === 'ready' ? readyAfter(disagreements) : health),
  })

  function wanted(): Wanted {
    const shown = reel.at(clock.monotonicMs())
    return { command: shown?.kind === 'notice' ? 'S' : 'F', text: shown?.slide.text ?? '', light }
  }

  /** Tells what stands there now, and comes back when the next thing is due. */
  function play() {
    cancelNext()
    if (closed) return
    keeper.set(wanted())
    const ends = reel.endsInMs(clock.monotonicMs()) ?? lookEveryMs
    cancelNext = clock.after(Math.max(1, Math.min(ends, lookEveryMs)), play)
  }
  play()

  return {
    show(face: HallFace) {
      reel.set(face, clock.monotonicMs())
      light = face.light ?? 100
      play()
    },
    async close() {
      closed = true
      cancelNext()
      await keeper.close()
      // A number that nobody stands behind any more must not stay lit.
      if (told && port) await ask('F', '').catch(() => undefined)
      const last = port
      port = undefined
      if (last?.isOpen) await new Promise<void>((resolve) => last.close(() => resolve()))
    },
  }
}
