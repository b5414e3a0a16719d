/** Who may say and hear what on the hall's bus. Pure. */
import { stationTopics } from '../../firmware/station-topics.ts'

/** `dossier-server`: the server beside the hall in a demo or a ward, which reads all and may command. */
export type BusUser =
  | { kind: 'outbox' }
  | { kind: 'dossier-server' }
  | { kind: 'station'; station: string }
  | { kind: 'anonymous' }

export const eventsFilter = (site: string) => `den-luot/v1/${site}/events/#`
export const statusTopic = (site: string) => `den-luot/v1/${site}/status`

/** What the contract sends out, and everybody at this machine may hear. */
const outward = (site: string) => [
  eventsFilter(site),
  statusTopic(site),
  ...['services', 'queue-monitor', 'visitors', 'devices', 'reconciliation', 'replay', 'answers'].map(
    (group) => `den-luot/v1/${site}/${group}/#`,
  ),
]
const commandsFilter = (site: string) => `den-luot/v1/${site}/commands/#`

export function mayPublish(site: string, user: BusUser, topic: string): boolean {
  if (user.kind === 'anonymous') return false
  if (user.kind === 'outbox') return outward(site).some((filter) => covers(filter, topic))
  if (user.kind === 'dossier-server') return covers(commandsFilter(site), topic)
  const own = stationTopics(site, user.station)
  return topic === own.up || topic === own.presence
}

export function maySubscribe(site: string, user: BusUser, filter: string): boolean {
  // Its own status too: what another controller left there gives that one away.
  if (user.kind === 'outbox') return filter === statusTopic(site) || covers(commandsFilter(site), filter)
  if (user.kind !== 'station') return outward(site).some((allowed) => covers(allowed, filter))
  const own = stationTopics(site, user.station)
  return filter === own.down || filter === own.show
}

/** Whether every topic that `asked` can match is matched by `allowed` as well. Both are MQTT topic filters. */
export function covers(allowed: string, asked: string): boolean {
  const have = allowed.split('/')
  const want = asked.split('/')
  for (let level = 0; ; level++) {
    // "a/#" also means "a" itself.
    if (have[level] === '#') return true
    if (level === have.length || level === want.length) return have.length === want.length
    if (want[level] === '#') return false
    if (have[level] !== '+' && have[level] !== want[level]) return false
  }
}
