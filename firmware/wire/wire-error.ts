/**
 * What a wire rejects with: a message that an installer understands, and which of the known faults it is, so
 * that a driver need not guess from the text.
 */
import type { DeviceFault } from '../messages.ts'

export type WireError = Error & { fault: DeviceFault }

export function wireError(fault: DeviceFault, message: string, cause?: unknown): WireError {
  const error = new Error(message, cause === undefined ? undefined : { cause })
  return Object.assign(error, { fault })
}

export function isWireError(error: unknown): error is WireError {
  return error instanceof Error && 'fault' in error
}

/** The fault of any error: what the wire said, or `no-answer` for one that did not come from a wire. */
export function faultOf(error: unknown): DeviceFault {
  return isWireError(error) ? error.fault : 'no-answer'
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** errno as a positive number, whichever sign and property the package below used; 0 when there is none. */
export function errnoOf(error: unknown): number {
  const errno = error instanceof Error && 'errno' in error ? error.errno : undefined
  return typeof errno === 'number' ? Math.abs(errno) : 0
}

export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
