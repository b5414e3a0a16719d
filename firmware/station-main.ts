/**
 * The program of a station in a process of its own, on its own computer or beside the controller. It reads what
 * is attached from the site file, the same file that the controller reads.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { systemClock } from '../hardware/clock.ts'
import { formatProblems } from '../hardware/problem.ts'
import { readSite } from '../hardware/read-site.ts'
import type { StationConfig } from '../hardware/site-description.ts'
import { runStation } from './run-station.ts'
import type { Wires } from './wire/wires.ts'

const usage = `Usage: scripts/station --site FILE --station ID --broker mqtt://HOST[:PORT] --password-file FILE

  --site FILE            the site file, as the controller has it
  --station ID           which of its stations this is
  --broker URL           the hall's bus, as the controller prints it at start
  --password-file FILE   the station's password for the bus, readable by this user alone`

function stop(message: string): never {
  console.error(message)
  process.exit(2)
}

function readArguments() {
  const text = { type: 'string' } as const
  const options = {
    site: text,
    station: text,
    broker: text,
    'password-file': text,
    help: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
const given = readArguments()
if (given.help) {
  console.log(usage)
  process.exit(0)
}
const { site: siteFile, station: stationId, broker, 'password-file': passwordFile } = given
for (const [name, value] of Object.entries({
  site: siteFile,
  station: stationId,
  broker,
  'password-file': passwordFile,
}))
  if (value === undefined) stop(`--${name} is missing\n\n${usage}`)
if (!siteFile || !stationId || !broker || !passwordFile) stop(usage)
if (!/^mqtts?:\/\/[^\s]+$/.test(broker))
  stop(`--broker is "${broker}"; it must be mqtt://HOST or mqtt://HOST:PORT`)

const reading = await readSite(siteFile, { named: 'elsewhere' })
if (!reading.ok) stop(formatProblems(reading.problems))
const { site } = reading
const station: StationConfig | undefined = site.stations.find(({ id }) => id === stationId)
if (!station)
  stop(
    `${siteFile} has no station "${stationId}"; it has ${site.stations.map(({ id }) => id).join(', ') || 'none'}`,
  )
if (station.runs !== 'own-process')
  stop(`station "${stationId}" runs in the controller: set its "runs" to "own-process" to run it here`)
const password = await readFile(passwordFile, 'utf8').then(
  (text) => text.trim(),
  (error: Error) => stop(`--password-file: ${error.message}`),
)

async function openWires(config: StationConfig): Promise<Wires> {
  if (config.wires === 'simulated')
    return (await import('./wire/simulated.ts')).openSimulatedWires({ station: config, clock: systemClock })
      .wires
  return (await import('./wire/real.ts')).openRealWires()
}
const wires = await openWires(station)
const running = await runStation({
  site: site.id,
  station,
  broker,
  password,
  wires,
  clock: systemClock,
  say: (line) => console.log(line),
})
console.log(`station ${station.id} of ${site.id} runs with ${station.wires} wires; Ctrl-C stops it`)

let stopping = false
async function shutDown() {
  if (stopping) return
  stopping = true
  await running.close()
  await wires.close()
  process.exit(0)
}
process.on('SIGINT', shutDown)
process.on('SIGTERM', shutDown)
