/** The officer's page of counter 1 before a fixture's hall, and what it sends. Test-only. */
import * as assert from 'uvu/assert'
import type { HallView } from '../../controller/api/views.ts'
import { type Browser, openPage, type Page } from './chromium.ts'
import { type Fixture, openFixture, type Sent } from './fixture.ts'
import { staffView } from './fixture-staff.ts'

export async function atCounter(
  browser: Browser,
  view: HallView,
  use: (page: Page, fixture: Fixture) => Promise<void>,
  width = 1280,
): Promise<void> {
  const fixture = await openFixture({ hall: view, staff: staffView(view) })
  const context = await browser.newContext()
  await context.clock.install()
  try {
    const { page, errors } = await openPage(context, `${fixture.url}/counter/q1`, { width, height: 720 })
    await page.locator('.list li').first().waitFor({ state: 'attached' })
    await use(page, fixture)
    // The browser itself reports every refusal.
    const others = errors.filter((error) => !error.includes('409'))
    assert.equal(others, [])
  } finally {
    await context.close()
    await fixture.close()
  }
}

/** What is sent when this is done; afterwards the page may be used again. */
export async function sentBy(page: Page, fixture: Fixture, act: () => Promise<void>): Promise<Sent> {
  const sent = fixture.nextSent(/./)
  await act()
  const one = await sent
  await page.locator('.desk button:not(:disabled):visible').first().waitFor()
  return one
}

/** As a scanner types: no time passes in the page between the keys, however busy the machine is. */
export async function scan(page: Page, code: string): Promise<void> {
  // Ahead, since time goes on until this is taken; less than after which the page calls its views stale.
  await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 8_000)
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
  await page.clock.resume()
}

/** Keys one after the other, the second once the sheet of the first is there. */
export const byKeys = (page: Page, first: string, second: string) => async (): Promise<void> => {
  await page.keyboard.press(first)
  await page.locator('.sheet').waitFor()
  await page.keyboard.press(second)
}
