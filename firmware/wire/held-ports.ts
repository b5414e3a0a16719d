/**
 * Who has which port of this computer open, so that a second device of the site that names the same one in another
 * way (`/dev/usb/lp0` and a serial number) is told so before it opens anything. It knows this process alone; other
 * programs are the kernel's to refuse.
 */
import { wireError } from './wire-error.ts'

export type HeldPorts = {
  /** Takes the port for `owner` until the answer is called. Throws when another owner has it. */
  take(port: string, owner: string, asked: string): () => void
}

export function heldPorts(): HeldPorts {
  const holders = new Map<string, { owner: string }>()
  return {
    take(port, owner, asked) {
      const holder = holders.get(port)
      // A device that opens again is its own business, and the kernel's.
      if (holder && holder.owner !== owner)
        throw wireError(
          'disagrees',
          `${asked} is ${port}, which ${holder.owner} already has: both name one printer, so give one of the two its own connection`,
        )
      const own = { owner }
      holders.set(port, own)
      return () => {
        if (holders.get(port) === own) holders.delete(port)
      }
    },
  }
}
