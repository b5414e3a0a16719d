/**
 * A text board's controller as hardware/README.md has it: reads frames for its address, shows what it is told and
 * answers with what stands there. It knows no port; bytes come and go by function call.
 *
 * It shares the framing with the driver: the protocol is our own, and text-line.test.ts holds it to the documentation
 * byte by byte.
 */
import { frameReader, readRequest, replyFrame, standing } from '../hall-board/text-line.ts'

export type TextBoardPeer = {
  receive(bytes: Uint8Array): void
  /** What it is after power was away. */
  reset(): void
  text(): string
  runs(): boolean
  /** Percent. */
  light(): number
}

export function textBoardPeer({
  address,
  send,
  changed = () => {},
}: {
  address: number
  send: (bytes: Uint8Array) => void
  changed?: () => void
}): TextBoardPeer {
  let read = frameReader('board')
  let text = ''
  let runs = false
  let light = 100

  return {
    receive(bytes) {
      for (const frame of read(bytes)) {
        const request = readRequest(frame)
        if (request?.address !== address) continue
        const { sequence, command, payload } = request
        if (command === 'F' || command === 'S') {
          text = payload
          runs = command === 'S'
        } else if (command === 'L') light = Number(payload)
        changed()
        send(replyFrame({ ok: true, address, sequence, payload: standing(runs ? 'S' : 'F', text) }))
      }
    },
    reset() {
      read = frameReader('board')
      text = ''
      runs = false
      light = 100
    },
    text: () => text,
    runs: () => runs,
    light: () => light,
  }
}
