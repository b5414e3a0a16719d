/**
 * The program of a site: reads the site file, opens every part in order, runs, and closes in the opposite
 * order. The only file that knows everything; it decides nothing.
 */
import { mkdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { callSentence, refusalSentence } from '../displays/voice/sentence.ts'
import { systemClock } from '../hardware/clock.ts'
import { formatProblems } from '../hardware/problem.ts'
import { readSite } from '../hardware/read-site.ts'
import { hallView } from './api/hall-view.ts'
import { openLive } from './api/live.ts'
import { managerView } from './api/manager-view.ts'
import { openApi } from './api/server.ts'
import { openHallBus } from './bus/hall-bus.ts'
import { openDevices } from './devices.ts'
import { eventVersions } from './domain/events.ts'
import { isoTime } from './domain/local-time.ts'
import { openOutbox } from './dossier/outbox.ts'
import { openDrawing } from './drawing.ts'
import { openHall, putSiteInForce } from './hall.ts'
import { openJournal } from './journal/journal.ts'
import { readOptions, usage } from './options.ts'
import { openPhoneTokens } from './phone-tokens.ts'
import { openPresses } from './presses.ts'
import { openPrinting } from './printing.ts'
import { rulesOfSite } from './rules-of-site.ts'
import { openScreens } from './screens.ts'
import { openSecret } from './secret.ts'
import { keepSiteFile, readBrokerFiles, readBuild, readLogo } from './site-files.ts'
import { openSpeaking } from './speaking.ts'
import { openStations } from './stations.ts'
import { openClockReader } from './system-clock.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** Wrong input of the person who starts it: nothing was opened. */
const wrongInput = 2
/** Somebody else is in the way: a port, a lock. */
const inTheWay = 3

function leave(code: number, ...lines: string[]): never {
  console.error(lines.join('\n'))
  process.exit(code)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), join(root, 'hardware/sites/demo.json'))
  if ('help' in options) return console.log(usage)
  if ('problem' in options) leave(wrongInput, options.problem, '', usage)
  const siteFile = resolve(options.site)
  const read = await readSite(siteFile)
  if (!read.ok) leave(wrongInput, formatProblems(read.problems))
  const { site } = read
  const files = await readBrokerFiles(site, dirname(siteFile)).catch((error) =>
    leave(wrongInput, String(error.message)),
  )
  const logo = await readLogo(site, dirname(siteFile))

  const clock = systemClock
  const directory = resolve(options.data || join(root, 'data', site.id))
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const journal = await openJournal({
    directory,
    siteId: site.id,
    understands: (type, v) =>
      v <= (Object.hasOwn(eventVersions, type) ? eventVersions[type as keyof typeof eventVersions] : 0),
  })
  if ('refused' in journal) leave(inTheWay, journal.message)
  await keepSiteFile(directory, read.text)
  const secret = await openSecret(directory)
  const clockReader = openClockReader(clock)
  const hall = openHall({ journal, clock, readClock: clockReader.read, timeZone: site.timeZone })
  const refused = await putSiteInForce(hall, journal, rulesOfSite(site), site)
  if (refused && refused.code !== 'day-over')
    leave(
      wrongInput,
      `${siteFile} cannot be put in force now: ${refused.en}`,
      'The journal is unchanged; start with the former site file, or after the day’s end.',
    )

  const bus = await openHallBus({ port: options.mqttPort, site: site.id, secret })
  if ('refused' in bus) leave(inTheWay, bus.message)
  const devices = openDevices(site, clock.now())
  const phones = openPhoneTokens(secret.derive('phone'))
  const phoneUrl = (ticket: string) =>
    site.publicUrl ? `${site.publicUrl.replace(/\/$/, '')}/t/${phones.tokenOf(ticket)}` : null
  const drawing = openDrawing({ site, logo, devices, phoneUrl })

  // Stations are opened last, but parts above speak to them by this from the start.
  let send: (
    station: string,
    message: Parameters<Awaited<ReturnType<typeof openStations>>['send']>[1],
  ) => void = () => {}
  const sendTo: typeof send = (station, message) => send(station, message)
  const printing = openPrinting({
    hall,
    clock,
    send: sendTo,
    draw: drawing.draw,
    answerMs: (station, printer) => {
      const found = devices.find(station, printer)?.config
      // The station has its own limit; this one is for a station that never answers.
      return (found?.kind === 'ticket-printer' ? (found.timeoutMs ?? 8000) : 8000) + 4000
    },
  })
  const style = { numbers: site.voice?.numbers ?? 'digits' } as const
  const speaking = openSpeaking({
    hall,
    devices,
    clock,
    send: sendTo,
    pack: site.voice?.pack ?? 'vi-espeak',
    zoneOf: (counter) => site.counters.find(({ id }) => id === counter)?.zone,
    callClips: (number, counter) => {
      const spoken = site.counters.find(({ id }) => id === counter)?.spoken ?? ''
      return callSentence({ number, spoken }, style).clips
    },
    refusalClips: (code) => refusalSentence(code).clips,
  })
  const screens = openScreens({ hall, devices, send: sendTo })
  const presses = openPresses({ hall, devices, send: sendTo, onRefused: speaking.refused })

  const broker =
    site.dossier && site.dossier.broker !== 'hall'
      ? {
          url: site.dossier.broker,
          ...(site.dossier.username ? { username: site.dossier.username } : {}),
          ...files,
        }
      : { url: bus.url, ...bus.credentials.outbox }
  const outbox = site.dossier ? openOutbox({ journal, site, broker, clock }) : null
  const now = () => isoTime(clock.now(), site.timeZone)
  const live = openLive({ clock, build: await readBuild(), now })

  const stations = await openStations({
    site,
    bus,
    clock,
    onUp(station, message) {
      switch (message.type) {
        case 'press':
          return void presses.press(station, message)
        case 'key':
          return void presses.key(station, message)
        case 'printed':
          return printing.printed(message)
        case 'spoken':
          return speaking.spoken(message)
        case 'health':
          return devices.report(station, message.device, message.health, clock.now())
      }
    },
    onPresence(station, present) {
      if (present) screens.redraw(station)
      else devices.reportStationGone(station, clock.now())
    },
  })
  send = stations.send
  const logoAddress = logo ? '/logo' : null
  const simulated = stations.benches.size > 0
  const views = {
    hall: () =>
      hallView({ site, logo: logoAddress, simulated, devices }, hall.state(), journal.lastSeq(), clock.now()),
    manager: () =>
      managerView(
        {
          site,
          devices,
          journal,
          dossier: () => outbox?.state() ?? { state: 'off', broker: '', pending: 0, lastError: null },
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
    screens.refresh()
    outbox?.wake()
    live.wake()
  })
  devices.onChange(() => {
    screens.refresh()
    live.wake()
  })
  outbox?.onChange(() => live.wake())
  for (const bench of stations.benches.values()) bench.onChange(() => live.wake())

  await drawing.warmUp()
  await printing.settle()
  speaking.settle()
  screens.refresh()
  outbox?.wake()
  const api = await openApi({
    hall,
    journal,
    site,
    clock,
    devices,
    live,
    phones,
    logo,
    views,
    benches: stations.benches,
    host: options.host,
    port: options.port,
  }).catch((error) => leave(inTheWay, error.message))

  console.log(
    [
      `${site.name}`,
      `  màn hình chờ  ${api.url}/wall`,
      `  quầy          ${api.url}/counter`,
      `  số liệu       ${api.url}/manager`,
      ...(simulated ? [`  bàn thử       ${api.url}/bench`] : []),
      `  API           ${api.url}/api/openapi.json`,
      `  MQTT          ${bus.url}  den-luot/v1/${site.id}/events/#`,
      `  journal       ${relative(process.cwd(), directory) || '.'}`,
      `Ready. Stop with Ctrl-C or: kill ${process.pid}`,
    ].join('\n'),
  )

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await api.close()
    await printing.close()
    await stations.close()
    await hall.close()
    await outbox?.close()
    await bus.close()
    clockReader.close()
    await journal.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

await main()
