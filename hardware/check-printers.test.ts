import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lineOf, saidAfter } from './site.test-kit.ts'
import type { DeviceConfig } from './site-description.ts'

const check = suite('The check of printers')

const printer = (connection: string): DeviceConfig => ({
  id: 'may-in-2',
  kind: 'ticket-printer',
  driver: 'escpos',
  connection,
})
/** The ward has one printer at usb:/dev/usb/lp0. */
const said = (connection: string, first = 'usb:/dev/usb/lp0') =>
  saidAfter('ward', (site) => {
    const devices = site.stations[0]?.devices ?? []
    for (const device of devices) if (device.kind === 'ticket-printer') device.connection = first
    devices.push(printer(connection))
  }).map(lineOf)

check('two that are named by the kernel’s numbers may be swapped at a restart, and are warned of', () => {
  const lines = said('usb:/dev/usb/lp1')
  assert.is(lines.length, 2)
  assert.match(
    lines[1] ?? '',
    /^warning: .+connection \(may-in-2\): may be another USB printer’s after a restart/,
  )
  assert.is(said('usb:serial=A1').length, 1)
})

check('all named by serial number or by socket, or one on USB alone, they have no problem', () => {
  assert.equal(said('usb:serial=A1', 'usb:serial=B2'), [])
  assert.equal(said('usb:socket=1-1.3', 'usb:socket=1-1.2'), [])
  assert.equal(said('tcp://192.168.1.50'), [])
})

check('one by serial number and one by socket may be one printer, and both are named', () => {
  assert.match(
    said('usb:serial=A1', 'usb:socket=1-1.2').join(),
    /^warning: stations\[0\]\.devices\[\d\]\.connection \(may-in\): names a socket and stations\[0\]\.devices\[9\] \(may-in-2\) a serial number, so nobody can see/,
  )
  assert.match(said('usb:serial=A1')[0] ?? '', /also one that is named in another way here/)
})

check('one serial number or socket that stands twice names both', () => {
  for (const one of ['serial=A1', 'socket=1-1.2'])
    assert.match(said(`usb:${one}`, `usb:${one}`).join(), `${one} is already used by stations[0].devices`)
})

check('one that is not asked is warned of in a network, where nobody then knows of any slip', () => {
  const unasked = (connection: string) =>
    saidAfter('ward', (site) => {
      for (const device of site.stations[0]?.devices ?? [])
        if (device.kind === 'ticket-printer') Object.assign(device, { connection, askStatus: false })
    }).map(lineOf)
  assert.match(
    unasked('tcp://192.168.1.50').join(),
    /^warning: stations\[0\]\.devices\[\d\]\.askStatus \(may-in\): is false over a network/,
  )
  assert.equal(unasked('usb:/dev/usb/lp0'), [])
  assert.equal(unasked('serial:/dev/ttyUSB0?baud=19200'), [])
})

check('a name that is neither is refused', () => {
  assert.match(said('usb:A1')[0] ?? '', 'error: stations[0].devices[9].connection (may-in-2)')
})

check.run()
