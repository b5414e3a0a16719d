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
  await show(servers, options)
  const code = options.once && servers.some(hasTrouble) ? 1 : 0
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

/** Until it is interrupted, or everything is here and once was enough. */
function show(servers: readonly ReferenceServer[], { json, once }: Options): Promise<void> {
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
    const width = inPlace ? process.stdout.columns : Number.POSITIVE_INFINITY
    const text = lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line)).join('\n')
    if (text === shown) return
    shown = text
    // Up to where the block began, and the rest of the screen cleared.
    if (inPlace && height > 0) process.stdout.write(`\u001b[${height}A\u001b[J`)
    process.stdout.write(`${text}\n`)
    height = lines.length
  }

  return new Promise((resolve) => {
    const done = () => {
      cancel?.()
      draw()
      resolve()
    }
    const changed = () => {
      cancel ??= clock.after(redrawMs, draw)
      if (once && servers.every(isSettled)) done()
    }
    for (const server of servers) server.onChange(changed)
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
    draw()
  })
}

process.exitCode = await main()
