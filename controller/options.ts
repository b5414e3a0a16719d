/** The command line of the hall. */
import { parseArgs } from 'node:util'

export type Options = { site: string; data: string; host: string; port: number; mqttPort: number }

export const usage = `Usage: scripts/start [options]
  --site FILE       the site file            (hardware/sites/demo.json)
  --data DIR        where the journal lives  (data/<site id>)
  --port N          pages and API; 0 = any   (8080)
  --host ADDR       loopback only            (127.0.0.1)
  --mqtt-port N     the hall's bus; 0 = any  (1883)
  --help`

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/** Every problem with the command line is a sentence that names the option. */
export function readOptions(
  args: string[],
  defaultSite: string,
): Options | { help: true } | { problem: string } {
  let values: Record<string, string | boolean | undefined>
  try {
    ;({ values } = parseArgs({
      args,
      options: {
        site: { type: 'string' },
        data: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        'mqtt-port': { type: 'string' },
        help: { type: 'boolean' },
      },
    }))
  } catch (error) {
    return { problem: (error as Error).message }
  }
  if (values.help) return { help: true }
  const text = (name: string, fallback: string) => String(values[name] ?? fallback)
  const port = portOf('--port', text('port', '8080'))
  const mqttPort = portOf('--mqtt-port', text('mqtt-port', '1883'))
  const wrong = [port, mqttPort].find((one) => typeof one === 'string')
  if (typeof wrong === 'string') return { problem: wrong }
  const host = text('host', '127.0.0.1')
  if (!loopback.test(host))
    return {
      problem: `--host ${host}: the hall answers on this machine alone until it has accounts; use 127.0.0.1, ::1 or localhost`,
    }
  return {
    site: text('site', defaultSite),
    data: text('data', ''),
    host,
    port: Number(port),
    mqttPort: Number(mqttPort),
  }
}

function portOf(option: string, value: string): number | string {
  const port = Number(value)
  return /^\d+$/.test(value) && port <= 65_535
    ? port
    : `${option} ${value}: a port is a number from 0 (any free one) to 65535`
}
