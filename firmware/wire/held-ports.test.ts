/** One printer that two devices of a site name in two ways: the second is told who has it, and sends it nothing. */

import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../hardware/clock.ts'
import { openByteWire } from './bytes.ts'
import { heldPorts } from './held-ports.ts'
import { faultOf, messageOf } from './wire-error.ts'

const test = suite('ports that are held')
const folder = mkdtempSync(join(tmpdir(), 'held-ports-'))
test.after(() => rmSync(folder, { recursive: true }))

const wire = (held = heldPorts()) =>
  openByteWire({ clock: systemClock, held, serial: { open: () => Promise.reject(new Error('not here')) } })
const said = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (error) => `${faultOf(error)}: ${messageOf(error)}`,
  )
/** A second name of a device file that any computer has. */
const link = join(folder, 'by-id')
symlinkSync('/dev/null', link)
const byLink = `usb:/dev/${relative('/dev', link)}`

test('a second device is refused by name until the first lets go, and the first may open again', async () => {
  const bytes = wire()
  const first = await bytes.open('usb:/dev/null', 'may-in')
  assert.is(
    await said(bytes.open(byLink, 'may-in-2')),
    `disagrees: ${byLink} is /dev/null, which may-in already has: both name one printer, so give one of the two its own connection`,
  )
  const again = await bytes.open('usb:/dev/null', 'may-in')
  await first.close()
  // The one that was opened last holds it.
  assert.match(await said(bytes.open(byLink, 'may-in-2')), /which may-in already has/)
  await again.close()
  const second = await bytes.open(byLink, 'may-in-2')
  assert.match(await said(bytes.open('usb:/dev/null', 'may-in')), /which may-in-2 already has/)
  await second.close()
})

test('two stations of one computer share what is held; a line that did not open holds nothing', async () => {
  const held = heldPorts()
  const line = await wire(held).open('usb:/dev/null', 'may-in')
  assert.match(await said(wire(held).open('usb:/dev/null', 'may-in-2')), /which may-in already has/)
  await line.close()
  const missing = 'usb:/dev/usb/lp99'
  for (const owner of ['a', 'b']) assert.match(await said(wire(held).open(missing, owner)), /^unplugged: /)
})

test('a printer in the network that two devices name gets one connection', async () => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => void sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const bytes = wire()
  const [line] = await Promise.all([
    bytes.open(`tcp://localhost:${port}`, 'may-in'),
    once(server, 'connection'),
  ])
  assert.match(
    await said(bytes.open(`tcp://LOCALHOST:${port}`, 'may-in-2')),
    /^disagrees: tcp:\/\/LOCALHOST:\d+ is localhost:\d+, which may-in already has/,
  )
  assert.is(sockets.size, 1)
  await line.close()
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
})

test.run()
