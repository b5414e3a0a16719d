/** The shared connection with a real Mosquitto: what is taken, what comes again, and who says what. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { type Clock, systemClock } from '../../hardware/clock.ts'
import { closeAll, later, listener, quick, startBus, watch } from '../bus/bus.test-kit.ts'
import { startMosquitto } from './link.test-kit.ts'
import { type LinkBroker, type LinkMessage, openDossierLink } from './link.ts'

const test = suite('dossier link')
test.after.each(closeAll)
const commands = 'den-luot/v1/demo/commands/#'

type More = Partial<Parameters<typeof openDossierLink>[0]>

function open(broker: LinkBroker, clock: Clock = systemClock, more: More = {}) {
  const link = openDossierLink({
    site: 'demo',
    broker,
    journalId: 'j',
    describe: () => ({ seq: 7 }),
    clock,
    isoTime: (at) => new Date(at).toISOString(),
    pauses: quick,
    ...more,
  })
  later(link.close)
  const { look, until } = watch()
  link.onChange(look)
  const connected = () => until(() => link.state().state === 'connected')
  /** All that this controller said so far is known to the broker: it takes one packet after the other. */
  async function settled(): Promise<void> {
    // An acknowledgement goes out a moment after its receiver is through.
    await new Promise((resolve) => setImmediate(resolve))
    assert.is(await link.publish('den-luot/v1/demo/settled', ''), 'acknowledged')
  }
  return {
    ...link,
    until,
    look,
    connected,
    settled,
    /** Connected, and what others send from now on comes here. */
    async listening() {
      await connected()
      await settled()
    },
  }
}

/** Joins as the dossier server would and sends commands in order, each taken by the broker. */
async function server(broker: Mosquitto) {
  const { connection } = await listener(broker.url, [])
  return (...names: string[]) =>
    Promise.all(
      names.map(
        (name) =>
          new Promise<void>((onAck) => {
            connection.publish(`den-luot/v1/demo/commands/${name}`, name, { onAck })
          }),
      ),
    )
}

for (const version of [4, 5] as const) {
  const named = version === 5 ? 'MQTT 5' : 'MQTT 3.1.1'

  test(`${named}: a command that was not finished when the controller died comes again, and after it the rest`, async () => {
    const broker = await startMosquitto()
    const send = await server(broker)
    const first = open({ url: broker.url, version })
    const begun: string[] = []
    const finish: (() => void)[] = []
    first.subscribe(commands, ({ payload }) => {
      begun.push(String(payload))
      first.look()
      return new Promise((resolve) => finish.push(resolve))
    })
    await first.listening()
    await send('a', 'b', 'c')
    await first.until(() => begun.length === 3)
    assert.equal(begun, ['a', 'b', 'c'], 'nothing waits for what is not finished')
    finish[0]?.()
    finish[2]?.()
    await first.settled()
    first.drop()

    const again: LinkMessage[] = []
    const second = open({ url: broker.url, version })
    second.subscribe(commands, (message) => {
      again.push(message)
      second.look()
    })
    await second.until(() => again.length === 2)
    assert.equal(
      again.map(({ payload, duplicate }) => [String(payload), duplicate]),
      [
        ['b', true],
        ['c', true],
      ],
    )
  })

  test(`${named}: what is sent while the controller is away is kept for it`, async () => {
    const broker = await startMosquitto()
    const send = await server(broker)
    const first = open({ url: broker.url, version })
    first.subscribe(commands, () => {})
    await first.listening()
    await first.close()
    await send('a', 'b')
    await broker.stop('SIGTERM')
    await broker.start()
    const heard: string[] = []
    const second = open({ url: broker.url, version })
    second.subscribe(commands, ({ payload }) => {
      heard.push(String(payload))
      second.look()
    })
    await second.until(() => heard.length === 2)
    assert.equal(heard, ['a', 'b'])
  })
}

