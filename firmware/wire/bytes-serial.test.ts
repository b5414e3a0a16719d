import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../hardware/clock.ts'
import { openByteWire } from './bytes.ts'
import { openSerialWire } from './serial.ts'
import { faultOf } from './wire-error.ts'
import type { SerialTransport } from './wires.ts'

const test = suite('byte line over a serial port')

function fakePort() {
  const written: number[] = []
  const waiting: (() => void)[] = []
  const asked: [string, number][] = []
  const port: SerialTransport = Object.assign(new EventEmitter(), {
    isOpen: true,
    write(bytes: Uint8Array, done?: () => void) {
      written.push(...bytes)
      if (done) waiting.push(done)
    },
    close(done?: () => void) {
      port.isOpen = false
      port.emit('close')
      done?.()
    },
  })
  const wire = openByteWire({
    clock: systemClock,
    serial: {
      async open(path, baud) {
        asked.push([path, baud])
        return port
      },
    },
  })
  return { port, wire, written, waiting, asked }
}

test('path and speed come from the connection, 9600 when it names none', async () => {
  const { wire, asked } = fakePort()
  await wire.open('serial:/dev/ttyUSB0?baud=19200')
  await wire.open('serial:/dev/ttyS0')
  assert.equal(asked, [
    ['/dev/ttyUSB0', 19200],
    ['/dev/ttyS0', 9600],
  ])
})

test('blocks leave one after another, so that a slip given up stops soon', async () => {
  const { wire, written, waiting } = fakePort()
  const line = await wire.open('serial:/dev/ttyUSB0')
  const writing = line.write(new Uint8Array(600))
  assert.is(written.length, 256)
  assert.is(line.sent(), 256)
  for (let i = 0; i < 3; i++) {
    waiting.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await writing
  assert.is(line.sent(), 600)
})

test('a port that goes ends the write that waits', async () => {
  const { wire, port } = fakePort()
  const line = await wire.open('serial:/dev/ttyUSB0')
  const writing = line.write(new Uint8Array(10)).catch((error: unknown) => error)
  port.emit('close')
  const error = await writing
  assert.is(faultOf(error), 'unplugged')
  assert.match(String(error), /ttyUSB0 is gone/)
})

test('what comes back is heard, and closing closes the port', async () => {
  const { wire, port } = fakePort()
  const line = await wire.open('serial:/dev/ttyUSB0')
  const heard: number[] = []
  line.onData((bytes) => heard.push(...bytes))
  port.emit('data', Uint8Array.of(0x12))
  assert.equal(heard, [0x12])
  await line.close()
  assert.not(port.isOpen)
})

test('a serial port that is not there is told in words', async () => {
  const error = await openSerialWire()
    .open('/dev/ttyNOTHING', 9600)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    )
  assert.is(faultOf(error), 'unplugged')
  assert.match(String(error), /nothing is plugged in at \/dev\/ttyNOTHING/)
})

test('a cable that is pulled out ends the port, and nobody reads on', async () => {
  // A terminal of its own stands for the adapter; it is hung up when the program behind it ends.
  const behind = spawn('script', ['-qfc', 'tty; stty raw -echo; sleep 60', '/dev/null'])
  const [said] = (await once(behind.stdout, 'data')) as [Buffer]
  const path = /\/dev\/pts\/\d+/.exec(String(said))?.[0] ?? ''
  const port = await openSerialWire().open(path, 9600)
  port.on('data', () => {})
  const closed = once(port, 'close')
  behind.kill('SIGKILL')
  await closed
  assert.not.ok(port.isOpen)
  const before = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, 100))
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 50_000, `${user + system} µs of work in 100 ms`)
})

test.run()
