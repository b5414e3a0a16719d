/** The hall with every sync slowed, as on an SD card: `slow-hall.js DIRECTORY SITE-FILE MILLISECONDS`. */
import { runHall } from '../../controller/run-hall.ts'

const [directory = '', siteFile = '', delay] = process.argv.slice(2)
const hall = await runHall({
  siteFile,
  directoryOf: () => directory,
  host: '127.0.0.1',
  port: 0,
  mqttPort: 0,
  syncDelayMs: Number(delay),
})
if ('refused' in hall) throw new Error(hall.lines.join('\n'))
console.log(`${hall.apiUrl}\nReady`)
process.once('SIGTERM', async () => {
  await hall.close()
  process.exit(0)
})
