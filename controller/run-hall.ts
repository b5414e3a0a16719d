/**
 * Opens every part of a site's hall in order, joins them, and closes them in the opposite order. Only this
 * file knows all the parts; it decides nothing, and what a person at the terminal reads is `main.ts`'s.
 */
import { checkPack, packDirectory } from '../displays/voice/pack.ts'
import { bookingSentence, callSentence, refusalSentence } from '../displays/voice/sentence.ts'
import type { SimulatedStation } from '../firmware/wire/bench.ts'
import { systemClock } from '../hardware/clock.ts'
import type { Site } from '../hardware/site-description.ts'
import { hallView } from './api/hall-view.ts'
import { openLive } from './api/live.ts'
import { managerView } from './api/manager-view.ts'
import { openApi } from './api/server.ts'
import { staffView } from './api/staff-view.ts'
import { beginHall, type NotRunning } from './begin-hall.ts'
import { openHallBus } from './bus/hall-bus.ts'
import { openChimes } from './chimes.ts'
import { openDevices, type SendToStation } from './devices.ts'
import { openDiskWatch } from './disk-watch.ts'
import { noticesAt } from './domain/dossier-state.ts'
import { isoTime } from './domain/local-time.ts'
import { diskHealth } from './dossier/disk-health.ts'
import { openHallSide } from './dossier/hall-side.ts'
import { openDrawing } from './drawing.ts'
import { openEstimates } from './estimates.ts'
import { openEarlierDays } from './figures/earlier-days.ts'
import { openFigures } from './figures/figures.ts'
import { openPhoneTokens } from './phone-tokens.ts'
import { kept, newTicketId, openPresses } from './presses.ts'
import { openPrinting } from './printing.ts'
import { openScans } from './scans.ts'
import { openScreens } from './screens.ts'
import { keepCredentials, readBuild } from './site-files.ts'
import { openSpeaking } from './speaking.ts'
import { openStations } from './stations.ts'

export type HallOptions = {
  siteFile: string
  /** Where the journal lives, once the site's id is known. */
  directoryOf: (siteId: string) => string
  host: string
  port: number
  mqttPort: number
  /** For measuring: every sync takes this much longer, as on an SD card. */
  syncDelayMs?: number
}

export type RunningHall = {
  site: Site
  directory: string
  apiUrl: string
  busUrl: string
  /** Stations with simulated wires, by id. */
  benches: ReadonlyMap<string, SimulatedStation>
  /** What does not hinder the hall but somebody should know. */
  warnings: string[]
  close(): Promise<void>
}

