/**
 * The hall with watchers at its simulated wires, for `latency.ts`: presses on request, and tells by the
 * machine's own monotonic clock when something reached a wire. `latency-hall.js DIRECTORY`
 */
import { runHall } from '../../controller/run-hall.ts'
import { siteFile } from './work-place.ts'

export type ToHall = { press: string; station: string }
export type FromHall = { what: 'edge' | 'printer' | 'board'; device: string; at: number }

export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
/** A question to the printer is 3 or 10 bytes; a block of a slip is far longer. */
const longestQuestion = 16

async function main(directory: string): Promise<void> {
  const hall = await runHall({
    siteFile,
    directoryOf: () => directory,
    host: '127.0.0.1',
    port: 0,
    mqttPort: 0,
  })
  if ('refused' in hall) throw new Error(hall.lines.join('\n'))
  const tell = (message: FromHall) => process.send?.(message)

  for (const bench of hall.benches.values()) {
    const before = new Map<string, { bytes: number; ram: string }>()
    bench.onChange(() => {
      const at = monotonicMs()
      for (const device of bench.view().devices) {
        const last = before.get(device.id)
        const bytes = device.kind === 'ticket-printer' ? device.bytes : 0
        const ram = device.kind === 'counter-board' ? String(device.ram) : ''
        before.set(device.id, { bytes, ram })
        if (bytes - (last?.bytes ?? 0) > longestQuestion) tell({ what: 'printer', device: device.id, at })
        if (last && ram !== last.ram) tell({ what: 'board', device: device.id, at })
      }
    })
  }
  process.on('message', ({ press, station }: ToHall) => {
    tell({ what: 'edge', device: press, at: monotonicMs() })
    const problem = hall.benches.get(station)?.act({ action: 'press', device: press })
    if (problem) throw new Error(problem)
  })
  console.log(`${hall.apiUrl}\nReady`)
  process.once('SIGTERM', async () => {
    await hall.close()
    process.exit(0)
  })
}

if (process.argv[1]?.endsWith('latency-hall.js')) await main(process.argv[2] ?? '')
