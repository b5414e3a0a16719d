/**
 * Looks at the certificate a server shows, to say what is wrong with it after a connection was refused because
 * of it: from when to when it is valid, for which names, by whom. It trusts nothing, sends nothing, and is
 * never a way to connect.
 */
import { connect } from 'node:tls'

export type SeenCertificate = { from: Date; to: Date; names: string; issuer: string }

const timeoutMs = 5000
const ports: Record<string, number> = { 'mqtts:': 8883, 'wss:': 443 }

/** Undefined when the server cannot be reached or shows none. */
export function lookAtCertificate(address: string): Promise<SeenCertificate | undefined> {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || ports[url.protocol]
  if (port === undefined) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const isName = !/^[\d.]+$|:/.test(host)
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      timeout: timeoutMs,
      ...(isName && { servername: host }),
    })
    const answer = (seen?: SeenCertificate) => {
      socket.destroy()
      resolve(seen)
    }
    socket.on('secureConnect', () => {
      const { valid_from, valid_to, subjectaltname, subject, issuer } = socket.getPeerCertificate()
      if (!valid_from) return answer()
      answer({
        from: new Date(valid_from),
        to: new Date(valid_to),
        names: subjectaltname ?? textOf(subject?.CN),
        issuer: textOf(issuer?.CN ?? issuer?.O),
      })
    })
    socket.on('error', () => answer())
    socket.on('timeout', () => answer())
    socket.on('close', () => answer())
  })
}

const textOf = (value: string | string[] | undefined) => [value ?? 'unnamed'].flat().join(', ')