test('who spoke while the controller was away is not heard late, when it would look like a rival', async () => {
  const broker = await startMosquitto()
  const send = await server(broker)
  const link = open({ url: broker.url })
  link.subscribe(commands, () => {})
  await link.listening()
  link.drop()
  const { connection } = await listener(broker.url, [])
  const status = JSON.stringify({ state: 'online', instance: 'another' })
  await new Promise<void>((onAck) => {
    connection.publish('den-luot/v1/demo/status', status, { retain: true, onAck })
  })
  await send('a')
  const again = await listener(broker.url, [], { clientId: 'den-luot-demo', keepSession: true })
  await again.until((heard) => heard.length > 0)
  assert.equal(
    again.heard.map(({ topic }) => topic),
    ['den-luot/v1/demo/commands/a'],
  )
})

test('a command whose receiver fails is handed to it again until it is recorded, and events go on meanwhile', async () => {
  const broker = await startMosquitto()
  const send = await server(broker)
  const clock = manualClock()
  const link = open({ url: broker.url }, clock)
  let tries = 0
  link.subscribe(commands, async () => {
    tries++
    link.look()
    if (tries < 3) throw new Error('disk full')
  })
  await link.listening()
  await send('a')
  await link.until(() => link.state().trouble !== null)
  assert.is(
    link.state().trouble?.text,
    'what came on den-luot/v1/demo/commands/a could not be recorded: disk full',
  )
  assert.is(await link.publish('den-luot/v1/demo/events/X', '{}'), 'acknowledged')
  await clock.advance(1000)
  assert.is(tries, 2)
  await clock.advance(2000)
  assert.is(tries, 3)
  await link.settled()
  link.drop()
  const second = open({ url: broker.url })
  const heard: string[] = []
  second.subscribe(commands, ({ payload }) => {
    heard.push(String(payload))
    second.look()
  })
  await second.listening()
  await send('b')
  await second.until(() => heard.length > 0)
  assert.equal(heard, ['b'], 'the first was taken')
})

test('a subscription made while connected works at once, and one the broker refuses is told', async () => {
  const broker = await startMosquitto()
  const send = await server(broker)
  const link = open({ url: broker.url })
  await link.connected()
  const heard: string[] = []
  link.subscribe(commands, ({ payload }) => {
    heard.push(String(payload))
    link.look()
  })
  await link.settled()
  await send('a')
  await link.until(() => heard.length === 1)

  const bus = await startBus()
  const here = open({ url: bus.url, ...bus.credentials.outbox })
  here.subscribe('den-luot/v1/other/commands/#', () => {})
  await here.until(() => here.state().trouble !== null)
  assert.match(here.state().trouble?.text ?? '', /refused to send den-luot\/v1\/other\/commands\/#/)
  assert.is(here.state().state, 'connected')
})

test('what is published without a connection, or under way when it goes, is answered "gone"', async () => {
  const broker = await startMosquitto()
  const link = open({ url: broker.url })
  assert.is(await link.publish('den-luot/v1/demo/events/X', '{}'), 'gone')
  await link.connected()
  broker.freeze()
  const answer = link.publish('den-luot/v1/demo/events/X', '{}')
  await broker.stop('SIGKILL')
  assert.is(await answer, 'gone')
})

test('the status says who speaks; the last will and the goodbye say that nobody does', async () => {
  const broker = await startMosquitto()
  const far = await listener(broker.url, ['den-luot/v1/demo/status'])
  const link = open({ url: broker.url })
  await far.until((heard) => heard.length === 1)
  const { connectedAt, ...said } = JSON.parse(far.heard[0]?.text ?? '')
  assert.equal(said, { seq: 7, state: 'online', journalId: 'j', instance: link.instance })
  assert.ok(connectedAt)
  link.drop()
  await far.until((heard) => heard.length === 2)
  const will = JSON.parse(far.heard[1]?.text ?? '')
  assert.equal([will.state, will.journalId, will.instance], ['offline', 'j', link.instance])
  const second = open({ url: broker.url })
  await second.connected()
  await second.close()
  await far.until((heard) => heard.length === 4)
  const goodbye = JSON.parse(far.heard[3]?.text ?? '')
  assert.equal([goodbye.seq, goodbye.state, goodbye.instance], [7, 'offline', second.instance])
  assert.is.not(link.instance, second.instance)
})

test.run()
