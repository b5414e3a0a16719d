/** LED boards of a whole hall: what is sent to stations after events, and as time goes by. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Show, StationDown } from '../firmware/messages.ts'
import type { FilledSite } from '../hardware/site-description.ts'
import { openDevices } from './devices.ts'
import { issue, testHall } from './hall.test-kit.ts'
import { openScreens } from './screens.ts'

const test = suite('screens')
const open: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const stop of open.splice(0)) await stop()
})

const counter = (id: string, spoken: string, zone: string) => ({
  id,
  spoken,
  zone,
  services: ['land'],
  opensItself: true,
})
const site = {
  timeZone: 'Asia/Ho_Chi_Minh',
  screens: { blinkSeconds: 20, callSeconds: 15, notices: ['Giữ trật tự'] },
  counters: [counter('q1', '1', 'up'), counter('q2', '2', 'down')],
  stations: [
    {
      id: 'st',
      name: 'Sảnh',
      runs: 'controller',
      wires: 'simulated',
      devices: [
        { id: 'b1', kind: 'counter-board', driver: 'ht16k33', counter: 'q1', bus: 1, address: '0x70' },
        { id: 'b3', kind: 'counter-board', driver: 'ht16k33', counter: 'q3', bus: 1, address: '0x71' },
        {
          id: 'hall',
          kind: 'hall-board',
          driver: 'max7219',
          spi: { bus: 0, chipSelect: 0 },
          rows: 16,
          columns: 64,
        },
        {
          id: 'low',
          kind: 'hall-board',
          driver: 'max7219',
          spi: { bus: 0, chipSelect: 1 },
          rows: 8,
          columns: 64,
          zone: 'down',
        },
        { id: 'text', kind: 'text-board', driver: 'line', port: '/dev/ttyUSB0' },
      ],
    },
  ],
} as unknown as FilledSite

async function rig(more: { screens?: object; notices?: () => string[] } = {}) {
  const kit = await testHall()
  const sent: Show[] = []
  const screens = openScreens({
    hall: kit.hall,
    devices: openDevices(site, 0),
    clock: kit.clock,
    site: { ...site, screens: { ...site.screens, ...more.screens } },
    ...(more.notices ? { notices: more.notices } : {}),
    send: (_, message: StationDown) => message.type === 'show' && sent.push(message),
  })
  kit.hall.onCommit(() => screens.refresh())
  open.push(async () => {
    screens.close()
    await kit.end()
  })
  /** Answers are given before screens are told. */
  const ask: typeof kit.ask = async (request) => {
    const answer = await kit.ask(request)
    await kit.clock.advance(0)
    return answer
  }
  await ask({ type: 'OpenDay', date: '2026-11-23' })
  screens.refresh()
  const call = async (at: string) => {
    await ask(issue())
    await ask({ type: 'CallNext', counter: at })
  }
  return {
    ...kit,
    ask,
    call,
    sent,
    board: (id: string) => sent.at(-1)?.boards[id],
    hallBoard: (id: string) => sent.at(-1)?.halls?.[id],
    texts: (id: string) => sent.at(-1)?.halls?.[id]?.calls.map(({ text }) => text),
  }
}

test('a new call blinks for the set time and then stands still, though nothing happened', async () => {
  const { call, board, clock } = await rig()
  await call('q1')
  assert.equal(board('b1'), { text: 'A001', blink: true })
  await clock.advance(19_000)
  assert.ok(board('b1')?.blink)
  await clock.advance(1500)
  assert.equal(board('b1'), { text: 'A001', blink: false })
})

test('a clock that is set back by an hour makes no board blink for an hour', async () => {
  const { call, board, texts, clock } = await rig()
  await call('q1')
  assert.equal(texts('text'), ['A001 → Quầy 1'])
  clock.setBy(-3_600_000)
  await clock.advance(60_000)
  assert.equal(board('b1'), { text: 'A001', blink: false })
  assert.equal(texts('text'), [])
  await call('q2')
  assert.equal(texts('text')?.length, 1, 'a new call is one')
})

