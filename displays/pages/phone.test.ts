/** The visitor's own phone: the visit is rated there once, and a slip of another day is told what it is. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, openChromium, openPage, type Page } from './chromium.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { phoneView } from './fixture-views.ts'

const test = suite('phone')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const words = ['Rất hài lòng', 'Hài lòng', 'Bình thường', 'Không hài lòng', 'Rất không hài lòng']
const served = phoneView({ state: 'serving', ahead: null, estimate: null })
const over = phoneView({ ...served, state: 'finished', rating: { words, given: false } })

async function onPhone(phone: typeof over | undefined, use: (page: Page, fixture: Fixture) => Promise<void>) {
  const fixture = await openFixture(phone ? { phone } : {})
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/t/0123456789abcdef`, { width: 360, height: 740 })
    await use(page, fixture)
  } finally {
    await context.close()
    await fixture.close()
  }
}
const thanks = (page: Page) => page.getByText('Đánh giá đã được ghi nhận').waitFor()

test('when the visit ends its words appear in the order of the pad, one is chosen, sent, and thanked for', async () => {
  await onPhone(served, async (page, fixture) => {
    await page.getByText('Đang phục vụ').waitFor()
    assert.is(await page.locator('.rating').count(), 0)
    fixture.push({ phone: over })
    await page.locator('.rating label').first().waitFor()
    assert.equal(
      (await page.locator('.rating label').allTextContents()).map((text) => text.trim()),
      words,
    )
    const send = page.getByRole('button', { name: 'Gửi đánh giá' })
    assert.ok(await send.isDisabled())
    for (const word of words) {
      const box = await page.getByText(word, { exact: true }).boundingBox()
      assert.ok((box?.height ?? 0) >= 48, word)
    }
    await page.getByText('Hài lòng', { exact: true }).click()
    await page.getByText('Không hài lòng', { exact: true }).click()
    assert.is(fixture.sent.length, 0)
    fixture.answer(() => ({ status: 204 }))
    const sent = fixture.nextSent(/rating/)
    await send.click()
    assert.equal(await sent, { path: '/api/t/0123456789abcdef/rating', body: { value: 4 } })
    await thanks(page)
    assert.is(await page.locator('.rating input').count(), 0)
  })
})

test('a word that was taken although its answer was lost is thanked for, another refusal is said', async () => {
  await onPhone(over, async (page, fixture) => {
    const refuse = (refused: string, vi: string) =>
      fixture.answer(() => ({ status: 409, body: { refused, message: { vi, en: '' } } }))
    refuse('rating-too-late', 'Đã hết thời gian đánh giá giao dịch này.')
    await page.getByText('Bình thường').click()
    await page.getByRole('button').click()
    await page.getByRole('alert').getByText('Đã hết thời gian đánh giá').waitFor()
    refuse('already-rated', 'Giao dịch này đã được đánh giá.')
    await page.getByRole('button').click()
    await thanks(page)
  })
})

test('a visit that was rated at the counter meanwhile is not asked for again, and not what was said', async () => {
  await onPhone(over, async (page, fixture) => {
    await page.locator('.rating label').first().waitFor()
    fixture.push({ phone: { ...over, rating: { words, given: true } } })
    await thanks(page)
    for (const word of words) assert.is(await page.getByText(word).count(), 0)
  })
})

test('the code of another day’s slip says so instead of connecting for ever', async () => {
  await onPhone(undefined, async (page) => {
    await page.getByText('Mỗi phiếu chỉ dùng trong ngày lấy số').waitFor()
  })
})

test.run()
