/**
 * From a press's first edge to the slip's first byte and to the page's message; from an officer's call to the
 * board's display memory and to the page's message. Real drivers, simulated wires, one visitor at a time.
 */
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { readSite } from '../../hardware/read-site.ts'
import { type HallProcess, startHall } from './hall-process.ts'
import { type FromHall, monotonicMs, type ToHall } from './latency-hall.ts'
import { ms, type Result, type Spread, spread } from './table.ts'
import { inWorkPlace, siteFile } from './work-place.ts'

const visits = 150
const limitMs = 30
/** Longer than the slip of the visit before takes, and than pages wait between two views. */
const pauseMs = 150
const stopAfterMs = 5000

type View = {
  services: { id: string; waiting: number; lastNumber: string | null }[]
  counters: { id: string; spoken: string; ticket: { number: string } | null }[]
}

export function benchLatency(): Promise<Result> {
  return inWorkPlace(async (directory) => {
    const file = fileURLToPath(new URL('./latency-hall.js', import.meta.url))
    const hall = await startHall(directory, { script: { file, args: [] } })
    try {
      return await measure(hall)
    } finally {
      await hall.stop()
    }
  })
}

async function measure(hall: HallProcess): Promise<Result> {
  const read = await readSite(siteFile)
  if (!read.ok) throw new Error(`${siteFile} has mistakes`)
  const all = read.site.stations.flatMap((station) =>
    station.devices.map((device) => ({ station: station.id, runs: station.runs, device })),
  )
  const buttons = all.flatMap(({ station, device }) =>
    device.kind === 'service-button' ? [{ station, device }] : [],
  )
  const debounceMs = buttons[0]?.device.debounceMs ?? 0
  const boards = all.flatMap(({ runs, device }) =>
    device.kind === 'counter-board' ? [{ runs, device }] : [],
  )

  const wires = wiresOf(hall)
  const page = await pageOf(hall.url)
  const client = hall.client()
  const taken = {
    'press → first byte of the slip at the printer': [] as number[],
    'press → message to a page': [] as number[],
    'call → board, station in this process': [] as number[],
    'call → board, station joined over MQTT': [] as number[],
    'call → message to a page': [] as number[],
  }
  await pause(3000)
  for (let visit = 0; visit < visits; visit++) {
    const button = buttons[visit % buttons.length]
    if (!button) throw new Error('the site has no button')
    const { service } = button.device
    const number = page.latest().services.find(({ id }) => id === service)?.lastNumber
    const edge = wires.next('edge', button.device.id)
    const slip = wires.next('printer')
    const seen = page.until(({ services }) =>
      services.some(({ id, lastNumber }) => id === service && lastNumber !== number),
    )
    hall.child.send({ press: button.device.id, station: button.station } satisfies ToHall)
    const pressed = await edge
    taken['press → first byte of the slip at the printer'].push((await slip) - pressed - debounceMs)
    taken['press → message to a page'].push((await seen) - pressed - debounceMs)
    await pause(pauseMs)

    const { id: counter, ticket: earlier } = counterFor(page.latest(), read.site.counters, service, visit)
    const place = boards.find(({ device }) => device.counter === counter)
    if (!place) throw new Error(`${counter} has no board`)
    const shown = wires.next('board', place.device.id)
    const told = page.until(({ counters }) =>
      counters.some(({ id, ticket }) => id === counter && ticket && ticket.number !== earlier?.number),
    )
    const called = monotonicMs()
    const { status, body } = await client.send('POST', `/api/counters/${counter}/next`)
    if (status !== 200) throw new Error(`next at ${counter} answered ${status}: ${body}`)
    const here = place.runs === 'controller'
    taken[`call → board, station ${here ? 'in this process' : 'joined over MQTT'}`].push(
      (await shown) - called,
    )
    taken['call → message to a page'].push((await told) - called)
    // A random length, so that no timer of the hall falls into step with the visits.
    await pause(pauseMs + Math.random() * 100)
  }
  client.end()
  page.end()

  const results = Object.entries(taken).map(([name, values]): [string, Spread] => [name, spread(values)])
  return {
    title: 'From the visitor’s and the officer’s hand',
    head: ['beyond the debounce', 'p50', 'p99', 'n'],
    rows: results.map(([name, { n, p50, p99 }]) => [name, ms(p50), ms(p99), String(n)]),
    aims: results.map(([name, { p99 }]) => ({
      text: `${name}: p99 ${ms(p99)} < ${limitMs} ms`,
      met: p99 < limitMs,
    })),
    notes: [
      `Measured from the contact’s first edge, less the ${debounceMs} ms of debounce that the site asks for. A call is measured from before its HTTP request.`,
    ],
  }
}

function counterFor(
  view: View,
  counters: readonly { id: string; services: readonly string[] }[],
  service: string,
  turn: number,
) {
  const able = counters.filter(({ services }) => services.includes(service))
  const chosen = able[Math.floor(turn / 8) % able.length]
  const found = view.counters.find(({ id }) => id === chosen?.id)
  if (!found) throw new Error(`no counter gives ${service}`)
  return found
}

const pause = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))

/** Rejects instead of waiting for ever, naming what did not come. */
function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come`)), stopAfterMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function wiresOf(hall: HallProcess) {
  const waiting = new Set<(message: FromHall) => void>()
  hall.child.on('message', (message) => {
    for (const hear of waiting) hear(message as FromHall)
  })
  return {
    /** When the next thing of that kind happens, by the clock of the machine. */
    next: (what: FromHall['what'], device?: string) =>
      within(
        `${what} ${device ?? ''}`,
        new Promise<number>((resolve) => {
          const hear = (message: FromHall) => {
            if (message.what !== what || (device !== undefined && message.device !== device)) return
            waiting.delete(hear)
            resolve(message.at)
          }
          waiting.add(hear)
        }),
      ),
  }
}

async function pageOf(url: string) {
  const waiting = new Set<(view: View, at: number) => void>()
  let latest: View | undefined
  let rest = ''
  const request = get(`${url}/api/hall/events`, { agent: false }, (response) => {
    response.setEncoding('utf8').on('data', (text: string) => {
      const at = monotonicMs()
      const messages = (rest + text).split('\n\n')
      rest = messages.pop() ?? ''
      for (const message of messages) {
        const data = /^event: hall\ndata: (.*)$/s.exec(message)?.[1]
        if (data === undefined) continue
        latest = JSON.parse(data)
        for (const hear of waiting) hear(JSON.parse(data), at)
      }
    })
  })
  request.on('error', () => {})
  const page = {
    latest(): View {
      if (!latest) throw new Error('the page has heard nothing yet')
      return latest
    },
    until: (wanted: (view: View) => boolean) =>
      within(
        'the page’s message',
        new Promise<number>((resolve) => {
          const hear = (view: View, at: number) => {
            if (!wanted(view)) return
            waiting.delete(hear)
            resolve(at)
          }
          waiting.add(hear)
        }),
      ),
    end: () => request.destroy(),
  }
  await page.until(() => true)
  return page
}
