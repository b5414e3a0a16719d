/** The manager's day: what is told of devices and ratings. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, openChromium, openPage } from './chromium.ts'
import { openFixture } from './fixture.ts'
import { lostExpander, managerView } from './fixture-manager.ts'
import { hallView } from './fixture-views.ts'

const test = suite('the manager’s day')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const withoutButtons = {
  ...managerView(hall),
  devices: [
    ...lostExpander('nut-dat-dai,nut-ho-tich,nut-kinh-doanh,nut-thu-phi'),
    ...managerView(hall).devices.filter(({ kind }) => kind !== 'service-button'),
  ],
}

test('an expander that was unplugged is one trouble of the manager’s, and it names what it took along', async () => {
  const fixture = await openFixture({ hall, manager: withoutButtons })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/manager`, { width: 1440, height: 900 })
    await page.locator('.totals').waitFor()
    const row = page.locator('.devices > ul > li', { hasText: 'mr-1' })
    assert.is(await row.count(), 1)
    const said = (await row.textContent()) ?? ''
    assert.match(said, /Mạch mở rộng chân – Trạm lấy số cửa chính.+MCP23017 · I2C 1 · 0x20 · INT GPIO 4/)
    assert.match(said, /Kéo theo 4 thiết bị: nut-dat-dai, .+nut-thu-phi$/)
    assert.is(await page.locator('.devices > ul > li', { hasText: 'Nút lấy số – ' }).count(), 0)
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('the manager reads what visitors said with its denominators, as Vietnamese readers write figures', async () => {
  const fixture = await openFixture({ hall, manager: managerView(hall) })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/manager`, { width: 1440, height: 900 })
    await page.locator('.totals').waitFor()
    const tile = await page.locator('.totals li', { hasText: 'Hài lòng' }).textContent()
    assert.is(tile, 'Hài lòng95,2\u00a0%42/108 lượt, điểm 4,6/5')
    const lastCells = (row: string) =>
      page.evaluate<string[]>(
        `[...document.querySelector('${row}').children].slice(-3).map((cell) => cell.textContent)`,
      )
    assert.equal(await lastCells('.services tbody tr:nth-child(2)'), ['4 / 11', '4,8/5', '75,0\u00a0%'])
    assert.equal(await lastCells('.services tbody tr:nth-child(5)'), ['0 / 17', '–', '–'])
    assert.equal(await lastCells('.counters tbody tr:nth-child(2)'), ['1 / 13', '5,0/5', '100,0\u00a0%'])
  } finally {
    await context.close()
    await fixture.close()
  }
})

test.run()