export async function runHall(options: HallOptions): Promise<RunningHall | NotRunning> {
  /** In the order of opening; closed from the end. */
  const closers: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (let one = closers.pop(); one; one = closers.pop()) await one()
  }
  const refuse = async (refused: NotRunning['refused'], ...lines: string[]): Promise<NotRunning> => {
    await close()
    return { refused, lines }
  }

  const clock = systemClock
  const begun = await beginHall({ ...options, clock, opened: (end) => closers.push(end) })
  if ('refused' in begun) return refuse(begun.refused, ...begun.lines)
  const { site, directory, farBroker, logo, journal, secret, clockReader, hall, catalogue, warnings } = begun

  const bus = await openHallBus({ port: options.mqttPort, site: site.id, secret })
  if ('refused' in bus) return refuse('in-the-way', bus.message)
  closers.push(bus.close)
  const disk = await openDiskWatch({ directory, clock, log: console.error })
  closers.push(disk.close)
  const devices = openDevices(site, clock.now(), console.error)
  const { pack } = site.voice
  // Every sample is looked at: not for a hall that says nothing.
  if (devices.ofKind('loudspeaker').length > 0)
    warnings.push(
      ...checkPack(packDirectory(pack)).map((problem) => `warning: voice pack ${pack}: ${problem}`),
    )
  const phones = openPhoneTokens(secret.derive('phone'))
  const phoneUrl = (ticket: string) =>
    site.publicUrl ? `${site.publicUrl.replace(/\/$/, '')}/t/${phones.tokenOf(ticket)}` : null
  const drawing = openDrawing({ site, logo, devices, state: hall.state, phoneUrl })
  closers.push(drawing.close)
  const warm = drawing.warmUp()
  // Whoever waits for it below hears of it; a part that is refused before does not.
  warm.catch(() => {})

  // Stations are opened last, but parts above speak to them by this from the start.
  let send: SendToStation = () => {}
  const sendTo: SendToStation = (station, message) => send(station, message)
  const printing = openPrinting({
    hall,
    clock,
    send: sendTo,
    draw: drawing.draw,
    otherPrinter: (station, tried) =>
      devices
        .ofKind('ticket-printer')
        .find(
          (one) =>
            one.station === station &&
            !tried.includes(one.config.id) &&
            devices.isReady(station, one.config.id),
        )?.config.id ?? null,
    answerMs: (station, printer) => {
      const found = devices.find(station, printer)?.config
      // The station has its own limit; this one is for a station that never answers.
      return (found?.kind === 'ticket-printer' ? found.timeoutMs : 0) + 4000
    },
    log: console.error,
  })
  const style = { numbers: site.voice.numbers }
  const speaking = openSpeaking({
    hall,
    devices,
    clock,
    send: sendTo,
    pack,
    zoneOf: (counter) => site.counters.find(({ id }) => id === counter)?.zone,
    callClips: (number, counter) => {
      const spoken = site.counters.find(({ id }) => id === counter)?.spoken ?? ''
      return callSentence({ number, spoken }, style).clips
    },
    refusalClips: (code, bookedAt) =>
      (bookedAt === undefined
        ? refusalSentence(code)
        : bookingSentence(code, isoTime(bookedAt, site.timeZone))
      ).clips,
  })
  const screens = openScreens({
    hall,
    devices,
    clock,
    site,
    send: sendTo,
    notices: () => [
      ...noticesAt(hall.state().dossier, clock.now()).map(({ text }) => text),
      ...(site.screens.notices ?? []),
    ],
  })
  const chimes = openChimes({ devices, send: sendTo })
  closers.push(screens.close)
  const earlierDays = openEarlierDays({ directory, journal })
  closers.push(earlierDays.close)
  // Not while the hall starts: whoever switches it on waits for that.
  let started = () => {}
  const start = new Promise<void>((resolve) => {
    started = resolve
  })
  const readEarlier = () => start.then(earlierDays.read)
  const estimates = openEstimates({ hall, journal, clock, readEarlier })
  const figures = openFigures({ directory, clock })
  closers.push(figures.close)
  const presses = openPresses({ hall, devices, estimates, send: sendTo, onRefused: speaking.refused })
  const scans = openScans({ hall, devices, estimates, phones, say: speaking.refused })

  let unwritten: { reason: string; since: number } | null = null
  const broker = farBroker ?? { url: bus.url, ...bus.credentials.outbox }
  const localIso = (at: number) => isoTime(at, site.timeZone)
  const now = () => localIso(clock.now())
  if (site.dossier?.broker === 'hall') await keepCredentials(directory, bus.credentials.dossierServer)
  const dossier = site.dossier
    ? openHallSide({
        ...{ broker, clock, journal, site },
        clockSynced: () => clockReader.read().synced,
        state: hall.state,
        execute: hall.execute,
        devices: () => [...devices.all(), diskHealth(disk.state(), unwritten)],
        nearTurnAhead: site.dossier.nearTurnAhead ?? 0,
        estimate: (ticket) => {
          const estimate = kept(estimates.forTicket(ticket)).estimate
          return estimate ? { low: estimate.low, high: estimate.high } : null
        },
        newTicketId,
        changeServices: catalogue.change,
      })
    : null
  if (dossier) closers.push(dossier.close)
  // Again, since it must end before the outbox does, whose last events are the hall's.
  closers.push(hall.close)
  if (dossier) closers.push(dossier.stopCommands)
  const live = openLive({ clock, build: await readBuild(), now })
  closers.push(live.close)

  const stations = await openStations({
    site,
    bus,
    clock,
    onUp(station, message) {
      if ('device' in message && message.type !== 'health')
        devices.spokeUp(station, message.device, clock.now())
      switch (message.type) {
        case 'press':
          return void presses.press(station, message)
        case 'key':
          return void presses.key(station, message)
        case 'rate':
          return void presses.rate(station, message)
        case 'scan':
          return void scans.scan(station, message)
        case 'printed':
          devices.printed(station, message, clock.now())
          return printing.printed(message)
        case 'spoken':
          return speaking.spoken(message)
        case 'health':
          return devices.report(station, message.device, message.health, clock.now())
        case 'seen':
          return devices.seen(station, message.devices, clock.now())
      }
    },
    onPresence(station, present) {
      if (present) screens.redraw(station)
      else devices.reportStationGone(station, clock.now())
    },
  })
  send = stations.send
  // Slips under way are waited for while their stations can still answer.
  closers.push(stations.close, printing.close)
  const logoAddress = logo ? '/logo' : null
  const simulated = stations.benches.size > 0
  const views = {
    hall: () =>
      hallView(
        { site, logo: logoAddress, simulated, devices, failing: hall.failure() !== null },
        hall.state(),
        journal.lastSeq(),
        clock.now(),
      ),
    staff: () => staffView(site.timeZone, hall.state(), clock.now()),
    manager: () =>
      managerView(
        {
          site,
          devices,
          journal,
          failure: hall.failure,
          disk: disk.state,
          expected: (service) => estimates.forNew({ service }).estimate,
          dossier: () =>
            dossier && {
              ...dossier.link.state(),
              ...dossier.outbox.state(),
              server: dossier.server.state(),
            },
        },
        hall.state(),
        journal.lastSeq(),
        clock.now(),
      ),
    bench: () => ({ at: now(), stations: [...stations.benches.values()].map((bench) => bench.view()) }),
  }

  // Effects follow events, screens follow state, and the outbox reads on.
  hall.onCommit((committed) => {
    printing.react(committed)
    speaking.react(committed)
    chimes.react(committed)
    screens.refresh()
    dossier?.react(committed)
    live.wake('hall', 'phone', 'staff', 'manager')
  })
  hall.onFailure(() => {
    const failure = hall.failure()
    unwritten = failure && { reason: failure.reason, since: clock.now() }
    dossier?.server.refresh()
    live.wake('hall', 'manager')
  })
  disk.onChange(() => {
    dossier?.server.refresh()
    live.wake('manager')
  })
  devices.onChange(() => {
    screens.refresh()
    dossier?.server.refresh()
    live.wake('hall', 'manager')
  })
  devices.onSeen(() => live.wake('manager'))
  for (const part of dossier ? [dossier.outbox, dossier.server, dossier.link] : [])
    part.onChange(() => live.wake('manager'))
  for (const bench of stations.benches.values()) bench.onChange(() => live.wake('bench'))

  await warm
  await printing.settle()
  speaking.settle()
  screens.refresh()
  dossier?.outbox.wake()
  const { host, port } = options
  const api = await openApi({
    hall,
    journal,
    site,
    clock,
    devices,
    disk,
    live,
    phones,
    estimates,
    figures,
    logo,
    views,
    benches: stations.benches,
    host,
    port,
  }).catch((error: Error) => error)
  if (api instanceof Error) return refuse('in-the-way', api.message)
  closers.push(api.close)
  started()
  return { site, directory, apiUrl: api.url, busUrl: bus.url, benches: stations.benches, warnings, close }
}
