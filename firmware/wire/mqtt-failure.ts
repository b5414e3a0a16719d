/** Why a connection to a broker failed or ended, as a code for programs and in words for people. Pure. */
export type MqttFailure = {
  /** Node's or OpenSSL's name of it, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  code?: string
  /** What the broker gave as its reason, by MQTT's numbers. */
  reasonCode?: number
}

/** MQTT 5, 3.14.2.1: why a broker may end a connection. */
const leaveReasons: Record<number, string> = {
  139: 'the broker is shutting down',
  141: 'the broker heard nothing of this controller for too long',
  142: 'another client took this controller’s place at the broker',
  147: 'the broker says that too much is under way at once',
  149: 'the broker says that a message is too large',
  151: 'the broker’s quota is used up',
  152: 'the broker’s administrator ended the connection',
}

export const leaveReason = (reasonCode: number): string =>
  leaveReasons[reasonCode] ?? `the broker ended the connection with reason ${reasonCode}`

export function failureOf(error: Error & { code?: string | number }): MqttFailure {
  const inner = (error as AggregateError).errors?.[0] as { code?: string } | undefined
  const code = error.code ?? inner?.code
  if (typeof code === 'number') return { reasonCode: code }
  return code === undefined ? {} : { code }
}

export function wording(error: Error & { code?: string | number }): string {
  if (error.message !== '') return error.message
  // Node tries IPv4 and IPv6 and then says nothing but a list.
  const inner = (error as AggregateError).errors?.[0] as Error | undefined
  return inner?.message ?? String(error.code ?? 'the connection failed')
}
