/**
 * The dossier server as the hall has it: everything but the stream of events that goes out to it, and what comes
 * in from it. Joins the parts on the one link; decides nothing.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { State } from '../domain/state.ts'
import type { Journal } from '../journal/envelope.ts'
import { topicsOf } from './contract/topics.ts'
import { type DeviceNow, deviceHealth } from './device-health.ts'
import { type InboundParts, openInbound } from './inbound.ts'
import type { DossierLink } from './link.ts'
import type { ServerState } from './link-state.ts'
import { hallMessage } from './message.ts'
import { openReconciliation } from './reconciliation.ts'
import { openReplay } from './replay.ts'
import { openRetained } from './retained.ts'
import { servicesNow } from './service-state.ts'
import { openVisitors } from './visitors.ts'

export type DossierServer = {
  react(committed: { events: { seq: number; at: number; event: DomainEvent }[]; state: State }): void
  /** Devices changed. */
  refresh(): void
  state(): ServerState
  onChange(listener: () => void): void
  /** Commands that come from now on stay with the broker: a hall that ends would refuse what the next one can do. */
  stopCommands(): void
  close(): void
}

const minuteMs = 60_000

export function openDossierServer(
  options: {
    link: DossierLink
    journal: Journal
    site: { id: string; timeZone: string; name: string }
    clock: Clock
    devices(): readonly DeviceNow[]
    nearTurnAhead: number
    estimate(ticket: string): { low: number; high: number } | null
  } & Pick<InboundParts, 'state' | 'take' | 'newTicketId' | 'changeServices' | 'confirm'>,
): DossierServer {
  const { link, journal, site, clock, state, devices } = options
  const { journalId } = journal
  const topics = topicsOf(site.id)
  const from = { site: site.id, timeZone: site.timeZone }
  const retained = openRetained({ link, clock })
  const replay = openReplay({ journal, link, site: site.id, clock })
  const reconciliation = openReconciliation({ journal, link, site, clock })
  const { estimate, nearTurnAhead } = options
  const visitors = openVisitors({ link, site, journal, clock, state, nearTurnAhead, estimate })
  const inbound = openInbound({ ...options, replay: replay.start, reconcile: reconciliation.again })

  function refreshServices(): void {
    const now = clock.now()
    const services = servicesNow(site, state(), now)
    const present = new Set<string>()
    for (const { state: service, monitor } of services) {
      const at = clock.now()
      const id = `${journalId}-service-${service.service}-${at}`
      const topic = topics.service(service.service)
      const monitorTopic = topics.queueMonitor(service.service)
      present.add(topic).add(monitorTopic)
      retained.set(topic, JSON.stringify(service), () =>
        hallMessage(from, { id, type: 'ServiceState', at, data: service }),
      )
      const { dateModified: _, ...steady } = monitor
      retained.set(monitorTopic, JSON.stringify(steady), () => JSON.stringify(monitor))
    }
    for (const topic of retained.topics())
      if (!present.has(topic) && /\/(services|queue-monitor)\//.test(topic)) retained.clear(topic)
  }

  function refreshDevices(): void {
    const at = clock.now()
    for (const one of devices()) {
      const { data, content } = deviceHealth(one, site.timeZone)
      const id = `${journalId}-device-${one.station}-${one.device}-${at}`
      retained.set(topics.device(one.station, one.device), content, () =>
        hallMessage(from, { id, type: 'DeviceHealth', at, data }),
      )
    }
  }

  // The longest wait grows, and devices go on working, though nothing happens.
  let cancelMinute = () => {}
  function everyMinute(): void {
    refreshServices()
    refreshDevices()
    cancelMinute = clock.after(minuteMs, everyMinute)
  }
  everyMinute()

  return {
    react(committed) {
      visitors.react(committed)
      refreshServices()
      if (committed.events.some(({ event }) => event.type === 'DayClosed')) reconciliation.wake()
    },
    refresh: refreshDevices,
    state: () => ({ ...inbound.state(), dropped: visitors.dropped(), replay: replay.state() }),
    onChange: inbound.onChange,
    stopCommands: inbound.stop,
    close() {
      inbound.stop()
      cancelMinute()
      visitors.close()
      replay.close()
      reconciliation.close()
      retained.close()
    },
  }
}
