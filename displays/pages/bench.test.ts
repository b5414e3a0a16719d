/** The bench: presses and holds become actions, and boards show the bytes that are in the chip's RAM. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { BenchView } from '../../controller/api/views.ts'
import { type Browser, openChromium, openPage, type Page, until } from './chromium.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { benchView, boardRam } from './fixture-bench.ts'
import { lostExpander, managerView } from './fixture-manager.ts'
import { hallView } from './fixture-views.ts'

const test = suite('bench')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const bench = benchView(hall)

async function at(use: (page: Page, fixture: Fixture) => Promise<void>) {
  const fixture = await openFixture({ hall, bench })
  const context = await browser.newContext()
  fixture.answer(() => ({ status: 204 }))
  try {
    const { page } = await openPage(context, `${fixture.url}/bench`, { width: 1440, height: 900 })
    await page.locator('.pushes').waitFor()
    await use(page, fixture)
  } finally {
    await context.close()
    await fixture.close()
  }
}
function withBoard(view: BenchView, over: object): BenchView {
  return {
    ...view,
    stations: view.stations.map((station) => ({
      ...station,
      devices: station.devices.map((device) => (device.id === 'board-q1' ? { ...device, ...over } : device)),
    })),
  }
}
/** Which of the eight segments of each digit are lit, as the byte they were drawn from. */
const litBytes = `[...document.querySelectorAll('[data-device="board-q1"] .on > g')].map((digit) =>
  [...digit.querySelectorAll('.lit')].reduce((byte, one) => byte | (1 << Number(one.dataset.segment)), 0))`

test('a board is drawn segment by segment from the bytes in its RAM', async () => {
  await at(async (page, fixture) => {
    const bytes = () => page.evaluate<number[]>(litBytes)
    assert.equal(await bytes(), [0x77, 0x3f, 0x06, 0x5b])
    const ram = boardRam('12-0')
    ram[8] = 0xa5
    fixture.push({ bench: withBoard(bench, { ram }) })
    await until(page, `(${litBytes})[3] === 0xa5`)
    assert.equal(await bytes(), [0x06, 0x5b, 0x40, 0xa5])
    fixture.push({ bench: withBoard(bench, { ram, on: false }) })
    await until(page, `(${litBytes}).every((byte) => byte === 0)`)
  })
})

test('a hall board is drawn dot by dot from its chips, and a fault of it is sent', async () => {
  await at(async (page, fixture) => {
    const lit = () =>
      page.evaluate<string>(`document.querySelector('[data-device=hall-board] .lit').getAttribute('d')`)
    assert.is(await lit(), 'M0.5 0.5h0M31.5 0.5h0M0.5 15.5h0M28.5 15.5h0M29.5 15.5h0M30.5 15.5h0M31.5 15.5h0')
    assert.is(await page.locator('[data-device=text-board] .text-line').textContent(), 'A012 → Quầy 3')
    const sent = fixture.nextSent(/bench/)
    await page.getByLabel('Tình trạng của hall-board').selectOption('unplugged')
    assert.equal((await sent).body, { action: 'fault', device: 'hall-board', fault: 'unplugged' })
  })
})

test('a short press, a held key and a keyboard’s press are one action each', async () => {
  await at(async (page, fixture) => {
    let sent = fixture.nextSent(/bench/)
    await page.locator('[data-device=button-land]').click()
    assert.equal(await sent, {
      path: '/api/bench/entrance',
      body: { action: 'press', device: 'button-land' },
    })
    sent = fixture.nextSent(/bench/)
    await page.locator('[data-device=keypad-q2] [data-key=start]').click({ delay: 600 })
    const { path, body } = await sent
    assert.is(path, '/api/bench/counter-q2')
    assert.is(body.action, 'hold')
    assert.is(body.key, 'start')
    assert.ok(Number(body.ms) >= 600, `held for ${String(body.ms)} ms`)
    sent = fixture.nextSent(/bench/)
    await page.locator('[data-device=keypad-q2] [data-key=next]').focus()
    await page.keyboard.press('Enter')
    assert.equal((await sent).body, { action: 'press', device: 'keypad-q2', key: 'next' })
    assert.is(fixture.sent.length, 3)
  })
})

test('a code that is typed is held before the scanner, and its plug can be pulled', async () => {
  await at(async (page, fixture) => {
    let sent = fixture.nextSent(/bench/)
    const scanner = page.locator('[data-device=scanner]')
    await scanner.getByRole('textbox').fill(' hen-2026-8 ')
    await page.keyboard.press('Enter')
    const { path, body } = await sent
    assert.is(path, '/api/bench/entrance')
    assert.equal(body, { action: 'scan', device: 'scanner', code: 'hen-2026-8' })
    assert.is(await scanner.getByRole('textbox').inputValue(), '')
    await scanner.getByText('vừa quét HEN-2026-7').waitFor()
    sent = fixture.nextSent(/bench/)
    await page.getByLabel('Tình trạng của scanner').selectOption('unplugged')
    assert.equal((await sent).body, { action: 'fault', device: 'scanner', fault: 'unplugged' })
  })
})

