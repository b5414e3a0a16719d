/** Reads a slip as a visitor does: is it this ticket's? Drawn anew from what the hall says and compared dot by dot. */
import type { Json } from '../../controller/process.test-kit.ts'
import { openSlipRenderer } from '../../displays/slip/slip.ts'
import type { DecodedSlip } from '../../firmware/wire/escpos-decoder.sim.ts'
import type { Site } from '../../hardware/site-description.ts'

export type Paper = {
  /** The head, the service and the big number are this ticket's; with `number`, those of another number. */
  shows(slip: DecodedSlip, ticket: Json, number?: string): Promise<boolean>
}

export function readPaper(site: Site): Paper {
  const renderer = openSlipRenderer({ site })
  return {
    async shows(slip, ticket, number = ticket.number) {
      const service = site.services.find(({ id }) => id === ticket.service)
      if (!service) throw new Error(`no service "${ticket.service}"`)
      const { width, bits, parts } = await renderer.render(
        {
          number,
          service: { name: service.name, pictogram: service.pictogram },
          ahead: 0,
          issuedAt: ticket.issuedAt,
          counters: [],
        },
        80,
      )
      const stride = Math.ceil(width / 8)
      const dots = Buffer.from(bits, 'base64')
      // Below the number stand the wait and the time, which are not compared.
      const rows = parts.number.y + parts.number.height
      return Array.from({ length: rows }, (_, y) => y).every((y) => {
        const row = slip.rows[y] ?? new Uint8Array(0)
        const from = (row.length - stride) >> 1
        return Buffer.from(row.subarray(from, from + stride)).equals(
          dots.subarray(y * stride, (y + 1) * stride),
        )
      })
    },
  }
}
