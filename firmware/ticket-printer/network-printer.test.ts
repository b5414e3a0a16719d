/** The driver against real sockets: a server on loopback stands for the printer. */
import { createServer, type Server, type Socket } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth, Raster } from '../messages.ts'
import { openByteWire } from '../wire/bytes.ts'
import { escposDecoder } from '../wire/escpos-decoder.sim.ts'
import { openSerialWire } from '../wire/serial.ts'
import { openTicketPrinter } from './ticket-printer.escpos.ts'
import type { TicketPrinter } from './ticket-printer.ts'

const test = suite('ticket printer over the network')
const bytes = openByteWire({ clock: systemClock, serial: openSerialWire() })
const ends: (() => Promise<void> | void)[] = []
test.after.each(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const slip: Raster = { width: 576, height: 300, bits: Buffer.alloc(72 * 300, 0xaa).toString('base64') }

type Behaviour = {
  answers: boolean
  /** Breaks the line, or goes silent, once so many bytes have come over it. */
  dropAfter?: number
  hangAfter?: number
  reads?: boolean
}

async function printerThat(behaviour: Behaviour, port = 0) {
  const sockets = new Set<Socket>()
  let received = 0
  let connections = 0
  let slips = 0
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    connections++
    let fromThis = 0
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    if (behaviour.reads === false) {
      socket.pause()
      return
    }
    const decoder = escposDecoder({
      dots: 576,
      onCut: () => slips++,
      onQuestion(question) {
        if (behaviour.answers && fromThis <= (behaviour.hangAfter ?? Number.POSITIVE_INFINITY))
          socket.write(Uint8Array.of(question === 'DLE EOT' ? 0x12 : 0))
      },
    })
    socket.on('data', (data) => {
      received += data.length
      fromThis += data.length
      if (fromThis > (behaviour.dropAfter ?? Number.POSITIVE_INFINITY)) socket.resetAndDestroy()
      else decoder.push(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  ends.push(stop)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    received: () => received,
    connections: () => connections,
    slips: () => slips,
    stop,
    behave: (next: Partial<Behaviour>) => Object.assign(behaviour, next),
  }
}

async function open(port: number, timeoutMs = 1500) {
  const health: DeviceHealth[] = []
  const listeners = new Set<() => void>()
  const config: DeviceOf<'ticket-printer'> = {
    id: 'printer',
    kind: 'ticket-printer',
    driver: 'escpos',
    connection: `tcp://127.0.0.1:${port}`,
    timeoutMs,
  }
  const printer: TicketPrinter = await openTicketPrinter({
    config,
    wires: { bytes },
    clock: systemClock,
    onHealth(next) {
      health.push(next)
      for (const listener of listeners) listener()
    },
  })
  ends.push(() => printer.close())
  const until = (holds: (health: DeviceHealth) => boolean) =>
    new Promise<DeviceHealth>((resolve) => {
      const look = () => {
        const last = health.at(-1)
        if (!last || !holds(last)) return
        listeners.delete(look)
        resolve(last)
      }
      listeners.add(look)
      look()
    })
  return { printer, until }
}
const ready = (health: DeviceHealth) => health.state === 'ready'
const down = (health: DeviceHealth) => health.state === 'down'

test('a printer that answers is ready and prints', async () => {
  const far = await printerThat({ answers: true })
  const { printer, until } = await open(far.port)
  await until(ready)
  assert.is((await printer.print('job', slip)).outcome, 'printed')
  assert.is(far.slips(), 1)
  assert.is(far.connections(), 1)
})

test('a printer that is switched off is named with what to look at', async () => {
  const far = await printerThat({ answers: true })
  await far.stop()
  const { printer, until } = await open(far.port)
  const health = await until(down)
  assert.is(health.state === 'down' && health.reason, 'unplugged')
  assert.is(
    health.state === 'down' && health.detail,
    `printer 127.0.0.1:${far.port} refused the connection: is it switched on, is its address right?`,
  )
  const fate = await printer.print('job', slip)
  assert.is(fate.outcome, 'failed')
})

test('a printer that is switched on later becomes ready by itself', async () => {
  const first = await printerThat({ answers: true })
  await first.stop()
  const { until } = await open(first.port)
  await until(down)
  await printerThat({ answers: true }, first.port)
  await until(ready)
})

test('a line that is dropped in the middle of a slip leaves its fate unknown', async () => {
  const far = await printerThat({ answers: true, dropAfter: 6000 })
  const { printer, until } = await open(far.port)
  await until(ready)
  const fate = await printer.print('job', slip)
  assert.equal([fate.outcome, fate.reason], ['unknown', 'unplugged'])
  assert.match(fate.detail ?? '', /broke the connection|closed the connection/)
})

test('a printer that hangs after the slip left: unknown', async () => {
  const far = await printerThat({ answers: true, hangAfter: 10_000 })
  const { printer, until } = await open(far.port, 2000)
  await until(ready)
  const fate = await printer.print('job', slip)
  assert.is(fate.outcome, 'unknown')
  assert.is(far.slips(), 1, 'it is on paper, and nobody could know')
})

test('a printer that hangs while idle gets no slip', async () => {
  const far = await printerThat({ answers: true })
  const { printer, until } = await open(far.port, 4000)
  await until(ready)
  far.behave({ answers: false })
  const fate = await printer.print('job', slip)
  assert.equal([fate.outcome, fate.reason], ['failed', 'no-answer'])
  assert.is(far.slips(), 0)
})

test('a line that is closed while it takes nothing is given up at once', async () => {
  const far = await printerThat({ answers: false, reads: false })
  const line = await bytes.open(`tcp://127.0.0.1:${far.port}`)
  const writing = line.write(new Uint8Array(20_000_000)).then(
    () => 'taken',
    (error: Error) => error.message,
  )
  await line.close()
  assert.match(await writing, /connection/)
  assert.is(line.sent(), 20_000_000)
})

test('a connection that is none is told with what it may be', async () => {
  try {
    await bytes.open('lpt1')
    assert.unreachable()
  } catch (error) {
    assert.match(String(error), /"lpt1" is no connection: tcp:\/\/HOST, usb:\/dev\/usb\/lp0 or serial:/)
  }
})

test('a name that nobody knows is told as that', async () => {
  try {
    await bytes.open('tcp://printer.invalid')
    assert.unreachable()
  } catch (error) {
    assert.match(String(error), /printer\.invalid:9100/)
  }
})

test.run()
