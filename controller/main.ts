/**
 * The program of a site as it is started from a terminal: reads the command line, runs the hall, says where it
 * is to be found, and ends it on a signal.
 */
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readOptions, usage } from './options.ts'
import { runHall } from './run-hall.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const exitCodes = { 'wrong-input': 2, 'in-the-way': 3 }

function leave(code: number, ...lines: string[]): never {
  console.error(lines.join('\n'))
  process.exit(code)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), join(root, 'hardware/sites/demo.json'))
  if ('help' in options) return console.log(usage)
  if ('problem' in options) leave(exitCodes['wrong-input'], options.problem, '', usage)
  const { host, port, mqttPort } = options
  const hall = await runHall({
    siteFile: resolve(options.site),
    directoryOf: (siteId) => resolve(options.data || join(root, 'data', siteId)),
    host,
    port,
    mqttPort,
  })
  if ('refused' in hall) leave(exitCodes[hall.refused], ...hall.lines)

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await hall.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)

  for (const warning of hall.warnings) console.error(warning)
  const { site, apiUrl } = hall
  console.log(
    [
      `${site.name}`,
      `  màn hình chờ  ${apiUrl}/wall`,
      `  quầy          ${apiUrl}/counter`,
      `  số liệu       ${apiUrl}/manager`,
      ...(hall.benches.size > 0 ? [`  bàn thử       ${apiUrl}/bench`] : []),
      `  API           ${apiUrl}/api/openapi.json`,
      `  MQTT          ${hall.busUrl}  den-luot/v1/${site.id}/events/#`,
      `  journal       ${relative(process.cwd(), hall.directory) || '.'}`,
      `Ready. Stop with Ctrl-C or: kill ${process.pid}`,
    ].join('\n'),
  )
}

await main()
