import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Key, StationDown } from '../firmware/messages.ts'
import type { FilledSite } from '../hardware/site-description.ts'
import { openDevices } from './devices.ts'
import { smallRules } from './domain/given.test-kit.ts'
import { legOf } from './domain/state.ts'
import { issue, testHall } from './hall.test-kit.ts'
import { chosenBy } from './key-request.ts'
import { openPresses } from './presses.ts'
import { openScreens } from './screens.ts'

const test = suite('presses of keypads and rating pads')

const devices = [
  { id: 'keys', kind: 'digit-keypad', counter: 'q2', rows: [5, 6], columns: [13, 19] },
  { id: 'pad', kind: 'rating-pad', counter: 'q2', buttons: [{ word: 'good', pin: 20 }] },
  { id: 'button', kind: 'service-button', service: 'land', pin: 17, ringPin: 27 },
]
const site = {
  timeZone: 'Asia/Ho_Chi_Minh',
  screens: { blinkSeconds: 20, callSeconds: 15 },
  counters: [],
  stations: [{ id: 'st', name: 'Quầy 2', devices }],
} as unknown as FilledSite

async function open() {
  const at = await testHall({ rules: { ...smallRules, nextWhileCalled: 'refuse' } })
  const { hall, clock } = at
  await at.ask({ type: 'OpenDay', date: '2026-11-23' })
  const sent: StationDown[] = []
  const send = (_: string, message: StationDown) => sent.push(message)
  const known = openDevices(site, 0)
  const presses = openPresses({
    hall,
    devices: known,
    estimates: { forNew: () => ({ estimate: null }) as never },
    send,
    onRefused: () => {},
  })
  const screens = openScreens({ hall, devices: known, clock, site, send })
  hall.onCommit(() => screens.refresh())
  screens.refresh()
  let n = 0
  const answer = async (work: Promise<void>) => {
    await work
    const last = sent.findLast((message) => message.type === 'signal')
    return last?.type === 'signal' ? last.signal : undefined
  }
  const key = (what: Key['key'], more: Partial<Key> = {}) =>
    answer(presses.key('st', { type: 'key', id: `k${n++}`, device: 'keys', key: what, long: false, ...more }))
  const rate = (value: number, id = `r${n++}`) =>
    answer(presses.rate('st', { type: 'rate', id, device: 'pad', value }))
  const shown = async () => {
    // Screens are made after whoever asked has the answer.
    await clock.advance(10)
    const last = sent.findLast((message) => message.type === 'show')
    return last?.type === 'show' ? last : undefined
  }
  const current = () => hall.state().tickets.get(hall.state().counters.get('q2')?.ticket ?? '')
  const end = async () => {
    screens.close()
    await at.end()
  }
  return { ...at, key, rate, shown, current, end }
}

test('three keys do an officer’s day', async () => {
  const { ask, key, current, end } = await open()
  await ask(issue())
  assert.is(await key('next'), 'accepted')
  assert.is(await key('recall'), 'accepted')
  assert.is(await key('start'), 'accepted')
  assert.is(current()?.state, 'serving')
  assert.is(await key('start'), 'accepted')
  assert.is(current(), undefined)
  await ask(issue())
  await key('next')
  assert.is(await key('start', { long: true }), 'accepted')
  assert.is(await key('recall'), 'refused')
  await end()
})

test('a number that is typed is called, whatever zeros stand before it', async () => {
  const { ask, key, current, end } = await open()
  for (let n = 0; n < 3; n++) await ask(issue())
  assert.is(await key('call', { digits: '003' }), 'accepted')
  assert.is(current()?.number, 'A003')
  await end()
})

test('a number that nobody has, or that is over, is refused at the keypad', async () => {
  const { ask, key, current, end } = await open()
  await ask(issue())
  assert.is(await key('call', { digits: '7' }), 'refused')
  assert.is(await key('call'), 'refused')
  await key('call', { digits: '1' })
  await key('start')
  await key('start')
  assert.is(await key('call', { digits: '1' }), 'refused')
  assert.is(current(), undefined)
  await end()
})

test('where two services have the number, the service’s place goes before it', async () => {
  const { ask, hall, key, current, end } = await open()
  await ask(issue('land'))
  await ask(issue('family'))
  assert.is(await key('call', { digits: '1' }), 'refused')
  assert.is(chosenBy(hall.state(), '101', 'q2')?.number, 'A001')
  assert.is(await key('call', { digits: '201' }), 'accepted')
  assert.is(current()?.number, '01')
  await end()
})

test('a held number that is typed goes on where it stopped', async () => {
  const { ask, key, current, end } = await open()
  await ask(issue())
  await key('next')
  await key('start')
  await ask({ type: 'Hold', counter: 'q2', reason: 'specialist' })
  assert.is(await key('call', { digits: '1' }), 'accepted')
  assert.is(current()?.state, 'serving')
  await end()
})

test('an officer’s number logs in, and the same number again logs out', async () => {
  const { hall, key, end } = await open()
  const officer = () => hall.state().counters.get('q2')?.officer
  assert.is(await key('officer', { digits: '4711' }), 'accepted')
  assert.is(officer(), '4711')
  assert.is(await key('officer', { digits: '4711' }), 'accepted')
  assert.is(officer(), null)
  await end()
})

test('a pad is lit while the last visit can be rated, and a press is that visit’s word', async () => {
  const { ask, hall, clock, key, rate, shown, end } = await open()
  const lit = async () => (await shown())?.pads?.pad
  assert.is(await lit(), false)
  assert.is(await rate(1), 'refused')
  await ask(issue())
  for (const what of ['next', 'start', 'start'] as const) await key(what)
  assert.is(await lit(), true)
  assert.is(await rate(2, 'same'), 'accepted')
  const [ticket] = hall.state().tickets.values()
  assert.is(ticket && legOf(ticket).rating?.value, 2)
  assert.is(await lit(), false)
  await ask(issue())
  for (const what of ['next', 'start', 'start'] as const) await key(what)
  assert.is(await lit(), true)
  await clock.advance(121_000)
  assert.is(await lit(), false)
  assert.is(await rate(1), 'refused')
  await end()
})

test('a rating that came twice over the network is one', async () => {
  const { ask, key, rate, journal, end } = await open()
  await ask(issue())
  for (const what of ['next', 'start', 'start'] as const) await key(what)
  await rate(1, 'same')
  const before = journal.lastSeq()
  await rate(1, 'same')
  assert.is(journal.lastSeq(), before)
  await end()
})

test('the ring of a service whose numbers are over is dark', async () => {
  const calendar = {
    ...smallRules.calendar,
    services: { land: { week: null, issueBefore: 0, cutOff: 0, dailyLimit: 1 } },
  }
  const { ask, shown, end } = await open()
  assert.is((await shown())?.rings.button, 'ready')
  await ask({ type: 'ChangeSite', rules: { ...smallRules, calendar }, site: {} })
  await ask(issue())
  assert.is((await shown())?.rings.button, 'closed')
  await end()
})

test.run()
