/** What the hall knows of its devices: from reports of new stations and of old ones. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readUp } from '../firmware/message-reader.ts'
import type { FilledSite } from '../hardware/site-description.ts'
import { openDevices } from './devices.ts'

const test = suite('devices')
const site = {
  stations: [
    {
      id: 'st',
      name: 'Sảnh',
      runs: 'own-process',
      wires: 'simulated',
      expanders: [{ id: 'mr-1', chip: 'mcp23017', bus: 1, address: '0x20', interruptPin: 4 }],
      devices: [
        { id: 'button', kind: 'service-button', driver: 'expander', service: 's', pin: 'mr-1:A0' },
        { id: 'board', kind: 'counter-board', driver: 'ht16k33', counter: 'q1', bus: 1, address: '0x70' },
        { id: 'printer', kind: 'ticket-printer', driver: 'escpos', connection: 'tcp://printer' },
      ],
    },
  ],
} as unknown as FilledSite

function rig() {
  const logged: string[] = []
  const devices = openDevices(site, 0, (line) => logged.push(line))
  const heard = { changes: 0, seen: 0 }
  devices.onChange(() => heard.changes++)
  devices.onSeen(() => heard.seen++)
  const of = (id: string) => {
    const entry = devices.all().find(({ device }) => device === id)
    if (!entry) throw new Error(`no ${id}`)
    return entry
  }
  return { devices, heard, logged, of }
}
const down = { state: 'down', reason: 'paper-out', detail: 'the paper is out', retries: 0 } as const

test('an expander is a device of its own, and those on it say so', () => {
  const { devices, of, heard } = rig()
  assert.equal([of('mr-1').kind, of('mr-1').place], ['expander', 'MCP23017 · I2C 1 · 0x20 · INT GPIO 4'])
  assert.equal([of('button').on, of('board').on], [['mr-1'], []])
  devices.report('st', 'mr-1', { ...down, reason: 'unplugged' }, 1000)
  assert.is(heard.changes, 1)
  assert.is(of('mr-1').health.state, 'down')
})

test('the last error stays known after a repair, with its time', () => {
  const { devices, of } = rig()
  devices.report('st', 'printer', down, 1000)
  devices.report('st', 'printer', { state: 'ready' }, 5000)
  assert.equal(of('printer').lastError, { at: 1000, reason: 'paper-out', detail: 'the paper is out' })
  assert.is(of('printer').lastSeen, 5000)
  assert.is(of('printer').since, 5000)
  assert.is(of('printer').retries, 0)
})

test('a warning is logged once, with the device’s name, so that it is known after it is cleared', () => {
  const { devices, logged } = rig()
  const warns = { state: 'ready', warning: 'code-lost', detail: 'a code was lost' } as const
  for (const at of [1000, 1100]) devices.report('st', 'button', warns, at)
  devices.report('st', 'button', { state: 'ready' }, 1200)
  assert.equal(logged, ['st/button warns: code-lost, a code was lost'])
})

test('disagreements are counted on through a fault', () => {
  const { devices, of } = rig()
  devices.report('st', 'board', { state: 'ready', disagreements: 2 }, 1000)
  devices.report('st', 'board', { ...down, reason: 'no-answer' }, 2000)
  assert.is(of('board').disagreements, 2)
  devices.report('st', 'board', { state: 'ready', disagreements: 3 }, 3000)
  assert.is(of('board').disagreements, 3)
})

test('a warning leaves a printer ready, and is a change', () => {
  const { devices, heard } = rig()
  devices.report('st', 'printer', { state: 'ready' }, 1000)
  devices.report('st', 'printer', { state: 'ready', warning: 'paper-low' }, 2000)
  assert.ok(devices.isReady('st', 'printer'))
  assert.is(heard.changes, 2)
})

test('times that move on are no change of state', () => {
  const { devices, heard, of } = rig()
  devices.report('st', 'printer', { state: 'ready' }, 1000)
  devices.seen('st', { printer: { agoMs: 500 }, elsewhere: { agoMs: 1 } }, 60_000)
  assert.is(of('printer').lastSeen, 59_500)
  devices.spokeUp('st', 'printer', 61_000)
  // Told before it, said about an earlier moment.
  devices.seen('st', { printer: { agoMs: 5000 } }, 62_000)
  assert.is(of('printer').lastSeen, 61_000)
  assert.equal(heard, { changes: 1, seen: 2 })
})

test('retries of a device that is down go on; a station that is gone keeps what was known', () => {
  const { devices, of } = rig()
  devices.report('st', 'printer', down, 1000)
  devices.seen('st', { printer: { retries: 9 } }, 2000)
  assert.is(of('printer').retries, 9)
  devices.report('st', 'printer', { state: 'ready' }, 3000)
  devices.reportStationGone('st', 4000)
  assert.is(of('printer').lastSeen, 3000)
  assert.is(of('printer').lastError?.reason, 'offline')
})

test('printing times are of the last fifty slips whose end was told', () => {
  const { devices, of } = rig()
  const slip = { type: 'printed', job: 'j', printer: 'printer' } as const
  devices.printed('st', { ...slip, outcome: 'printed' }, 1)
  assert.is(of('printer').printing, null)
  for (let ms = 1; ms <= 120; ms++) devices.printed('st', { ...slip, outcome: 'printed', tookMs: ms }, ms)
  devices.printed('st', { ...slip, outcome: 'failed', tookMs: 9999 }, 200)
  assert.equal(of('printer').printing, { slips: 50, lastMs: 120, medianMs: 95 })
})

test('messages of stations of the version before are read, and those of a later one with an unknown warning', () => {
  const read = (message: unknown) => readUp(Buffer.from(JSON.stringify(message)))
  assert.ok(read({ type: 'health', device: 'd', health: { state: 'ready' } }))
  assert.ok(read({ type: 'health', device: 'd', health: { state: 'ready', disagreements: 1 } }))
  assert.ok(read({ type: 'health', device: 'd', health: { state: 'ready', warning: 'ribbon-low' } }))
  assert.ok(read({ type: 'printed', job: 'j', printer: 'p', outcome: 'printed' }))
  assert.ok(read({ type: 'seen', devices: { d: { agoMs: 3, retries: 1 } } }))
  assert.not(read({ type: 'seen', devices: { d: { agoMs: -3 } } }))
  assert.not(read({ type: 'seen', devices: 'all' }))
})

test.run()
