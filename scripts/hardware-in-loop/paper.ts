/** Reads a slip as a visitor does: is it this ticket's? Drawn anew from what the hall says and compared dot by dot. */
import type { Json } from '../../controller/process.test-kit.ts'
import { openSlipRenderer } from '../../displays/slip/slip.ts'
import type { DecodedSlip } from '../../firmware/wire/escpos-decoder.sim.ts'
import type { Site } from '../../hardware/site-description.ts'

export type Paper = {
  /** The head, the service and the big number are this ticket's; with `number`, those of another number. */
  shows(slip: DecodedSlip, ticket: Json, number?: string): Promise<boolean>
}

/** A slip from its top to its number, row by row. */
type Head = { rows: number; stride: number; dots: Buffer }

export function readPaper(site: Site): Paper {
  const renderer = openSlipRenderer({ site })
  /** Drawn once: whoever compares every slip with every ticket would otherwise fill the memory with pictures. */
  const heads = new Map<string, Promise<Head>>()

  async function draw(ticket: Json, number: string): Promise<Head> {
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
    // Below the number stand the wait and the time, which are not compared.
    const rows = parts.number.y + parts.number.height
    return { rows, stride, dots: Buffer.from(bits, 'base64').subarray(0, rows * stride) }
  }

  return {
    async shows(slip, ticket, number = ticket.number) {
      const key = `${ticket.service} ${number}`
      const drawing = heads.get(key) ?? draw(ticket, number)
      heads.set(key, drawing)
      const { rows, stride, dots } = await drawing
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
