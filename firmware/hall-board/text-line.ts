/**
 * The text protocol of RS-485 boards, both sides of it: frames, addresses, checksums. There is no common one, so
 * this is the project's own, written down in hardware/README.md. Pure.
 *
 * To the board:    STX address sequence command payload ETX checksum
 * From the board:  ACK or NAK, then address sequence payload ETX checksum
 *
 * Address, sequence and checksum are hexadecimal digits (2, 2, 4); the payload is UTF-8 without control characters;
 * the checksum is CRC-16/MODBUS over all between the first byte and ETX.
 */
export type Command = 'F' | 'S' | 'L' | 'P'
export type Request = { address: number; sequence: number; command: Command; payload: string }
export type Reply = { ok: boolean; address: number; sequence: number; payload: string }

const STX = 0x02
const ETX = 0x03
const ACK = 0x06
const NAK = 0x15
export const payloadBytes = 240
const longestFrame = 300

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0')

/** CRC-16/MODBUS: polynomial 0xA001 reflected, start 0xFFFF. */
export function checksumOf(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1
  }
  return crc
}

function frame(first: number, body: string): Uint8Array {
  const inner = Buffer.from(body, 'utf8')
  return Buffer.concat([
    Uint8Array.of(first),
    inner,
    Uint8Array.of(ETX),
    Buffer.from(hex(checksumOf(inner), 4), 'ascii'),
  ])
}

export const requestFrame = ({ address, sequence, command, payload }: Request) =>
  frame(STX, `${hex(address, 2)}${hex(sequence, 2)}${command}${fitting(payload)}`)
export const replyFrame = ({ ok, address, sequence, payload }: Reply) =>
  frame(ok ? ACK : NAK, `${hex(address, 2)}${hex(sequence, 2)}${payload}`)

/** What a board answers of what stands on it: the checksum of the command letter and text it was last told. */
export const standing = (command: 'F' | 'S', text: string) =>
  hex(checksumOf(Buffer.from(`${command}${fitting(text)}`, 'utf8')), 4)

/** Without control characters, and no longer than a frame carries; a letter is never cut in two. */
export function fitting(text: string): string {
  let fits = ''
  let bytes = 0
  for (const letter of text.normalize('NFC').replace(/\p{Cc}+/gu, ' ')) {
    bytes += Buffer.byteLength(letter, 'utf8')
    if (bytes > payloadBytes) break
    fits += letter
  }
  return fits
}

/** Takes bytes as they come and gives the whole frames among them; noise in between is passed over. */
export function frameReader(side: 'board' | 'pi'): (bytes: Uint8Array) => { first: number; body: string }[] {
  const begins = side === 'board' ? [STX] : [ACK, NAK]
  let held: number[] = []
  return (bytes) => {
    const frames: { first: number; body: string }[] = []
    for (const byte of bytes) {
      if (begins.includes(byte)) held = [byte]
      else if (held.length > 0) held.push(byte)
      if (held.length > longestFrame) held = []
      const end = held.indexOf(ETX)
      if (end < 0 || held.length < end + 5) continue
      const inner = Uint8Array.from(held.slice(1, end))
      const said = Buffer.from(held.slice(end + 1)).toString('ascii')
      const first = held[0] ?? 0
      held = []
      if (said === hex(checksumOf(inner), 4))
        frames.push({ first, body: Buffer.from(inner).toString('utf8') })
    }
    return frames
  }
}

const parts = /^([0-9A-F]{2})([0-9A-F]{2})(.*)$/s

export function readRequest({ body }: { body: string }): Request | undefined {
  const [, address, sequence, rest = ''] = parts.exec(body) ?? []
  const command = rest.charAt(0)
  if (!address || !sequence || !['F', 'S', 'L', 'P'].includes(command)) return undefined
  return {
    address: Number.parseInt(address, 16),
    sequence: Number.parseInt(sequence, 16),
    command: command as Command,
    payload: rest.slice(1),
  }
}
export function readReply({ first, body }: { first: number; body: string }): Reply | undefined {
  const [, address, sequence, payload = ''] = parts.exec(body) ?? []
  if (!address || !sequence) return undefined
  return {
    ok: first === ACK,
    address: Number.parseInt(address, 16),
    sequence: Number.parseInt(sequence, 16),
    payload,
  }
}
