/** `scripts/dossier-server`: the reference dossier server on the command line. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lockDirectory } from '../../controller/journal/directory-lock.ts'
import { systemClock as clock } from '../../hardware/clock.ts'
import { type Options, readOptions, usage } from './options.ts'
import { openReferenceServer, type ReferenceServer } from './reference-server.ts'
import { screenOf } from './screen.ts'

const redrawMs = 200

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), fileURLToPath(new URL('../../..', import.meta.url)))
  if ('help' in options) {
    console.log(usage)
    return 0
  }
  if ('problem' in options) {
    console.error(`${options.problem}\n\n${usage}`)
    return 2
  }
  mkdirSync(options.data, { recursive: true })
  const lock = lockDirectory(options.data, new Date().toISOString())
  if ('holder' in lock) {
    console.error(
      `--data ${options.data}: process ${lock.holder.pid || '?'} is a dossier server that uses it already`,
    )
    return 3
  }
  const servers = options.sites.map((site) =>
    openReferenceServer({ ...options, site, directory: options.data, clock }),
  )
  const gaveUp = await show(servers, options)
  for (const line of gaveUp) console.error(line)
  const code = gaveUp.length > 0 ? 4 : options.once && servers.some(hasTrouble) ? 1 : 0
  await Promise.all(servers.map((server) => server.close()))
  lock.release()
  return code
}

function isSettled(server: ReferenceServer): boolean {
  const { caughtUp, file } = server.state()
  return caughtUp && (!file || file.done + file.refused.length === file.wanted)
}
function hasTrouble(server: ReferenceServer): boolean {
  const { days, file } = server.state()
  const disagrees = days.some(({ verdict }) => verdict !== null && verdict.differences.length > 0)
  return disagrees || (file !== null && file.refused.length + file.problems.length > 0)
}

/** How far a server is: while this changes, it is worth waiting on. */
function progress(server: ReferenceServer): string {
  const { hall, counts, acknowledged, file } = server.state()
  return JSON.stringify([hall.journalId, hall.seq, counts.stored, acknowledged, file?.done, file?.refused])
}

/** What is still waited for, and for how long nothing came of it. */
function reproach(server: ReferenceServer, { patienceMs }: Options): string {
  const { site, broker, hall, replay } = server.state()
  const what = !broker.connected
    ? `the broker ${broker.url} cannot be reached: ${broker.trouble ?? 'it does not answer'}`
    : hall.state !== 'online'
      ? `the hall is ${hall.state === 'offline' ? 'offline' : 'not at this broker'}`
      : `it is not complete${replay.refused === null ? '' : `, and the hall refused a replay: ${replay.refused}`}`
  return `${site}: gave up after ${patienceMs / 1000} s without anything new: ${what}`
}

/**
 * Until it is interrupted, or everything is here and once was enough. Answers what was given up, where nothing new
 * came for too long.
 */
function show(servers: readonly ReferenceServer[], options: Options): Promise<string[]> {
  const { json, once, patienceMs } = options
  const inPlace = process.stdout.isTTY && !json
  let shown = ''
  let height = 0
  let cancel: (() => void) | undefined

  function draw(): void {
    cancel = undefined
    const states = servers.map((server) => server.state())
    const lines = json
      ? states.map((state) => JSON.stringify(state))
      : states.flatMap((state) => [...screenOf(state, clock.now()), ''])
    const text = (inPlace ? fitted(lines) : lines).join('\n')
    if (text === shown) return
    shown = text
    // Up to where the block began, and the rest of the screen cleared.
    if (inPlace && height > 0) process.stdout.write(`\u001b[${height}A\u001b[J`)
    process.stdout.write(`${text}\n`)
    height = text.split('\n').length
  }

  return new Promise((resolve) => {
    let seen = ''
    let cancelPatience: (() => void) | undefined
    let ended = false
    const end = (gaveUp: string[]) => {
      ended = true
      cancel?.()
      cancelPatience?.()
      draw()
      resolve(gaveUp)
    }
    const done = () => end([])
    const giveUp = () =>
      end(servers.filter((one) => !isSettled(one)).map((server) => reproach(server, options)))
    const changed = () => {
      // Closing changes something too; a timer begun then would hold the program.
      if (ended) return
      cancel ??= clock.after(redrawMs, draw)
      if (!once) return
      if (servers.every(isSettled)) return done()
      const now = servers.map(progress).join()
      if (now === seen) return
      seen = now
      cancelPatience?.()
      cancelPatience = clock.after(patienceMs, giveUp)
    }
    for (const server of servers) server.onChange(changed)
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
    draw()
    changed()
  })
}

/** Long lines go on below; a block higher than the terminal could not be drawn over. */
function fitted(lines: readonly string[]): string[] {
  const { columns, rows } = process.stdout
  const indent = ' '.repeat(16)
  const pieces = new RegExp(`.{1,${Math.max(20, columns - indent.length)}}`, 'gu')
  return lines
    .flatMap((line) => {
      const head = line.slice(0, indent.length)
      const [first = '', ...more] = line.slice(indent.length).match(pieces) ?? []
      return [head + first, ...more.map((piece) => indent + piece)]
    })
    .slice(0, rows - 1)
}

process.exitCode = await main()
