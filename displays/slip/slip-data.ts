/** What stands on a slip. Everything a visitor may see there is here: no name of a person, no procedure. */
import type { PictogramName } from '../../hardware/pictogram-names.ts'
import type { Site } from '../../hardware/site-description.ts'

export type PaperMm = 80 | 58
/** The part of the site file that a slip shows. */
export type SlipSite = Pick<Site, 'name' | 'timeZone' | 'authority' | 'hotline' | 'printing'>
export type Logo = { type: 'image/svg+xml' | 'image/png'; bytes: Uint8Array }

export type SlipData = {
  number: string
  service: { name: string; pictogram: PictogramName }
  /** Waiting visitors of the same service with more credit at the moment of issue. */
  ahead: number
  /** Seconds the wait is likely to take; null or absent where nothing can be said. */
  estimate?: { low: number; high: number } | null
  /** Nobody gives the service now: said instead of an estimate. */
  noCounterOpen?: boolean
  /** The session may end before the turn comes. */
  mayNotFit?: boolean
  /** ISO 8601 with offset; printed in the site's time zone. */
  issuedAt: string
  /** Spoken numbers of the counters that give the service; none leaves the line out. */
  counters: readonly string[]
  /** Address of the ticket's phone page; without it there is no QR. */
  qrUrl?: string | null
  /** Which reprint this is and when it was asked for (ISO 8601). */
  reprint?: { n: number; at: string } | null
  /** A last line instead of the site's own. */
  note?: string | null
}
