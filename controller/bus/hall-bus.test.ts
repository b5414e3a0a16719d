/** The hall's bus over real sockets: who gets in, who hears what, and that it ends when told to. */
import { connect } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { busClientId } from '../../firmware/station-topics.ts'
import { openSecret } from '../secret.ts'
import { closeAll, later, listener, startBus, temporaryDirectory, watch } from './bus.test-kit.ts'
import { openHallBus } from './hall-bus.ts'

const test = suite('hall bus')
test.after.each(closeAll)
const root = 'den-luot/v1/demo'

async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    return (error as Error).message
  }
  return 'it was not refused'
}

test('an anonymous listener hears events and status and is refused everything else', async () => {
  const bus = await startBus()
  const anyone = await listener(bus.url, [`${root}/events/#`, `${root}/status`])
  bus.publish(`${root}/status`, 'online', { retain: true })
  bus.publish(`${root}/stations/counter-1/show`, 'secret', { retain: true })
  bus.publish(`${root}/events/TicketCalled`, 'one')
  await anyone.until((heard) => heard.length === 2)
  assert.equal(
    anyone.heard.map(({ text }) => text),
    ['online', 'one'],
  )
  for (const filter of ['#', 'den-luot/#', `${root}/stations/#`, '$SYS/#']) {
    assert.match(await rejection(listener(bus.url, [filter])), `refused to send ${filter}`, filter)
  }
})

test('of several filters asked for together only the allowed are granted', async () => {
  const bus = await startBus()
  const message = await rejection(listener(bus.url, [`${root}/events/#`, 'den-luot/#']))
  assert.is(message, 'the broker refused to send den-luot/#')
})

test('what an anonymous client publishes reaches nobody, its last will neither', async () => {
  const bus = await startBus()
  const said: string[] = []
  bus.listen('#', (topic) => said.push(topic))
  const { look, until } = watch()
  bus.listen(`${root}/events/#`, look)
  const reader = await listener(bus.url, [`${root}/events/#`])
  const liar = await listener(bus.url, [], { will: { topic: `${root}/status`, payload: 'offline' } })
  liar.connection.publish(`${root}/events/TicketCalled`, 'false')
  // The liar is cut off for it; when it is back, its last will and its message have had their chance.
  await liar.again()
  bus.publish(`${root}/events/DayOpened`, 'true')
  await until(() => said.includes(`${root}/events/DayOpened`))
  await reader.until((heard) => heard.length > 0)
  assert.equal(
    reader.heard.map(({ text }) => text),
    ['true'],
  )
  assert.equal(
    said.filter((topic) => !topic.startsWith('$SYS')),
    [`${root}/events/DayOpened`],
  )
})

test('a wrong password, a made-up user and a borrowed client id are refused', async () => {
  const bus = await startBus()
  const station = bus.credentials.station('counter-1')
  await listener(bus.url, [`${root}/stations/counter-1/down`], station)
  for (const [what, login] of [
    ['wrong password', { ...station, password: 'guess' }],
    ['another station’s password', { ...bus.credentials.station('counter-2'), password: station.password }],
    ['unknown user', { username: 'admin', password: 'x', clientId: busClientId('admin') }],
    ['own name, other client id', { ...station, clientId: 'else' }],
    ['anonymous with our client id', { clientId: busClientId('outbox') }],
  ] as const)
    assert.match(await rejection(listener(bus.url, [], login)), /refused|not authorized|bad user/i, what)
})

test('a station’s password is the same after a restart and differs from site to site', async () => {
  const [first, second] = [await startBus(), await startBus()]
  assert.equal(first.credentials.station('a'), second.credentials.station('a'))
  assert.is.not(first.credentials.station('a').password, first.credentials.station('b').password)
  const other = await startBus(0, 'other')
  assert.is.not(first.credentials.station('a').password, other.credentials.station('a').password)
})

test('a retained message is not overtaken and lost when another follows at once', async () => {
  const bus = await startBus()
  const station = bus.credentials.station('counter-1')
  const base = `${root}/stations/counter-1`
  const there = await listener(bus.url, [`${base}/show`, `${base}/down`], station)
  for (let number = 0; number < 100; number++) {
    bus.publish(`${base}/show`, `show ${number}`, { retain: true })
    bus.publish(`${base}/down`, `down ${number}`)
  }
  await there.until((heard) => heard.some(({ text }) => text === 'down 99'))
  assert.is(there.heard.filter(({ text }) => text.startsWith('show')).length, 100)
  assert.is(there.heard.filter(({ text }) => text.startsWith('down')).length, 100)
})

test('who comes later is given what is retained, in the hall and outside', async () => {
  const bus = await startBus()
  bus.publish(`${root}/status`, 'online', { retain: true })
  const late = await listener(bus.url, [`${root}/status`])
  await late.until((heard) => heard.length === 1)
  const heard: string[] = []
  const stop = bus.listen(`${root}/status`, (_topic, payload) => heard.push(payload.toString()))
  assert.equal(heard, ['online'])
  stop()
  bus.publish(`${root}/status`, 'offline', { retain: true })
  await late.until((all) => all.length === 2)
  assert.equal(heard, ['online'])
})

test('a port in use is said, with its number', async () => {
  const bus = await startBus()
  const secret = await openSecret(temporaryDirectory())
  const second = await openHallBus({ port: bus.port, site: 'demo', secret })
  assert.ok('refused' in second)
  assert.match(second.message, new RegExp(`port ${bus.port} on 127\\.0\\.0\\.1.*in use`))
})

test('closing takes under two seconds though clients hang, and nothing is left behind', async () => {
  const bus = await startBus()
  for (let count = 0; count < 5; count++) {
    const silent = connect(bus.port, '127.0.0.1')
    silent.on('error', () => undefined)
    later(() => silent.destroy())
    await new Promise((resolve) => silent.once('connect', resolve))
  }
  const idle = await listener(bus.url, [`${root}/events/#`])
  assert.ok(idle)
  const start = performance.now()
  await bus.close()
  assert.ok(performance.now() - start < 2000)
  assert.match(await rejection(listener(bus.url, [])), /ECONNREFUSED/)
})

test('noise on the port harms nobody', async () => {
  const bus = await startBus()
  const noise = connect(bus.port, '127.0.0.1')
  noise.on('error', () => undefined)
  noise.write('GET / HTTP/1.1\r\n\r\n')
  await new Promise((resolve) => noise.once('close', resolve))
  const reader = await listener(bus.url, [`${root}/events/#`])
  bus.publish(`${root}/events/DayOpened`, 'still here')
  await reader.until((heard) => heard.length === 1)
})

test.run()
