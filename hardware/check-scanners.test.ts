import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lineOf, saidAfter } from './site.test-kit.ts'
import type { DeviceConfig } from './site-description.ts'

const check = suite('The check of code scanners')

const scanner = (id: string, device: string): DeviceConfig => ({
  id,
  kind: 'code-scanner',
  driver: 'evdev',
  device,
})
const byId = '/dev/input/by-id/usb-Honeywell_1900-event-kbd'
const said = (...devices: DeviceConfig[]) =>
  saidAfter('ward', (site) => site.stations[0]?.devices.push(...devices)).map(lineOf)

check('a scanner named by its id has no problem', () => {
  assert.equal(said(scanner('quet', byId)), [])
})

check('two that name one device file name each other', () => {
  assert.equal(said(scanner('q1', byId), scanner('q2', byId)), [
    `error: stations[0].devices[10].device (q2): ${byId} is already used by stations[0].devices[9].device (q1); one scanner belongs to one device, so name another one.`,
  ])
})

check('a number that changes with the next restart is warned of', () => {
  assert.equal(said(scanner('quet', '/dev/input/event3')), [
    `warning: stations[0].devices[9].device (quet): is "/dev/input/event3", whose number may be another device's after a restart; take the name that "ls /dev/input/by-id" shows.`,
  ])
})

check('a path that is no input device is refused', () => {
  assert.match(said(scanner('quet', '/dev/ttyACM0'))[0] ?? '', 'error: stations[0].devices[9].device (quet)')
})

check('a station that scans but has no printer is warned of', () => {
  const lines = saidAfter('demo', (site) =>
    site.stations.find(({ id }) => id === 'tram-quay-1')?.devices.push(scanner('quet', byId)),
  ).map(lineOf)
  assert.equal(lines, [
    'warning: stations[1].devices (tram-quay-1): there is a code-scanner but no ticket-printer, so slips come out at another station.',
  ])
})

check.run()
