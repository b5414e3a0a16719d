/** Which chimes sound after which events. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { FilledSite } from '../hardware/site-description.ts'
import { openChimes } from './chimes.ts'
import { openDevices } from './devices.ts'
import { issue, testHall } from './hall.test-kit.ts'

const test = suite('chimes')
const lampAt = (id: string, counter: string, pin: number, more = {}) => ({
  id,
  kind: 'call-lamp',
  driver: 'onoff',
  counter,
  pin,
  activeLow: false,
  ...more,
})
const site = {
  stations: [
    {
      id: 'st',
      name: 'Sảnh',
      runs: 'controller',
      wires: 'simulated',
      devices: [
        lampAt('chime-1', 'q1', 5, { pulseMs: 800 }),
        lampAt('chime-2', 'q2', 6, { pulseMs: 800 }),
        lampAt('lamp-1', 'q1', 13),
      ],
    },
  ],
} as unknown as FilledSite

test('the chime of the counter that calls sounds at a call and at a recall, and at nothing else', async () => {
  const kit = await testHall()
  const sounded: unknown[] = []
  const chimes = openChimes({
    devices: openDevices(site, 0),
    send: (station, message) => sounded.push([station, message.type === 'signal' && message.device]),
  })
  kit.hall.onCommit((committed) => chimes.react(committed))
  await kit.ask({ type: 'OpenDay', date: '2026-11-23' })
  await kit.ask(issue())
  await kit.clock.advance(0)
  assert.equal(sounded, [])
  assert.not((await kit.ask({ type: 'CallNext', counter: 'q1' })).refused)
  await kit.clock.advance(0)
  assert.equal(sounded, [['st', 'chime-1']])
  assert.not((await kit.ask({ type: 'Recall', counter: 'q1' })).refused)
  await kit.clock.advance(0)
  assert.equal(sounded.length, 2)
  assert.not((await kit.ask({ type: 'Start', counter: 'q1' })).refused)
  await kit.clock.advance(0)
  assert.equal(sounded.length, 2)
  await kit.end()
})

test.run()
