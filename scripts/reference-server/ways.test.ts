/** Every way to the broker that the options name, with events from the hall's side over plain TCP. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later, quick, temporaryDirectory, watch } from '../../controller/bus/bus.test-kit.ts'
import { authority } from '../../controller/dossier/certificates.test-kit.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import { issue } from '../../controller/hall.test-kit.ts'
import { type MoreListener, mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { systemClock } from '../../hardware/clock.ts'
import { readOptions } from './options.ts'
import { startHall } from './reference-server.test-kit.ts'
import { openReferenceServer } from './reference-server.ts'

const test = suite('ways of the dossier server to the broker')
test.after.each(closeAll)

async function follows(listening: MoreListener, path: string, args: string[]): Promise<void> {
  const broker = await mosquitto(listening)
  later(broker.remove)
  await broker.start()
  const options = readOptions(
    ['--site', 'test', '--broker', broker.moreUrl + path, ...args],
    temporaryDirectory(),
  )
  assert.ok('broker' in options, JSON.stringify(options))
  const server = openReferenceServer({
    ...{
      site: 'test',
      broker: options.broker,
      directory: options.data,
      clock: systemClock,
      reconnect: quick,
    },
    ...{ replay: { patienceMs: 100, longestMs: 500 }, acknowledgeEveryMs: 20 },
  })
  later(server.close)
  const { look, until } = watch()
  server.onChange(look)
  const hall = await startHall()
  const { outbox } = linkHall(hall, broker)
  await hall.ask(issue())
  await until(() => server.state().caughtUp && server.state().acknowledged?.upTo === hall.journal.lastSeq())
  assert.is(outbox.state().atServer, hall.journal.lastSeq())
}

for (const mqtt of ['3.1.1', '5']) {
  test(`MQTT ${mqtt} over TLS with a certificate of its own`, async () => {
    const ca = authority(temporaryDirectory())
    const own = ca.sign('dossier-server', 'DNS:dossier-server')
    await follows({ tls: { ca: ca.file, ...ca.sign('broker', 'IP:127.0.0.1'), askForOwn: true } }, '', [
      ...['--mqtt', mqtt, '--ca', ca.file, '--cert', own.cert, '--key', own.key],
    ])
  })

  test(`MQTT ${mqtt} over a WebSocket`, () => follows({ websockets: true }, '/mqtt', ['--mqtt', mqtt]))
}

test('a broker whose certificate nobody known signed is not spoken to, and it says why', async () => {
  const directory = temporaryDirectory()
  const [ca, other] = [authority(directory), authority(directory, 'other')]
  const broker = await mosquitto({ tls: { ca: ca.file, ...ca.sign('broker', 'IP:127.0.0.1') } })
  later(broker.remove)
  await broker.start()
  const server = openReferenceServer({
    ...{ site: 'test', directory: join(directory, 'data'), clock: systemClock, reconnect: quick },
    broker: { url: broker.moreUrl, ca: readFileSync(other.file, 'utf8') },
  })
  later(server.close)
  const { look, until } = watch()
  server.onChange(look)
  await until(() => /certificate|signature/i.test(server.state().broker.trouble ?? ''))
  assert.not(server.state().broker.connected)
})

test.run()
