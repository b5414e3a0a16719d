/** The tests' own broker: no test may leave one behind, whatever becomes of it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { freePort } from './mosquitto.test-kit.ts'

const test = suite('mosquitto for tests')

const crashing = `
  const { mosquitto } = await import(${JSON.stringify(new URL('mosquitto.test-kit.js', import.meta.url).href)})
  const broker = await mosquitto()
  await broker.start()
  process.stdin.once('data', () => (process.argv[1] === 'frozen' && broker.freeze(), process.kill(process.pid, 'SIGKILL')))
  console.log(broker.url)`

for (const state of ['running', 'frozen'])
  test(`a test that is killed takes its ${state} broker along`, async () => {
    const args = ['--input-type=module', '--eval', crashing, state]
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    const client = connect(Number(new URL(url).port), '127.0.0.1')
    await once(client, 'connect')
    client.on('error', () => undefined)
    const gone = new Promise((resolve) => client.once('close', resolve))
    child.stdin.write('die')
    await once(child, 'exit')
    await gone
  })

test('its port is none that an outgoing connection may be given', async () => {
  const lowest = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10)
  for (let one = 0; one < 50; one++) {
    const port = await freePort()
    assert.ok(port < lowest && port >= 1024, `${port}`)
  }
})

test.run()
