/** Messages for visitors: each once, none late. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { openVisitorMessages } from './visitor-messages.ts'

const test = suite('messages for visitors')

const called = (id: string, validuntil: string) => ({
  ...{
    specversion: '1.0',
    id,
    source: '/den-luot/sites/test',
    type: 'Called',
    time: '2026-11-23T08:00:00+07:00',
  },
  ...{ datacontenttype: 'application/json', validuntil },
  data: {
    ...{ ticket: 't1', number: 'A012', booking: null, service: 'land', leg: 1 },
    ...{ counter: 'q3', spoken: '3', calls: 1 },
  },
})

test('a message is due once, and not after its time', async () => {
  const clock = manualClock(Date.parse('2026-11-23T08:00:00+07:00'))
  const messages = openVisitorMessages({ clock, onChange() {} })
  const until = '2026-11-23T08:03:00+07:00'
  assert.is(messages.take('Called', called('m1', until)), null)
  assert.is(messages.take('Called', called('m1', until)), null)
  assert.equal(messages.state(), { due: 1, late: 0, last: 'A012 to counter 3' })
  await clock.advance(4 * 60_000)
  messages.take('Called', called('m2', until))
  assert.equal(messages.state(), { due: 1, late: 1, last: 'A012 to counter 3' })
})

test('one that is not what the contract says is named', () => {
  const messages = openVisitorMessages({ clock: manualClock(), onChange() {} })
  assert.ok(messages.take('Called', { ...called('m1', 'soon') })?.startsWith('/validuntil '))
  assert.is(messages.state().due, 0)
})

test('its memory has a bound', () => {
  const messages = openVisitorMessages({ clock: manualClock(), onChange() {} })
  for (let one = 0; one < 1500; one++) messages.take('Called', called(`m${one}`, '2027-01-01T00:00:00Z'))
  assert.is(messages.state().due, 1500)
  messages.take('Called', called('m1400', '2027-01-01T00:00:00Z'))
  assert.is(messages.state().due, 1500)
})

test.run()
