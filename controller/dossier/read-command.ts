/**
 * Bytes from the broker → a command, or why it is none and where. Pure. Whatever stands in a message that cannot
 * be read, only its place and a bounded piece of its id and type are repeated.
 */
import { checkMessage, isCommandType } from './contract/check-message.ts'
import type { InboundData, InboundType } from './contract/in-schemas.ts'
import { patterns } from './contract/kinds.ts'

export type InboundCommand = {
  [T in InboundType]: { id: string; type: T; validUntil: number; data: InboundData[T] }
}[InboundType]
export type Unreadable = {
  code: 'malformed' | 'unknown-type' | 'too-large'
  /** As far as they could be read. */
  id: string | null
  type: string | null
  pointer: string
  en: string
}

export const maxCommandBytes = 65_536

export function readCommand(
  topicType: string,
  payload: Uint8Array,
): { command: InboundCommand } | { unreadable: Unreadable } {
  const type = matching(patterns.code, topicType)
  const no = (code: Unreadable['code'], pointer: string, en: string, id: string | null = null) => ({
    unreadable: { code, id, type, pointer, en },
  })
  if (payload.length > maxCommandBytes)
    return no('too-large', '', `A command has at most ${maxCommandBytes} bytes.`)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return no('malformed', '', 'This is not JSON in UTF-8.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return no('malformed', '', 'A command is a CloudEvent: one object.')
  const id = matching(patterns.command, (value as { id?: unknown }).id)
  if (!isCommandType(topicType))
    return no('unknown-type', '/type', 'This hall knows no command of that type.', id)
  const misfit = checkMessage(topicType, value)
  if (misfit) return no('malformed', misfit.pointer.slice(0, 200), sentence(misfit.what), id)
  const { validuntil, data } = value as { validuntil: string; data: never }
  return {
    command: { id: id ?? '', type: topicType, validUntil: Date.parse(validuntil), data } as InboundCommand,
  }
}

function matching(pattern: string, value: unknown): string | null {
  return typeof value === 'string' && new RegExp(pattern).test(value) ? value : null
}
const sentence = (what: string) => `It ${what}.`.slice(0, 200)
