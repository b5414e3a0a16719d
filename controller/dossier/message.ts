/** What the hall says beside the journal's events, in the same envelope: CloudEvents 1.0, structured JSON. Pure. */
import { isoTime } from '../domain/local-time.ts'

export function hallMessage(
  { site, timeZone }: { site: string; timeZone: string },
  {
    id,
    type,
    at,
    data,
    validUntil,
  }: { id: string; type: string; at: number; data: unknown; validUntil?: number },
): string {
  return JSON.stringify({
    specversion: '1.0',
    id: `${site}-${id}`,
    source: `/den-luot/sites/${site}`,
    type,
    time: isoTime(at, timeZone),
    datacontenttype: 'application/json',
    ...(validUntil === undefined ? {} : { validuntil: isoTime(validUntil, timeZone) }),
    data,
  })
}