test('a recall blinks again', async () => {
  const { call, ask, board, clock } = await rig()
  await call('q1')
  await clock.advance(30_000)
  assert.not.ok(board('b1')?.blink)
  await ask({ type: 'Recall', counter: 'q1' })
  assert.ok(board('b1')?.blink)
})

test('a closed counter shows dashes, a paused one its own face', async () => {
  const { ask, board } = await rig()
  assert.is(board('b3')?.text, '----')
  await ask({ type: 'PauseCounter', counter: 'q1', reason: 'break' })
  assert.is(board('b1')?.text, '-  -')
})

test('hall boards show a call for the set time, then notices, and the last call where there are none', async () => {
  const { call, texts, hallBoard, clock } = await rig()
  await call('q1')
  assert.equal(texts('hall'), ['A001 → Quầy 1'])
  assert.equal(texts('text'), ['A001 → Quầy 1'])
  assert.ok(hallBoard('hall')?.calls[0]?.dots)
  assert.is(hallBoard('text')?.calls[0]?.dots, undefined)
  await clock.advance(15_500)
  assert.equal(texts('hall'), [])
  assert.equal(
    hallBoard('hall')?.notices.map(({ text }) => text),
    ['Giữ trật tự'],
  )
  assert.is(hallBoard('hall')?.rest?.text, 'A001 → Quầy 1')
})

test('several calls are sent newest first, each with an id of its own', async () => {
  const { call, texts, hallBoard, clock } = await rig()
  await call('q1')
  await clock.advance(1000)
  await call('q2')
  assert.equal(texts('hall'), ['A002 → Quầy 2', 'A001 → Quầy 1'])
  const ids = hallBoard('hall')?.calls.map(({ id }) => id) ?? []
  assert.is(new Set(ids).size, 2)
})

test('a board of one zone shows that zone’s calls, and with 8 rows no notices', async () => {
  const { call, texts, hallBoard } = await rig()
  await call('q1')
  assert.equal(texts('low'), [])
  assert.is(hallBoard('low')?.rest, null)
  await call('q2')
  assert.equal(texts('low'), ['A002 → Quầy 2'])
  assert.equal(hallBoard('low')?.notices, [])
})

test('a call that was followed leaves the hall board at once', async () => {
  const { call, ask, texts } = await rig()
  await call('q1')
  await ask({ type: 'Start', counter: 'q1' })
  assert.equal(texts('hall'), [])
})

test('the last call stands on the hall board after a restart', async () => {
  const first = await rig()
  await first.call('q1')
  open.length = 0
  const again = await first.reopen()
  const sent: Show[] = []
  const screens = openScreens({
    hall: again.hall,
    devices: openDevices(site, 0),
    clock: first.clock,
    site,
    send: (_, message) => message.type === 'show' && sent.push(message),
  })
  open.push(async () => {
    screens.close()
    await again.end()
  })
  await first.clock.advance(60_000)
  screens.refresh()
  assert.is(sent.at(-1)?.halls?.hall?.rest?.text, 'A001 → Quầy 1')
  assert.equal(sent.at(-1)?.boards.b1, { text: 'A001', blink: false })
})

test('in the evening every board is darker, from the minute the site says', async () => {
  // The clock begins at 08:00 in the hall.
  const { board, hallBoard, clock } = await rig({
    screens: {
      dimming: [
        { from: '06:30', percent: 100 },
        { from: '08:02', percent: 40 },
      ],
    },
  })
  assert.is(board('b1')?.light, undefined)
  await clock.advance(120_500)
  assert.is(board('b1')?.light, 40)
  assert.is(hallBoard('hall')?.light, 40)
})

test('notices may come from elsewhere than the site file', async () => {
  const { hallBoard } = await rig({ notices: () => ['Mất điện lúc 14:00', 'Giữ trật tự'] })
  assert.equal(
    hallBoard('text')?.notices.map(({ text }) => text),
    ['Mất điện lúc 14:00', 'Giữ trật tự'],
  )
})

test('what did not change is not sent again, minute after minute', async () => {
  const { sent, clock } = await rig()
  const before = sent.length
  await clock.advance(600_000)
  assert.is(sent.length, before)
})

test.run()
