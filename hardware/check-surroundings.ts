/**
 * Checks what a site file says about the world around it: the time zone, files beside it, addresses, and
 * whether people can read its colours.
 */
import { checkDossier, urlOf } from './check-dossier.ts'
import { type Entry, entriesOf, entryOf, groupOf, textOf } from './loose.ts'
import { checkFile, type SiteContext } from './named-file.ts'
import { nearest } from './nearest.ts'
import { quote, type Report } from './problem.ts'

export function checkSurroundings(root: unknown, context: SiteContext, report: Report): void {
  const site = entryOf(root)
  if (!site) return
  const timeZone = textOf(site, 'timeZone')
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    // "Asia/" alone brings every Asian city near: only the city is compared.
    const city = cityOf(timeZone)
    const zones = Intl.supportedValuesOf('timeZone')
    const nearestCity = nearest(city, zones.map(cityOf))
    const meant = zones.find((zone) => cityOf(zone) === nearestCity)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    report(
      'error',
      ['timeZone'],
      `is ${quote(timeZone)}, which is no IANA time zone.${hint} Viet Nam is "Asia/Ho_Chi_Minh".`,
    )
  }
  checkPublicUrl(site, report)
  checkFile(site, 'logo', context, report)
  const logo = textOf(site, 'logo')
  if (logo !== undefined && !/\.(svg|png)$/i.test(logo))
    report('error', ['logo'], `is ${quote(logo)}; it must be a file that ends in .svg or .png.`)
  checkDossier(groupOf(site, 'dossier'), context, report)
  for (const service of entriesOf(site, 'services')) {
    const contrast = contrastToWhite(textOf(service, 'colour'))
    if (contrast !== undefined && contrast < 4.5)
      report(
        'warning',
        [...service.steps, 'colour'],
        `white text on it has a contrast of ${contrast.toFixed(1)} and is hard to read; take a darker colour (4.5 or more).`,
      )
  }
}

const cityOf = (zone: string): string => zone.split('/').at(-1) ?? ''

function isTimeZone(name: string): boolean {
  // Newer engines take "+07:00" as well, which knows no history and no name.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function checkPublicUrl(site: Entry, report: Report): void {
  const text = textOf(site, 'publicUrl')
  if (text === undefined) return
  const url = urlOf(text)
  const tell = (severity: 'error' | 'warning', message: string) => report(severity, ['publicUrl'], message)
  if (!url || !/^https?:$/.test(url.protocol)) {
    tell('error', `is ${quote(text)}, which is no address such as https://xep-hang.example.vn.`)
    return
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (url.username || url.password) tell('error', 'must not hold a name or password: it is printed on paper.')
  if (url.search || url.hash) tell('error', 'must end before any ? or #: ticket addresses are added to it.')
  if (isOwnMachine(host))
    tell(
      'error',
      `names ${quote(host)}, which on a phone is the phone itself; name an address that phones reach, or take publicUrl out (no QR is printed then).`,
    )
  else if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe80:)/.test(host))
    tell('warning', `names ${host}, which phones reach only in the hall's own Wi-Fi.`)
  else if (!/[.:]/.test(host) || host.endsWith('.local'))
    tell(
      'warning',
      `names ${quote(host)}, which many phones cannot find; an address with a full name is safer.`,
    )
}

function isOwnMachine(host: string): boolean {
  return (
    /(^|\.)localhost$/.test(host) ||
    /^(127\.|0\.)/.test(host) ||
    // The URL parser has already shortened IPv6; ::ffff:7fxx:… is 127.x written as IPv6.
    /^(::1?|::ffff:(7f[0-9a-f]{2}|0):[0-9a-f]{1,4})$/.test(host)
  )
}

/** WCAG contrast of white text on the colour; undefined when it is no colour. */
export function contrastToWhite(colour: string | undefined): number | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour ?? '')
  if (!hex) return undefined
  const linear = (part: string | undefined) => {
    const share = Number.parseInt(part ?? '0', 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  const luminance = 0.2126 * linear(hex[1]) + 0.7152 * linear(hex[2]) + 0.0722 * linear(hex[3])
  return 1.05 / (luminance + 0.05)
}