test('paper out and a pulled plug are sent as faults, and what the bench refuses is said', async () => {
  await at(async (page, fixture) => {
    let sent = fixture.nextSent(/bench/)
    await page.locator('[data-fault=paper-out]').click()
    assert.equal((await sent).body, { action: 'fault', device: 'printer', fault: 'paper-out' })
    sent = fixture.nextSent(/bench/)
    await page.locator('[data-fault=garbled]').click()
    assert.equal((await sent).body, { action: 'fault', device: 'printer', fault: 'garbled' })
    sent = fixture.nextSent(/bench/)
    await page.getByLabel('Tình trạng của board-q1').selectOption('unplugged')
    assert.equal((await sent).body, { action: 'fault', device: 'board-q1', fault: 'unplugged' })
    const message = { vi: 'Không có thiết bị này.', en: 'No such device.' }
    fixture.answer(() => ({ status: 404, body: { refused: 'unknown-device', message } }))
    await page.locator('[data-fault=stuck]').click()
    await page.getByRole('alert').getByText(message.vi).waitFor()
  })
})

test('a slip is enlarged by a click and put away again', async () => {
  await at(async (page) => {
    await page.locator('.slips button').first().click()
    await page.locator('.enlarged').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.enlarged').waitFor({ state: 'detached' })
  })
})

test('what a loudspeaker newly plays is heard only where listening is switched on', async () => {
  await at(async (page, fixture) => {
    await page.evaluate(
      'globalThis.heard = []; HTMLMediaElement.prototype.play = function () { heard.push(this.src); return Promise.resolve() }',
    )
    const speak = (id: string): BenchView => ({
      ...bench,
      stations: bench.stations.map((station) => ({
        ...station,
        devices: station.devices.map((device) =>
          device.kind === 'loudspeaker'
            ? { ...device, heard: [{ id, sound: `/fixture/${id}.wav`, seconds: 5 }, ...device.heard] }
            : device,
        ),
      })),
    })
    fixture.push({ bench: speak('h2') })
    await page.locator('.speaker li').nth(1).waitFor()
    assert.equal(await page.evaluate('heard'), [])
    await page.getByLabel('Nghe loa').check()
    fixture.push({ bench: speak('h3') })
    await until(page, 'heard.length === 1')
    assert.match(await page.evaluate<string>('heard[0]'), /h3\.wav$/)
  })
})

test('beside each device stands how the hall finds it, with its last error and what it was set right for', async () => {
  const fixture = await openFixture({ hall, bench, manager: managerView(hall) })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/bench`, { width: 1440, height: 900 })
    const of = (device: string) => page.locator(`[data-trace=${device}]`)
    const health = {
      stationName: 'Trạm',
      since: hall.at,
      lastSeen: hall.at,
      disagreements: 0,
      retries: 0,
      on: [],
      place: 'I2C 1 · 0x70',
      printing: null,
    }
    const button = `button-${hall.services[0]?.id}`
    const error = { at: hall.at, reason: 'paper-out' as const, detail: 'the paper is out' }
    fixture.push({
      manager: {
        ...managerView(hall),
        devices: [
          {
            ...health,
            station: 'entrance',
            device: 'printer',
            kind: 'ticket-printer',
            health: { state: 'down', reason: 'paper-out', detail: 'the paper is out', retries: 3 },
            retries: 3,
            lastError: error,
          },
          {
            ...health,
            station: 'counter-q1',
            device: 'board-q1',
            kind: 'counter-board',
            health: { state: 'ready' },
            disagreements: 2,
            lastError: null,
          },
          ...lostExpander(button, 'entrance'),
        ],
      },
    })
    await of('printer').getByText('thử lại 3').waitFor()
    assert.match((await of('printer').getAttribute('title')) ?? '', /Hết giấy.+the paper is out/s)
    assert.match((await of('board-q1').textContent()) ?? '', 'sai 2')
    assert.match((await of('board-q1').getAttribute('class')) ?? '', 'ready')
    assert.match((await of(button).textContent()) ?? '', 'do mr-1')
    assert.match((await of(button).getAttribute('title')) ?? '', 'Do mạch mở rộng chân mr-1: Không thấy mạch')
  } finally {
    await context.close()
    await fixture.close()
  }
})

test.run()
