import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { strictly } from './contract/strictly.test-kit.ts'
import { deviceHealth } from './device-health.ts'
import { diskHealth } from './disk-health.ts'
import { hallMessage } from './message.ts'

const test = suite('the journal’s disk for the dossier server')
const zone = 'Asia/Ho_Chi_Minh'
const eight = Date.parse('2026-11-23T08:00:00+07:00')
const nine = eight + 3_600_000

for (const [level, failure, health, since] of [
  ['ample', null, { state: 'ready' }, eight],
  ['low', null, { state: 'ready', warning: 'disk-low' }, eight],
  ['nearly-full', null, { state: 'ready', warning: 'disk-nearly-full' }, eight],
  ['nearly-full', 'disk-full', { state: 'down', reason: 'disk-full' }, nine],
  ['ample', 'disk-read-only', { state: 'down', reason: 'disk-read-only' }, nine],
  ['unknown', null, { state: 'down', reason: 'unknown' }, eight],
] as const)
  test(`${level}${failure ? ` and ${failure}` : ''} is ${JSON.stringify(health)}, as the contract has it`, () => {
    const now = diskHealth({ level, since: eight }, failure && { reason: failure, since: nine })
    assert.equal([now.health, now.since], [health, since])
    const { data } = deviceHealth(now, zone)
    const message = hallMessage(
      { site: 'test', timeZone: zone },
      { id: 'one', type: 'DeviceHealth', at: nine, data },
    )
    assert.is(strictly('DeviceHealth', JSON.parse(message)), null)
  })

test.run()
