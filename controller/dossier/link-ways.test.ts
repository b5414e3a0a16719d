/** Every way to a broker: TCP, TLS, WebSocket, with certificates good and bad, and several addresses. */
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { cable, closeAll, later, passes, quick, temporaryDirectory, watch } from '../bus/bus.test-kit.ts'
import { authority, type Made } from './certificates.test-kit.ts'
import { startMosquitto as start } from './link.test-kit.ts'
import { type LinkBroker, openDossierLink } from './link.ts'
import type { LinkTrouble } from './link-state.ts'

const test = suite('ways to the broker')
test.after.each(closeAll)

function open(broker: LinkBroker, more: Partial<Parameters<typeof openDossierLink>[0]> = {}) {
  const link = openDossierLink({
    site: 'demo',
    broker,
    journalId: 'j',
    describe: () => ({}),
    clock: systemClock,
    isoTime: (at) => new Date(at).toISOString(),
    pauses: quick,
    ...more,
  })
  later(link.close)
  const { look, until } = watch()
  link.onChange(look)
  return {
    ...link,
    until,
    connected: () => until(() => link.state().state === 'connected'),
    async trouble(code: LinkTrouble['code'], wording: RegExp) {
      await until(() => {
        const { trouble } = link.state()
        return trouble?.code === code && wording.test(trouble.text)
      })
      assert.is(link.state().state, 'connecting')
    },
  }
}

const delivers = async (link: ReturnType<typeof open>) => {
  await link.connected()
  assert.is(await link.publish('den-luot/v1/demo/events/X', '{}'), 'acknowledged')
}
const pem = ({ cert, key }: Made) => ({ cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') })

for (const version of [4, 5] as const) {
  const named = version === 5 ? 'MQTT 5' : 'MQTT 3.1.1'

  test(`${named} over a WebSocket`, async () => {
    const broker = await start({ websockets: true })
    await delivers(open({ url: `${broker.moreUrl}/mqtt`, version }))
  })

  test(`${named} over TLS with the controller’s own certificate, and not without it`, async () => {
    const ca = authority(temporaryDirectory())
    const broker = await start({
      tls: { ca: ca.file, ...ca.sign('broker', 'IP:127.0.0.1'), askForOwn: true },
    })
    const to = { url: broker.moreUrl, version, ca: ca.text }
    await delivers(open({ ...to, ...pem(ca.sign('controller', 'DNS:controller')) }))
    const without = open(to)
    await without.trouble('own-certificate-refused', /certificate required/i)
  })
}

test('TLS over a WebSocket with the controller’s own certificate', async () => {
  const ca = authority(temporaryDirectory())
  const tls = { ca: ca.file, ...ca.sign('broker', 'IP:127.0.0.1'), askForOwn: true }
  const broker = await start({ websockets: true, tls })
  await delivers(open({ url: broker.moreUrl, ca: ca.text, ...pem(ca.sign('controller', 'DNS:controller')) }))
})

const bad: [
  name: string,
  names: string,
  days: [number, number],
  synced: boolean | null,
  LinkTrouble['code'],
  RegExp,
][] = [
  [
    'that has expired',
    'IP:127.0.0.1',
    [-30, -2],
    true,
    'certificate-expired',
    /valid from 20..-.* to 20..-.*clock says 20/,
  ],
  [
    'that is not valid yet',
    'IP:127.0.0.1',
    [2, 30],
    null,
    'certificate-not-yet',
    /valid from 20..-.* to 20..-.*clock says 20/,
  ],
  [
    'that looks too young because the clock was never set',
    'IP:127.0.0.1',
    [2, 30],
    false,
    'clock-not-set',
    /no time server has set it yet/,
  ],
  ['for another host', 'DNS:mqtt.example.vn', [-1, 30], true, 'certificate-other-host', /mqtt\.example\.vn/],
]
for (const [name, names, days, synced, code, wording] of bad)
  test(`a certificate ${name} is refused and told with what it says`, async () => {
    const ca = authority(temporaryDirectory())
    const broker = await start({ tls: { ca: ca.file, ...ca.sign('broker', names, ...days) } })
    const link = open({ url: broker.moreUrl, ca: ca.text }, { clockSynced: () => synced })
    await link.trouble(code, wording)
  })

test('a certificate of an unknown authority is refused and told with who signed it', async () => {
  const directory = temporaryDirectory()
  const [ca, other] = [authority(directory), authority(directory, 'other')]
  const broker = await start({ tls: { ca: ca.file, ...ca.sign('broker', 'IP:127.0.0.1') } })
  const link = open({ url: broker.moreUrl, ca: other.text })
  await link.trouble('certificate-unknown-issuer', /Test ca.*caFile/)
})

test('the second broker serves while the first is away, and the first again when it is back', async () => {
  const [first, second] = [await start(), await start()]
  const wire = await cable(Number(new URL(first.url).port))
  wire.cut()
  const clock = manualClock()
  const link = open({ url: wire.url, alternatives: [second.url] }, { clock, homeMs: 60_000, random: () => 1 })
  await passes(clock, () => link.state().state === 'connected')
  await delivers(link)
  assert.is(link.state().broker, second.url)
  assert.is(link.state().firstBroker, false)
  await passes(clock, () => clock.monotonicMs() > 90_000, 1000)
  await delivers(link)
  assert.is(link.state().broker, second.url, 'a look that fails costs nothing')
  wire.mend()
  await passes(clock, () => link.state().firstBroker, 1000)
  await passes(clock, () => link.state().state === 'connected')
  await delivers(link)
  assert.is(link.state().broker, wire.url)
})

test('a first broker that takes every connection and drops it gives way to the second', async () => {
  const [first, second] = [await start(), await start()]
  const wire = await cable(Number(new URL(first.url).port))
  const clock = manualClock()
  const link = open({ url: wire.url, alternatives: [second.url] }, { clock })
  await passes(clock, () => link.state().state === 'connected')
  await delivers(link)
  wire.cut()
  await passes(clock, () => link.state().broker === second.url && link.state().state === 'connected')
  await delivers(link)
})

test.run()
