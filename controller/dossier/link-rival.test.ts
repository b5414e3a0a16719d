/** Two controllers with the same site id, at a real Mosquitto, and what must not be taken for that. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { type ManualClock, manualClock } from '../../hardware/clock.sim.ts'
import { closeAll, later, passes, quick } from '../bus/bus.test-kit.ts'
import { openDossierLink } from './link.ts'
import { watchForRivals } from './link-rival.ts'

const test = suite('a second controller')
test.after.each(closeAll)

async function startMosquitto() {
  const broker = await mosquitto()
  later(broker.remove)
  await broker.start()
  return broker
}

function open(url: string, version: 4 | 5, clock: ManualClock, journalId: string) {
  let connects = 0
  const link = openDossierLink({
    site: 'demo',
    broker: { url, version },
    journalId,
    describe: () => ({}),
    clock,
    isoTime: (at) => new Date(at).toISOString(),
    pauses: quick,
  })
  later(link.close)
  link.onConnected(() => connects++)
  const publish = () => link.publish('den-luot/v1/demo/events/X', '{}')
  return { ...link, publish, connects: () => connects, is: () => link.state().state }
}

for (const version of [4, 5] as const)
  test(`MQTT ${version === 5 ? '5' : '3.1.1'}: two of one site take turns instead of throwing each other out, and both say so`, async () => {
    const broker = await startMosquitto()
    const clock = manualClock()
    const a = open(broker.url, version, clock, 'journal-a')
    await passes(clock, () => a.is() === 'connected')
    assert.is(await a.publish(), 'acknowledged')
    const b = open(broker.url, version, clock, 'journal-b')
    await passes(clock, () => a.is() === 'aside' || b.is() === 'aside')
    await passes(clock, () => a.state().rival !== null && b.state().rival !== null)
    const turns = { a: 0, b: 0 }
    const before = a.connects() + b.connects()
    for (let minute = 0; minute < 60; minute++) {
      await passes(
        clock,
        (() => {
          const until = clock.monotonicMs() + 60_000
          return () => clock.monotonicMs() >= until
        })(),
        500,
      )
      assert.not.ok(a.is() === 'connected' && b.is() === 'connected')
      if (a.is() === 'connected' && (await a.publish()) === 'acknowledged') turns.a++
      if (b.is() === 'connected' && (await b.publish()) === 'acknowledged') turns.b++
    }
    assert.ok(turns.a >= 5 && turns.b >= 5, `${turns.a} and ${turns.b} of 60 minutes`)
    assert.ok(a.connects() + b.connects() - before <= 30, 'they throw each other out seldom')
    assert.is(a.state().rival?.journalId, 'journal-b')
    assert.is(b.state().rival?.journalId, 'journal-a')
  })

test('a controller that was killed and started again has no rival', async () => {
  const broker = await startMosquitto()
  const clock = manualClock()
  for (let run = 0; run < 4; run++) {
    const link = open(broker.url, 4, clock, 'journal-a')
    await passes(clock, () => link.is() === 'connected')
    assert.is(await link.publish(), 'acknowledged')
    await broker.stop('SIGTERM')
    await broker.start()
    await passes(clock, () => link.connects() === 2 && link.is() === 'connected')
    assert.is(await link.publish(), 'acknowledged')
    assert.is(link.state().rival, null)
    link.drop()
  }
})

const said = (instance: string, more = {}) =>
  Buffer.from(JSON.stringify({ instance, state: 'online', ...more }))

test('a broker that was set back to what it knew of an earlier run is no rival', () => {
  const rivals = watchForRivals('me', manualClock())
  for (let time = 0; time < 5; time++) {
    rivals.connected('mqtt://a', String(said('me')))
    assert.is(rivals.heard(said('earlier'), true), false)
    assert.is(rivals.heard(said('me'), false), false)
    rivals.spoke('mqtt://a')
    assert.is(rivals.gone(), false)
  }
  assert.is(rivals.known(), null)
})

test('one that speaks under another client id is told of, and nobody stands aside', () => {
  const rivals = watchForRivals('me', manualClock())
  rivals.connected('mqtt://a', String(said('me')))
  rivals.heard(said('me'), false)
  rivals.spoke('mqtt://a')
  assert.is(rivals.heard(said('other', { journalId: 'j' }), false), false)
  assert.is(rivals.known()?.journalId, 'j')
  assert.is(rivals.gone(), false)
})

test('a rival is forgotten after half an hour alone; what nobody can read is passed over', async () => {
  const clock = manualClock()
  const rivals = watchForRivals('me', clock)
  rivals.connected('mqtt://a', String(said('me')))
  rivals.heard(said('me'), false)
  rivals.heard(said('other'), false)
  assert.ok(rivals.known())
  await clock.advance(31 * 60_000)
  assert.is(rivals.known(), null)
  for (const text of ['', 'null', '[]', '{"instance":7}', '\u0000'])
    assert.is(rivals.heard(Buffer.from(text), true), false)
})

test.run()
