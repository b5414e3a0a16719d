/**
 * Why the link is down, in words that lead to a repair. A Pi has no battery clock (requirement R31): until the
 * network has set it, a good certificate looks expired or not yet valid, and that is said as what it is.
 */
import type { SeenCertificate } from '../../firmware/wire/certificate-look.ts'
import type { MqttFailure } from '../../firmware/wire/mqtt-failure.ts'
import type { LinkTrouble } from './link-state.ts'

type Circumstances = {
  now: number
  /** Whether the clock was set from the network; null when nobody can tell. */
  synced: boolean | null
  /** What the broker showed, when there was a look at it. */
  seen?: SeenCertificate | undefined
}

export function certificateMatters(cause: MqttFailure | undefined): boolean {
  return timesWrong(cause?.code) || namesWrong(cause?.code) || issuerWrong(cause?.code)
}

export function linkTrouble(
  reason: string,
  cause: MqttFailure | undefined,
  { now, synced, seen }: Circumstances,
): LinkTrouble {
  const code = cause?.code
  if (timesWrong(code)) {
    const validity = seen ? `valid from ${iso(seen.from)} to ${iso(seen.to)}` : reason
    const clock = `this machine’s clock says ${iso(new Date(now))}`
    if (synced === false)
      return {
        code: 'clock-not-set',
        text: `the broker’s certificate cannot be judged (${validity}): ${clock}, but no time server has set it yet`,
      }
    return code === 'CERT_HAS_EXPIRED'
      ? { code: 'certificate-expired', text: `the broker’s certificate has expired (${validity}); ${clock}` }
      : {
          code: 'certificate-not-yet',
          text: `the broker’s certificate is not valid yet (${validity}); ${clock}`,
        }
  }
  if (namesWrong(code))
    return {
      code: 'certificate-other-host',
      text: `the broker’s certificate is for another host${seen ? ` (${seen.names})` : ''}: ${reason}`,
    }
  if (issuerWrong(code))
    return {
      code: 'certificate-unknown-issuer',
      text: `the broker’s certificate is signed by an authority this machine does not know${seen ? ` (${seen.issuer})` : ''}; dossier.caFile names it: ${reason}`,
    }
  if (code?.startsWith('ERR_SSL_') && /ALERT/.test(code))
    return {
      code: 'own-certificate-refused',
      text: `the broker does not take this controller’s certificate: ${reason}`,
    }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { code: 'name-unknown', text: reason }
  if ([4, 5, 134, 135].includes(cause?.reasonCode ?? 0)) return { code: 'login-refused', text: reason }
  if (cause?.reasonCode === 142) return { code: 'taken-over', text: reason }
  if (code !== undefined || /timeout/i.test(reason)) return { code: 'unreachable', text: reason }
  return { code: 'closed', text: reason }
}

const timesWrong = (code: string | undefined) => code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID'
const namesWrong = (code: string | undefined) => code === 'ERR_TLS_CERT_ALTNAME_INVALID'
const issuerWrong = (code: string | undefined) =>
  code !== undefined &&
  (/SELF_SIGNED/.test(code) ||
    /^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/.test(code) ||
    code === 'CERT_SIGNATURE_FAILURE')
const iso = (date: Date) =>
  Number.isNaN(date.getTime()) ? 'an unknown time' : `${date.toISOString().slice(0, 16)}Z`
