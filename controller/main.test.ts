/** The whole program, started as a person starts it, over real sockets, files and processes. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { segmentsOf } from '../hardware/seven-segment.ts'
import { verifyChain } from './journal/verify-chain.ts'
import {
  eventually,
  type Json,
  type Running,
  runHall,
  siteFileWith,
  startHall,
  temporaryDirectory,
} from './process.test-kit.ts'

const test = suite('the program')

async function withHall(
  change: (site: Json) => void,
  use: (hall: Running, args: string[], directory: string) => Promise<Running | undefined>,
): Promise<void> {
  const temporary = temporaryDirectory()
  const args = ['--site', siteFileWith(temporary.path, change), '--data', join(temporary.path, 'data')]
  let hall = await startHall(args)
  try {
    hall = (await use(hall, args, temporary.path)) ?? hall
  } finally {
    await hall.kill()
    temporary.remove()
  }
}

/**
 * A network printer that keeps what it is sent. With `stuck` it says that all is well until paper is to move,
 * and then neither reads nor answers.
 */
async function networkPrinter({
  stuck = false,
} = {}): Promise<{ server: Server; connection: string; jobs: Buffer[]; close(): void }> {
  const jobs: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    let job = Buffer.alloc(0)
    socket.on('data', (data) => {
      // Status is asked for in three bytes (DLE EOT n, GS r 1): all is well. Everything else is paper.
      let rest = data
      for (const [question, answer] of [
        [Buffer.from([0x10, 0x04]), 0x12],
        [Buffer.from([0x1d, 0x72]), 0x00],
      ] as const)
        for (let at = rest.indexOf(question); at >= 0; at = rest.indexOf(question)) {
          if (question[0] === 0x10 || !stuck) socket.write(Buffer.from([answer]))
          rest = Buffer.concat([rest.subarray(0, at), rest.subarray(at + 3)])
        }
      if (stuck && rest.length > 0) socket.pause()
      job = Buffer.concat([job, rest])
      const cut = job.lastIndexOf(Buffer.from([0x1d, 0x56]))
      if (cut >= 0) {
        jobs.push(job.subarray(0, cut))
        job = Buffer.alloc(0)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    server,
    connection: `tcp://127.0.0.1:${port}`,
    jobs,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

const boardText = (hall: Json, station: string) => {
  const board = hall.stations
    .find(({ id }: Json) => id === station)
    .devices.find(({ kind }: Json) => kind === 'counter-board')
  return [0, 2, 6, 8].map((offset) => board.ram[offset])
}
const segments = (text: string) => [...text.padStart(4)].map((character) => segmentsOf(character))

test('a press becomes a slip, a call lights the board, speaks and is reported', async () => {
  await withHall(
    () => {},
    async (hall) => {
      const listener = mqtt.connect(hall.mqttUrl)
      const heard: Json[] = []
      listener.on('message', (topic, payload) => heard.push({ topic, ...JSON.parse(payload.toString()) }))
      await happens(listener, 'connect')
      const site = (await hall.get('/api/hall')).body.site.id
      await listener.subscribeAsync(`den-luot/v1/${site}/events/#`)

      const stations = async () => (await hall.get('/api/bench')).body
      const bench = await stations()
      const ticketStation = bench.stations.find(({ devices }: Json) =>
        devices.some(({ kind }: Json) => kind === 'service-button'),
      )
      const button = ticketStation.devices.find(({ kind }: Json) => kind === 'service-button')
      await eventually(async () => (await hall.get('/api/hall')).body.notices.length === 0)
      await hall.post(`/api/bench/${ticketStation.id}`, { action: 'press', device: button.id })
      const printer = await eventually(async () => {
        const now = (await stations()).stations.find(({ id }: Json) => id === ticketStation.id)
        return now.devices.find(
          (device: Json) => device.kind === 'ticket-printer' && device.slips.some(({ cut }: Json) => cut),
        )
      })
      const picture = await hall.get(printer.slips[0].picture)
      assert.is(picture.status, 200)
      const view = (await hall.get('/api/hall')).body
      const service = view.services.find(({ waiting }: Json) => waiting === 1)
      assert.ok(service, 'one visitor waits')

      const counter = view.counters.find(({ services }: Json) => services.includes(service.id))
      const called = await hall.post(`/api/counters/${counter.id}/next`)
      assert.equal(
        [called.status, called.body.number, called.body.state],
        [200, service.lastNumber, 'called'],
      )
      const boardStation = `tram-quay-${counter.spoken}`
      await eventually(
        async () =>
          String(boardText(await stations(), boardStation)) === String(segments(called.body.number)),
      )
      await eventually(async () =>
        (await stations()).stations.some(({ devices }: Json) =>
          devices.some((device: Json) => device.playing || device.heard?.length),
        ),
      )
      await eventually(() => heard.some(({ type }) => /TicketCalled/.test(type)))
      const sequences = heard.map(({ id }) => Number(id.split('-').at(-1)))
      assert.equal(
        sequences,
        [...sequences].sort((a, b) => a - b),
      )
      assert.is(new Set(heard.map(({ id }) => id)).size, heard.length)
      assert.is(await refusedPublish(hall.mqttUrl, site), true)
      listener.end(true)
      assert.is(await hall.stop(), 0)
      return undefined
    },
  )
})

const happens = (client: mqtt.MqttClient, event: 'connect' | 'close') =>
  new Promise<void>((resolve) => client.once(event, () => resolve()))

/** An anonymous client may not speak on the hall's bus. */
async function refusedPublish(url: string, site: string): Promise<boolean> {
  const intruder = mqtt.connect(url, { reconnectPeriod: 0 })
  intruder.on('error', () => {})
  await happens(intruder, 'connect')
  const gone = happens(intruder, 'close')
  intruder.publish(`den-luot/v1/${site}/status`, 'x', { qos: 1 }, () => {})
  await gone
  intruder.end(true)
  return true
}

test('wrong options and a wrong site file end with 2 and say what to do, before anything is opened', async () => {
  const temporary = temporaryDirectory()
  const elsewhere = await runHall(['--host', '0.0.0.0'])
  assert.is(elsewhere.code, 2)
  assert.match(elsewhere.output, /--host 0\.0\.0\.0.*127\.0\.0\.1/)
  const port = await runHall(['--port', 'eighty'])
  assert.equal([port.code, /--port eighty/.test(port.output)], [2, true])
  const file = siteFileWith(temporary.path, (site) => {
    site.services[0].series = 'nowhere'
    site.counters[0].services[0] = 'nothing'
  })
  const broken = await runHall(['--site', file, '--data', join(temporary.path, 'data')])
  assert.is(broken.code, 2)
  assert.match(broken.output, /services\[0\]\.series/)
  assert.match(broken.output, /counters\[0\]\.services\[0\]/)
  temporary.remove()
})

test('a second start on the same data says who holds it', async () => {
  await withHall(
    () => {},
    async (hall, args) => {
      const second = await runHall([...args, '--port', '0', '--mqtt-port', '0'])
      assert.is(second.code, 3)
      assert.match(second.output, new RegExp(`process ${hall.child.pid}`))
      return undefined
    },
  )
})

test('malformed input is refused with the field it is in', async () => {
  await withHall(
    () => {},
    async (hall) => {
      const missing = await hall.post('/api/tickets', {})
      assert.equal([missing.status, missing.body.field], [400, 'service'])
      const unknown = await hall.post('/api/tickets', { service: 'dat-dai', colour: 'red' })
      assert.equal([unknown.status, unknown.body.field], [400, 'colour'])
      const wrongType = await hall.post('/api/tickets', { service: 7 })
      assert.equal([wrongType.status, wrongType.body.field], [400, 'service'])
      const noService = await hall.post('/api/tickets', { service: 'cat-toc' })
      assert.equal(
        [noService.status, noService.body.refused, noService.body.field],
        [404, 'unknown-service', 'service'],
      )
      const noCounter = await hall.post('/api/counters/q99/next')
      assert.equal([noCounter.status, noCounter.body.refused], [404, 'unknown-counter'])
      const nobody = await hall.post('/api/counters/quay-1/next')
      assert.equal(
        [nobody.status, nobody.body.refused, typeof nobody.body.message.vi],
        [409, 'nobody-waiting', 'string'],
      )
      assert.is((await hall.get('/api/nothing')).status, 404)
      const printer = await hall.post('/api/tickets', {
        service: (await hall.get('/api/hall')).body.services[0].id,
        printer: 'x',
      })
      assert.equal([printer.status, printer.body.field], [400, 'printer'])
      const document = (await hall.get('/api/openapi.json')).body
      assert.is(document.openapi, '3.1.0')
      assert.ok(document.paths['/api/counters/{id}/no-show'])
      return undefined
    },
  )
})

test('a page of another origin cannot drive the hall', async () => {
  await withHall(
    () => {},
    async (hall) => {
      const foreign = await fetch(`${hall.url}/api/counters/quay-1/next`, {
        method: 'POST',
        headers: { origin: 'https://example.org' },
      })
      assert.is(foreign.status, 403)
      return undefined
    },
  )
})

test('eight clients issue at once: no number is repeated and none is skipped', async () => {
  await withHall(
    () => {},
    async (hall) => {
      const services = (await hall.get('/api/hall')).body.services.map(({ id }: Json) => id)
      const numbers: string[] = []
      const client = async (which: number) => {
        for (let n = 0; n < 50; n++) {
          const { status, body } = await hall.post('/api/tickets', {
            service: services[(which + n) % services.length],
          })
          assert.is(status, 201)
          numbers.push(body.number)
        }
      }
      await Promise.all(Array.from({ length: 8 }, (_, which) => client(which)))
      assert.is(new Set(numbers).size, 400)
      const bySeries = new Map<string, number[]>()
      for (const number of numbers) {
        const [, prefix = '', digits = ''] = /^([A-Z]*)(\d+)$/.exec(number) ?? []
        bySeries.set(prefix, [...(bySeries.get(prefix) ?? []), Number(digits)])
      }
      for (const values of bySeries.values())
        assert.equal(
          values.sort((a, b) => a - b),
          Array.from({ length: values.length }, (_, index) => index + 1),
        )
      return undefined
    },
  )
})

test('fourteen clients call at seven counters over two thousand tickets: each is called once', async () => {
  await withHall(
    (site) => {
      for (const counter of site.counters) counter.services = site.services.map(({ id }: Json) => id)
    },
    async (hall) => {
      const view = (await hall.get('/api/hall')).body
      const issue = async (which: number) => {
        for (let n = 0; n < 200; n++) {
          const { status } = await hall.post('/api/tickets', {
            service: view.services[(which + n) % view.services.length].id,
          })
          assert.is(status, 201)
        }
      }
      await Promise.all(Array.from({ length: 10 }, (_, which) => issue(which)))
      const called: string[] = []
      const caller = async (counter: string) => {
        for (;;) {
          const { status, body } = await hall.post(`/api/counters/${counter}/next`)
          if (status === 409 && body.refused === 'nobody-waiting') return
          assert.is(status, 200)
          called.push(body.id)
        }
      }
      const counters = view.counters.map(({ id }: Json) => id)
      await Promise.all([...counters, ...counters].map(caller))
      assert.is(called.length, 2000)
      assert.is(new Set(called).size, 2000)
      return undefined
    },
  )
})

test('killed again and again under load: no answered or printed ticket is missing, no number is given twice', async () => {
  const printer = await networkPrinter()
  await withHall(
    (site) => {
      site.stations.push({
        id: 'tram-mang',
        name: 'Máy in mạng',
        runs: 'controller',
        wires: 'real',
        devices: [
          { id: 'may-in-mang', kind: 'ticket-printer', driver: 'escpos', connection: printer.connection },
        ],
      })
    },
    async (first, args, directory) => {
      let hall = first
      const answered = new Map<string, string>()
      const called = new Set<string>()
      let lastCalls: Json[] = []
      const site = (await hall.get('/api/hall')).body
      for (let round = 0; round < 12; round++) {
        let alive = true
        const now = hall
        const service = site.services[0].id
        // Load begins when the printer has said that it is ready.
        const first = await eventually(async () => {
          const { status, body } = await now.post('/api/tickets', {
            service,
            printer: 'tram-mang/may-in-mang',
          })
          return status === 201 && body
        })
        answered.set(first.id, first.number)
        const load = async (which: number) => {
          while (alive) {
            try {
              const printing = which === 0 ? { printer: 'tram-mang/may-in-mang' } : {}
              const issued = await now.post('/api/tickets', {
                service: site.services[which % site.services.length].id,
                ...printing,
              })
              if (issued.status === 201) answered.set(issued.body.id, issued.body.number)
              const counter = site.counters[which % site.counters.length].id
              const next = await now.post(`/api/counters/${counter}/next`)
              if (next.status === 200) {
                assert.not.ok(called.has(next.body.id), 'called twice')
                called.add(next.body.id)
              }
            } catch (error) {
              if (alive && (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error
              return
            }
          }
        }
        const clients = Promise.all([0, 1, 2, 3].map(load))
        await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 500))
        alive = false
        await hall.kill()
        await clients
        hall = await startHall(args)
        const numbers = new Set<string>()
        for (const [id, number] of answered) {
          const { status, body } = await hall.get(`/api/tickets/${id}`)
          assert.equal([status, body.number], [200, number])
          numbers.add(number)
        }
        assert.is(numbers.size, answered.size, 'no number twice')
        lastCalls = (await hall.get('/api/hall')).body.counters
      }
      for (const counter of lastCalls) {
        if (!counter.lastNumber || counter.lastNumber.length > 4) continue
        const wanted = String(segments(counter.lastNumber))
        await eventually(
          async () =>
            String(boardText((await hall.get('/api/bench')).body, `tram-quay-${counter.spoken}`)) === wanted,
        )
      }
      // Every slip is of another ticket: two equal pictures would be one number on two papers.
      const pictures = printer.jobs.map((job) => job.toString('base64'))
      assert.ok(pictures.length > 5, `${pictures.length} slips were printed`)
      assert.is(new Set(pictures).size, pictures.length, 'no slip came out twice')
      assert.is(await hall.stop(), 0)
      const chain = await verifyChain(join(directory, 'data'))
      assert.is(chain.broken, null)
      return undefined
    },
  )
  printer.close()
})

test('four stuck printers hold up no page, no file, no other printer', async () => {
  const stuck = await Promise.all([1, 2, 3, 4].map(() => networkPrinter({ stuck: true })))
  const good = await networkPrinter()
  await withHall(
    (site) => {
      site.stations.push({
        id: 'tram-mang',
        name: 'Máy in mạng',
        runs: 'controller',
        wires: 'real',
        devices: [...stuck, good].map(({ connection }, index) => ({
          id: `may-in-mang-${index + 1}`,
          kind: 'ticket-printer',
          driver: 'escpos',
          connection,
          timeoutMs: 8000,
        })),
      })
    },
    async (hall, _args, directory) => {
      const service = (await hall.get('/api/hall')).body.services[0].id
      const issueAt = (n: number) =>
        eventually(async () => {
          const { status, body } = await hall.post('/api/tickets', {
            service,
            printer: `tram-mang/may-in-mang-${n}`,
          })
          return status === 201 && body.id
        })
      const slipOf = async (id: string) => (await hall.get(`/api/tickets/${id}`)).body.slip.state
      const waiting: string[] = await Promise.all([1, 2, 3, 4].map(issueAt))
      for (const id of waiting) await eventually(async () => (await slipOf(id)) === 'started')
      for (const page of ['/wall', '/manager', '/bench']) assert.is((await hall.get(page)).status, 200)
      const printed = await issueAt(5)
      await eventually(async () => (await slipOf(printed)) === 'printed')
      for (const id of waiting) assert.is(await slipOf(id), 'started', 'the four are still stuck')
      assert.is(good.jobs.length, 1)
      for (const id of waiting) await eventually(async () => (await slipOf(id)) === 'unknown')
      assert.ok(readFileSync(join(directory, 'data', 'site.json'), 'utf8').length > 100)
      return undefined
    },
  )
  for (const printer of [...stuck, good]) printer.close()
})

test.run()
