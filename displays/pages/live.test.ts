/** The stream behind the pages: shared by all tabs, honest when it is dead, back by itself. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, openChromium, openPage } from './chromium.ts'
import { openFixture } from './fixture.ts'
import { managerView } from './fixture-manager.ts'
import { hallView, phoneView, withCall } from './fixture-views.ts'

const test = suite('live')
const size = { width: 1280, height: 720 }
const hall = hallView()
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

test('ten tabs of one browser are all up to date over one connection, and a request still gets through', async () => {
  const fixture = await openFixture({ hall, manager: managerView(hall) })
  const context = await browser.newContext()
  try {
    const tabs = []
    for (let n = 0; n < 10; n++) {
      tabs.push(await openPage(context, `${fixture.url}/${n % 2 ? 'wall' : 'counter/q7'}`, size))
    }
    assert.is(fixture.streamsOpen(), 1)
    fixture.push({ hall: withCall(hall, 'q7', 'G077') })
    for (const { page } of tabs) {
      await page.locator('.large .ticket, .current .number').getByText('G077').first().waitFor()
    }
    assert.is(await tabs[0]?.page.evaluate("fetch('/api/hall').then((answer) => answer.status)"), 200)
    // A tab that wants more makes the one connection wider; there is still one.
    const manager = await openPage(context, `${fixture.url}/manager`, size)
    await manager.page.locator('.totals').waitFor()
    assert.is(fixture.streamsOpen(), 1)
    for (const { errors } of tabs) assert.equal(errors, [])
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('a browser without shared workers gets its own connection', async () => {
  const fixture = await openFixture({ hall })
  const context = await browser.newContext()
  await context.addInitScript('delete globalThis.SharedWorker')
  try {
    const { page } = await openPage(context, `${fixture.url}/wall`, size)
    fixture.push({ hall: withCall(hall, 'q7', 'G077') })
    await page.locator('.large .ticket').getByText('G077').waitFor()
  } finally {
    await context.close()
    await fixture.close()
  }
})

for (const [path, views] of [
  ['/wall', { hall }],
  ['/counter/q1', { hall }],
  ['/t/abc', { phone: phoneView() }],
] as const) {
  test(`${path} says since when its figures are old, and stops saying so when the server is back`, async () => {
    const fixture = await openFixture(views)
    const context = await browser.newContext()
    try {
      const page = await context.newPage()
      await page.clock.install()
      await page.goto(fixture.url + path)
      await page.locator('main:not(.connecting):not(.missing)').waitFor()
      await page.clock.runFor(5_000)
      assert.is(await page.locator('.stale').count(), 0)
      await fixture.stop()
      await page.clock.runFor(20_000)
      assert.is(await page.locator('.stale').textContent(), 'Mất kết nối với máy chủ – số liệu lúc 10:42')
      await fixture.start()
      // Where the page itself holds the stream, its retry waits on the page's clock.
      for (let n = 0; n < 20 && (await page.locator('.stale').count()) > 0; n++)
        await page.clock.runFor(2_000)
      await page.locator('.stale').waitFor({ state: 'detached' })
    } finally {
      await context.close()
      await fixture.close()
    }
  })
}

test('a stream answered with an error is tried again until it is there', async () => {
  const fixture = await openFixture({ hall })
  const context = await browser.newContext()
  try {
    fixture.refuseStreams(true)
    const page = await context.newPage()
    const refused = context.waitForEvent('response', (response) => response.status() === 503)
    await context.addInitScript('delete globalThis.SharedWorker')
    await page.goto(`${fixture.url}/wall`)
    await refused
    await page.locator('main.connecting').waitFor()
    fixture.refuseStreams(false)
    // Sooner than the watchdog over silent lines would notice.
    await page.locator('.large').first().waitFor({ timeout: 10_000 })
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('pages show the server’s time, whatever the device believes', async () => {
  const fixture = await openFixture({ hall })
  const context = await browser.newContext({ timezoneId: 'America/New_York' })
  try {
    const page = await context.newPage()
    await page.clock.install({ time: new Date('2001-01-01T00:00:00Z') })
    await page.goto(`${fixture.url}/wall`)
    await page.locator('.clock').getByText('10:42').waitFor()
    assert.is(await page.locator('.when p').textContent(), 'Thứ Hai, 23/11/2026')
    // Without the server's pings only the page's own count moves it on.
    await fixture.stop()
    await page.clock.runFor(61_000)
    await page.locator('.clock').getByText('10:43').waitFor()
    await fixture.start()
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('a page of an older build loads itself anew, once', async () => {
  const fixture = await openFixture({ hall })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/wall`, size)
    let loads = 0
    page.on('load', () => {
      loads += 1
    })
    const again = page.waitForEvent('load')
    fixture.serveBuild('another')
    await again
    await page.locator('.large').first().waitFor()
    fixture.serveBuild('another')
    fixture.push({ hall: withCall(hall, 'q7', 'G077') })
    await page.locator('.large .ticket').getByText('G077').waitFor()
    assert.is(loads, 1)
  } finally {
    await context.close()
    await fixture.close()
  }
})

test.run()
