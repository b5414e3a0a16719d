import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { findUsbPrinter, usbPrintersNamedTwice } from './usb-printers.ts'
import { faultOf, messageOf } from './wire-error.ts'

const test = suite('USB printers by serial number and socket')
const folder = mkdtempSync(join(tmpdir(), 'usb-printers-'))
test.after(() => rmSync(folder, { recursive: true }))
let count = 0

/** sysfs as the kernel has it: /sys/class/usbmisc/lpN/device leads to an interface of a USB device. */
function sysfs(printers: Record<string, { socket: string; serial?: string }>): string {
  const root = join(folder, `${count++}`)
  mkdirSync(join(root, 'class'), { recursive: true })
  for (const [lp, { socket, serial }] of Object.entries(printers)) {
    const device = join(root, 'devices', 'usb1', socket)
    mkdirSync(join(device, `${socket}:1.0`), { recursive: true })
    writeFileSync(join(device, 'manufacturer'), 'EPSON\n')
    writeFileSync(join(device, 'product'), 'TM-T20\n')
    if (serial !== undefined) writeFileSync(join(device, 'serial'), `${serial}\n`)
    mkdirSync(join(root, 'class', lp))
    symlinkSync(join(device, `${socket}:1.0`), join(root, 'class', lp, 'device'))
  }
  mkdirSync(join(root, 'class', 'iowarrior0'))
  return join(root, 'class')
}
const said = (promise: Promise<unknown>) =>
  promise.then(
    () => 'found',
    (error) => `${faultOf(error)}: ${messageOf(error)}`,
  )

test('a printer is found whatever number the kernel gave it', async () => {
  const before = sysfs({ lp0: { socket: '1-1.2', serial: 'A1' }, lp1: { socket: '1-1.3', serial: 'B2' } })
  const after = sysfs({ lp0: { socket: '1-1.3', serial: 'B2' }, lp1: { socket: '1-1.2', serial: 'A1' } })
  for (const wanted of ['serial=B2', 'socket=1-1.3']) {
    assert.is(await findUsbPrinter(wanted, before), '/dev/usb/lp1')
    assert.is(await findUsbPrinter(wanted, after), '/dev/usb/lp0')
  }
})

test('one that is not there is told with all that are, as they are to be written', async () => {
  const root = sysfs({ lp0: { socket: '1-1.2', serial: 'A1' }, lp1: { socket: '1-1.3' } })
  assert.is(
    await said(findUsbPrinter('serial=A2', root)),
    'unplugged: no USB printer with serial=A2: is it plugged in and switched on? Plugged in: EPSON TM-T20 (serial=A1, socket=1-1.2) at /dev/usb/lp0; EPSON TM-T20 (no serial number, socket=1-1.3) at /dev/usb/lp1',
  )
  assert.match(await said(findUsbPrinter('socket=1-9', join(root, 'none'))), /Plugged in: none$/)
})

test('two with one serial number, as cheap printers have it, are told apart by their sockets', async () => {
  const root = sysfs({ lp0: { socket: '1-1.2', serial: '001' }, lp1: { socket: '1-1.3', serial: '001' } })
  assert.match(
    await said(findUsbPrinter('serial=001', root)),
    /^disagrees: 2 USB printers have the serial number 001: name the socket of each/,
  )
  assert.is(await findUsbPrinter('socket=1-1.3', root), '/dev/usb/lp1')
})

test('connections that lead to one printer are found, whichever way they name it', async () => {
  const root = sysfs({ lp0: { socket: '1-1.2', serial: 'A1' }, lp1: { socket: '1-1.3', serial: 'B2' } })
  const twice = (...connections: string[]) => usbPrintersNamedTwice(connections, root)
  assert.equal(await twice('usb:/dev/usb/lp0', 'usb:serial=B2', 'usb:socket=1-1.2'), [
    { path: '/dev/usb/lp0', connections: ['usb:/dev/usb/lp0', 'usb:socket=1-1.2'] },
  ])
  assert.equal(await twice('usb:serial=A1', 'usb:socket=1-1.3', 'usb:serial=C3', 'usb:socket=1-9'), [])
})

test.run()
