/**
 * Checks where a site file reports to: addresses, login, certificates. It speaks to no broker; whether one
 * answers is seen on the manager page.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { type Entry, textOf, textsOf } from './loose.ts'
import { checkFile, checkPrivate, type SiteContext } from './named-file.ts'
import { quote, type Report, type Step } from './problem.ts'

const files = ['passwordFile', 'caFile', 'certFile', 'keyFile']
const soonMs = 30 * 24 * 3600_000

export function checkDossier(dossier: Entry | undefined, context: SiteContext, report: Report): void {
  if (!dossier) return
  const at = (key: string) => [...dossier.steps, key]
  const has = (key: string) => textOf(dossier, key) !== undefined
  for (const key of files) checkFile(dossier, key, context, report)
  const broker = textOf(dossier, 'broker')
  const listed = textsOf(dossier, 'brokers')
  if (broker !== undefined && 'brokers' in dossier.value)
    report('error', at('brokers'), 'stands beside broker; give one of the two.')
  if (!('broker' in dossier.value) && !('brokers' in dossier.value))
    report(
      'error',
      dossier.steps,
      'names no broker; add broker, such as "hall" or "mqtts://HOST", or brokers.',
    )
  if (broker === 'hall') {
    for (const key of ['username', ...files])
      if (has(key)) report('warning', at(key), 'is not used with the broker "hall".')
    return
  }
  const addresses = [...(broker === undefined ? [] : [{ steps: at('broker'), text: broker }]), ...listed]
  const schemes = addresses.map(({ steps, text }) => checkAddress(steps, text, report))
  if (addresses.length === 0) return
  if (has('passwordFile') && !has('username'))
    report('error', at('passwordFile'), 'is given without a username; add the username.')
  const encrypted = schemes.some((scheme) => scheme === 'mqtts:' || scheme === 'wss:')
  for (const key of ['caFile', 'certFile', 'keyFile'])
    if (has(key) && !encrypted)
      report(
        'warning',
        at(key),
        `is not used with ${schemes[0]}//; mqtts:// and wss:// are the encrypted ones.`,
      )
  if (has('certFile') && !has('keyFile'))
    report('error', at('certFile'), 'is given without its key; add keyFile.')
  if (has('keyFile') && !has('certFile'))
    report('error', at('keyFile'), 'is given without its certificate; add certFile.')
  checkPrivate(dossier, 'passwordFile', context, report)
  checkPrivate(dossier, 'keyFile', context, report)
  checkCertificates(dossier, context, report)
}

function checkAddress(steps: readonly Step[], text: string, report: Report): string | undefined {
  const url = urlOf(text)
  if (!url) {
    report(
      'error',
      steps,
      `is ${quote(text)}; it may be "hall", mqtt://HOST, mqtts://HOST, ws://HOST or wss://HOST.`,
    )
    return undefined
  }
  if (url.username || url.password)
    report('error', steps, 'must hold no name or password; use username and passwordFile.')
  if (url.search || url.hash) report('error', steps, 'must end before any ? or #.')
  if (/^mqtts?:$/.test(url.protocol) && url.pathname.length > 1)
    report(
      'error',
      steps,
      `must end after HOST or HOST:PORT; a path such as ${quote(url.pathname)} belongs to ws:// and wss://.`,
    )
  return url.protocol
}

function checkCertificates(dossier: Entry, context: SiteContext, report: Report): void {
  const at = (key: string) => [...dossier.steps, key]
  const read = (key: string) => {
    const path = textOf(dossier, key)
    return path === undefined ? undefined : context.read?.(path)
  }
  const now = context.now?.()
  const certificateOf = (key: string) => {
    const text = read(key)
    if (text === undefined) return undefined
    try {
      const certificate = new X509Certificate(text)
      if (now !== undefined) checkValidity(certificate, at(key), now, report)
      return certificate
    } catch {
      report('error', at(key), 'holds no certificate; it must begin with -----BEGIN CERTIFICATE-----.')
      return undefined
    }
  }
  certificateOf('caFile')
  const own = certificateOf('certFile')
  const key = read('keyFile')
  if (key === undefined) return
  try {
    const privateKey = createPrivateKey(key)
    if (own && !own.checkPrivateKey(privateKey))
      report(
        'error',
        at('keyFile'),
        'is not the key of the certificate in certFile; take the two that were made together.',
      )
  } catch {
    const locked = key.includes('ENCRYPTED')
    report(
      'error',
      at('keyFile'),
      locked
        ? 'is locked with a passphrase, which nobody could type after a power cut; save the key without one and run chmod 600.'
        : 'holds no private key; it must begin with -----BEGIN PRIVATE KEY----- or the like.',
    )
  }
}

/** Warnings only: the hall must open on the day a certificate ends, and a Pi’s clock may be wrong at its start. */
function checkValidity(
  certificate: X509Certificate,
  steps: readonly Step[],
  now: number,
  report: Report,
): void {
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  if (now < from)
    report(
      'warning',
      steps,
      `is valid from ${day(from)} on only, and this machine’s clock says ${day(now)}; is the clock right?`,
    )
  else if (now > to)
    report(
      'warning',
      steps,
      `was valid until ${day(to)}, and this machine’s clock says ${day(now)}; ask for a new certificate, and nothing is reported before.`,
    )
  else if (to - now < soonMs)
    report(
      'warning',
      steps,
      `is valid until ${day(to)}, less than 30 days from now; ask for a new certificate.`,
    )
}

export function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
