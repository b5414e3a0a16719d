/** The command line of the dossier server, and what it takes from beside a running demo. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { patterns } from '../../controller/dossier/contract/kinds.ts'
import type { Broker } from './broker.ts'

export type Options = {
  sites: string[]
  broker: Broker
  data: string
  file: string | undefined
  /** `once`: until everything is here, then it ends. */
  once: boolean
  json: boolean
  /** `once` gives up when nothing new came for so long. */
  patienceMs: number
}

export const usage = `Usage: scripts/dossier-server [options]
Follows a hall as the centre's dossier server would: stores its events, asks for what is missing, acknowledges.
  --site ID             the hall; several may be named  (the one whose password lies under data/)
  --broker URL          mqtt, mqtts, ws or wss          (mqtt://127.0.0.1:1883, the demo's)
  --mqtt 3.1.1|5                                        (3.1.1)
  --user NAME --password-file FILE                      (data/<site>/dossier-server.password, made by scripts/start)
  --ca FILE             who signed the broker's certificate
  --cert FILE --key FILE                                a certificate of this server's own
  --data DIR            where <site>.sqlite is kept     (data/dossier-server)
  --file FILE           figures, appointments, notices and services for the hall; sent again when it changes
  --once                ends when everything is here and acknowledged: exit code 0, or 1 when
                        a day disagrees or something of the file is refused, 4 when it gave up
  --patience SECONDS    with --once: gives up when nothing new came for so long  (60)
  --json                a line of JSON at each change instead of the screen
  --help`

const text = { type: 'string' } as const
const passwordFile = 'dossier-server.password'

/** Every problem is a sentence that names the option and what to write. `root`: the folder that holds `data`. */
export function readOptions(args: string[], root: string): Options | { help: true } | { problem: string } {
  try {
    return read(args, root)
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

function read(args: string[], root: string): Options | { help: true } {
  const { values } = parseArgs({
    args,
    options: {
      site: { type: 'string', multiple: true },
      ...{ broker: text, mqtt: text, user: text, 'password-file': text, ca: text, cert: text, key: text },
      ...{ data: text, file: text, patience: text },
      ...{ once: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    },
  })
  if (values.help) return { help: true }
  const data = join(root, 'data')
  const sites = values.site ?? [onlySite(data)]
  const wrong = sites.find((site) => !new RegExp(patterns.id).test(site))
  if (wrong !== undefined)
    throw new Error(`--site ${wrong}: a site's id has small letters, digits and -, as "id" in its site file`)
  if (values.file !== undefined && sites.length > 1)
    throw new Error('--file with several --site: a file speaks of one hall; start a dossier server for each')
  if (values.mqtt !== undefined && values.mqtt !== '3.1.1' && values.mqtt !== '5')
    throw new Error(`--mqtt ${values.mqtt}: it may be 3.1.1 or 5`)
  if ((values.cert === undefined) !== (values.key === undefined))
    throw new Error(
      `--${values.cert === undefined ? 'key without --cert' : 'cert without --key'}: name both files`,
    )
  if (values.file !== undefined && !existsSync(values.file))
    throw new Error(`--file ${values.file}: there is no such file`)
  const pem = (name: 'ca' | 'cert' | 'key') =>
    values[name] === undefined ? {} : { [name]: contents(`--${name}`, values[name]) }
  return {
    sites,
    broker: {
      url: urlOf(values.broker ?? 'mqtt://127.0.0.1:1883'),
      version: values.mqtt === '5' ? 5 : 4,
      ...login(values.user, values['password-file'], join(data, sites[0] ?? '', passwordFile)),
      ...{ ...pem('ca'), ...pem('cert'), ...pem('key') },
    },
    data: values.data ?? join(data, 'dossier-server'),
    file: values.file,
    once: values.once ?? false,
    json: values.json ?? false,
    patienceMs: patience(values.patience, values.once) * 1000,
  }
}

function patience(seconds: string | undefined, once: boolean | undefined): number {
  if (seconds === undefined) return 60
  if (!once) throw new Error('--patience without --once: without it nothing is given up')
  if (!/^[1-9][0-9]{0,5}$/.test(seconds))
    throw new Error(`--patience ${seconds}: it is a whole number of seconds, as 60`)
  return Number(seconds)
}

function onlySite(data: string): string {
  const found = existsSync(data)
    ? readdirSync(data).filter((site) => existsSync(join(data, site, passwordFile)))
    : []
  const [only, ...others] = found
  if (only === undefined)
    throw new Error(`--site is missing, and no hall was started here (no ${join(data, '*', passwordFile)})`)
  if (others.length > 0) throw new Error(`--site is missing; halls were started here for ${found.join(', ')}`)
  return basename(only)
}

/** A password on the command line could be read by everybody at the machine. */
function login(user: string | undefined, file: string | undefined, beside: string): Partial<Broker> {
  if (user === undefined && file === undefined) {
    if (!existsSync(beside)) return {}
    const [username = '', ...rest] = contents('the password of the demo', beside).trim().split(':')
    return { username, password: rest.join(':') }
  }
  if (user === undefined) throw new Error('--password-file without --user: name the user as well')
  return {
    username: user,
    ...(file === undefined ? {} : { password: contents('--password-file', file).trim() }),
  }
}

function contents(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${option} ${file}: it cannot be read: ${(error as Error).message}`)
  }
}

function urlOf(text: string): string {
  const example = 'write it as mqtts://mqtt.example.vn:8883'
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new Error(`--broker ${text}: this is no address; ${example}`)
  }
  if (!['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol) || url.hostname === '')
    throw new Error(`--broker ${text}: it begins with mqtt://, mqtts://, ws:// or wss://; ${example}`)
  if (url.username !== '' || url.password !== '')
    throw new Error('--broker: a password does not belong into the address; use --user and --password-file')
  return text
}
