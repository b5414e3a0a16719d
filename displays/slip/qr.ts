/** The QR of a slip as squares, whole dots each: a module that is not whole dots wide scans badly. */
import { encode } from 'uqr'

export type Qr = {
  /** Side in dots, with the white margin. */
  size: number
  /** Tells whether the dot at (x, y) from the corner of the white margin is black. */
  dark(x: number, y: number): boolean
}

/** White margin that readers need around the code, in modules. */
const quietModules = 4
const leastDots = 3
const mostDots = 6

/** Null when the address is too long for the room. */
export function qrCode(url: string, room: number): Qr | null {
  const code = encode(url, { ecc: 'M', border: 0 })
  const modules = code.size + 2 * quietModules
  const dots = Math.min(mostDots, Math.floor(room / modules))
  if (dots < leastDots) return null
  return {
    size: modules * dots,
    dark: (x, y) =>
      code.data[Math.floor(y / dots) - quietModules]?.[Math.floor(x / dots) - quietModules] === true,
  }
}
