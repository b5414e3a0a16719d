/** The whole program, started as a person starts it. */
import { join } from 'node:path'
import mqtt from 'mqtt'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  boardText,
  eventually,
  type Json,
  runHall,
  segments,
  siteFileWith,
  temporaryDirectory,
  withHall,
} from './process.test-kit.ts'

const test = suite('the program')

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

test('without paper a press gives no ticket, and a repaired printer prints nothing late', async () => {
  await withHall(
    () => {},
    async (hall) => {
      const view = async () => (await hall.get('/api/hall')).body
      const station = async () =>
        (await hall.get('/api/bench')).body.stations.find(({ id }: Json) => id === 'tram-lay-so')
      const device = async (kind: string) => (await station()).devices.find((one: Json) => one.kind === kind)
      const act = (action: object) => hall.post('/api/bench/tram-lay-so', action)
      await eventually(async () => (await view()).notices.length === 0)
      const printer = await device('ticket-printer')
      const button = await device('service-button')
      await act({ action: 'fault', device: printer.id, fault: 'paper-out' })
      await eventually(async () => (await view()).notices.some(({ code }: Json) => code === 'printer-down'))
      await act({ action: 'press', device: button.id })
      // The refusal is spoken: when it is heard the press has been decided.
      await eventually(
        async () => (await device('loudspeaker')).playing || (await device('loudspeaker')).heard.length > 0,
      )
      assert.is((await hall.get('/api/manager')).body.total.issued, 0)
      await act({ action: 'fault', device: printer.id, fault: 'none' })
      await eventually(async () => (await view()).notices.length === 0)
      await act({ action: 'press', device: button.id })
      await eventually(async () => (await device('ticket-printer')).slips.some(({ cut }: Json) => cut))
      assert.is((await device('ticket-printer')).slips.length, 1)
      assert.is((await hall.get('/api/manager')).body.total.issued, 1)
      return undefined
    },
  )
})

test('a keypad on a station of its own calls over the hall’s bus, and its board shows the number', async () => {
  await withHall(
    (site) => {
      for (const counter of site.counters) counter.services = site.services.map(({ id }: Json) => id)
    },
    async (hall) => {
      const { services } = (await hall.get('/api/hall')).body
      const { body: ticket } = await hall.post('/api/tickets', { service: services[0].id })
      const station = async () =>
        (await hall.get('/api/bench')).body.stations.find(({ id }: Json) => id === 'tram-quay-7')
      await eventually(async () =>
        (await hall.get('/api/manager')).body.devices
          .filter((device: Json) => device.station === 'tram-quay-7')
          .every((device: Json) => device.health.state === 'ready'),
      )
      const keypad = (await station()).devices.find(({ kind }: Json) => kind === 'counter-keypad')
      await hall.post('/api/bench/tram-quay-7', { action: 'press', device: keypad.id, key: 'next' })
      await eventually(
        async () =>
          String(boardText((await hall.get('/api/bench')).body, 'tram-quay-7')) ===
          String(segments(ticket.number)),
      )
      assert.equal((await hall.get(`/api/tickets/${ticket.id}`)).body.counter, 'quay-7')
      return undefined
    },
  )
})

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

test.run()
