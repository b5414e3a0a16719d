/** The manager's questions about more than today, in a real browser. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { PeriodRow } from '../../controller/api/views.ts'
import { type Browser, openChromium, openPage, type Page } from './chromium.ts'
import { openFixture } from './fixture.ts'
import { managerView, withDisk, withFullDisk } from './fixture-manager.ts'
import { hallView } from './fixture-views.ts'

const test = suite('the manager’s figures of several days')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const row = (name: string, scale: number): PeriodRow => ({
  key: name,
  name,
  issued: 1234 * scale,
  entered: 1234 * scale,
  finished: 1200 * scale,
  noShow: 20,
  waiting: { n: 1210 * scale, mean: 452, p90: 1100, max: 3605 },
  service: { n: 1200 * scale, mean: 388, p90: 700, max: 1800 },
  overLimit: { n: 121 * scale, of: 1210 * scale },
  ratings: { n: 400, satisfied: { n: 380, of: 400 } },
})
type Answer = { status: number; body: unknown }
const figures = (rows: PeriodRow[], by = 'service'): Answer => ({
  status: 200,
  body: { period: { from: '', to: '', asOf: '' }, by, rows, total: row('Tổng cộng', 2) },
})

async function withPeriod(
  answer: (query: URLSearchParams) => Answer,
  use: (page: Page, asked: string[]) => Promise<void>,
) {
  const hall = hallView()
  const fixture = await openFixture({ hall, manager: managerView(hall) })
  const context = await browser.newContext()
  const asked: string[] = []
  try {
    const { page, errors } = await openPage(context, `${fixture.url}/manager`, { width: 1280, height: 720 })
    await page.route('**/api/figures?*', (route) => {
      const { search, searchParams } = new URL(route.request().url())
      asked.push(search)
      const { status, body } = answer(searchParams)
      return route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) })
    })
    await page.getByRole('button', { name: 'Số liệu nhiều ngày' }).click()
    await use(page, asked)
    assert.equal(
      errors.filter((error) => !error.includes('503')),
      [],
    )
  } finally {
    await context.close()
    await fixture.close()
  }
}
const cells = (page: Page, line: string) => page.locator(`.period ${line} > *`).allTextContents()

test('this month is shown with its total, and goes to Excel as it stands there', () =>
  withPeriod(
    () => figures([row('Đất đai – Môi trường', 1)]),
    async (page, asked) => {
      await page.locator('.period tfoot').waitFor()
      // The hall's date is 23 November 2026; the end is the day after.
      assert.equal(asked, ['?from=2026-11-01&to=2026-11-24&by=service&limitSeconds=900'])
      assert.equal(await cells(page, 'tbody tr'), [
        'Đất đai\u00a0– Môi trường',
        '1.234',
        '1.200',
        '20',
        '7,5 phút',
        '18,3 phút',
        '60,1 phút',
        '121 / 1.210',
        '10,0\u00a0%',
        '6,5 phút',
        '95,0\u00a0% / 400',
      ])
      assert.is((await cells(page, 'tfoot tr'))[1], '2.468')
      const links = await page
        .locator('.take a')
        .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
      const file = '/api/figures.csv?from=2026-11-01&to=2026-11-24&by=service&limitSeconds=900'
      assert.equal(links, [file, `${file}&excel=en`])
      const spills = await page.evaluate<number>(
        `[...document.querySelectorAll('.period > *')].filter((one) => one.getBoundingClientRect().right > innerWidth || one.getBoundingClientRect().bottom > innerHeight).length`,
      )
      assert.is(spills, 0)
      await page.keyboard.press('Escape')
      await page.locator('.period').waitFor({ state: 'detached' })
    },
  ))

test('other days and keys are asked for, days are written as people write them', () =>
  withPeriod(
    (query) => figures([row('2026-10-05', 1)], query.get('by') ?? ''),
    async (page, asked) => {
      await page.getByRole('button', { name: 'Tháng trước' }).click()
      await page.getByRole('combobox', { name: 'Theo' }).selectOption('day')
      await page.locator('.period tbody th', { hasText: '05/10/2026' }).waitFor()
      assert.is(asked.at(-1), '?from=2026-10-01&to=2026-11-01&by=day&limitSeconds=900')
      assert.is(await page.locator('.period h2').textContent(), 'Số liệu từ 01/10/2026 đến hết 31/10/2026')
      const before = asked.length
      await page.getByLabel('Đến hết ngày').fill('2026-09-30')
      await page.getByLabel('Đến hết ngày').dispatchEvent('change')
      await page.locator('.period [role=alert]').waitFor()
      assert.is(asked.length, before, 'a range without a day is not asked for')
    },
  ))

test('a wait that will pass the limit is warned of before it does, with what to do', async () => {
  const hall = hallView()
  const view = managerView(hall)
  const expect = (midSeconds: number) => ({
    lowSeconds: midSeconds * 0.7,
    midSeconds,
    highSeconds: midSeconds * 1.4,
  })
  const services = view.services.map((service, n) => ({
    ...service,
    expected: n === 1 ? expect(901) : n > 4 ? expect(1000 + n) : n === 2 ? null : expect(899),
  }))
  const fixture = await openFixture({ hall, manager: { ...view, services } })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/manager`, { width: 1366, height: 768 })
    await page.locator('.alarms').waitFor()
    assert.equal(await page.locator('.alarms p').allTextContents(), [
      'Lấy số bây giờ dự kiến chờ quá 15 phút, nên mở thêm quầy: Nhận kết quả giải quyết thủ tục hành chính; Nộp phí, lệ phí và thuế và 2 nội dung khác',
    ])
    assert.equal(await page.locator('td.soon').allTextContents(), [
      '10–22 phút',
      '11–24 phút',
      '11–24 phút',
      '11–24 phút',
    ])
    assert.is(await page.locator('.services tbody tr:nth-child(3) td:nth-child(4)').textContent(), '–')
    fixture.push({
      manager: { ...view, services: services.map((one) => ({ ...one, expected: expect(300) })) },
    })
    await page.locator('.alarms').waitFor({ state: 'detached' })
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('a disk that fills is told in the colour of its haste, with what to do, until it has room or is full', async () => {
  const hall = hallView()
  const whole = managerView(hall)
  const view = { ...whole, services: whole.services.map((one) => ({ ...one, expected: null })) }
  const failing = { code: 'not-recorded' as const, message: { vi: 'Hệ thống đang gặp sự cố.', en: '' } }
  const fixture = await openFixture({ hall, manager: view })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/manager`, { width: 1366, height: 768 })
    const room = page.locator('.links dt', { hasText: 'Ổ đĩa chứa nhật ký' }).locator('+ dd')
    await room.waitFor()
    assert.is(await room.textContent(), 'còn trống 21,3 GB trên 29,8 GB')
    assert.is(await page.locator('.alarms').count(), 0)

    fixture.push({ manager: withDisk(view, 'low', 950_000_000) })
    await page.locator('.alarms p.soon', { hasText: 'sắp hết chỗ, còn 950 MB. Trong tháng này: ' }).waitFor()
    assert.is(await room.textContent(), 'còn trống 950 MB trên 29,8 GB')
    fixture.push({ manager: withDisk(view, 'nearly-full', 95_300_000) })
    await page.locator('.alarms p:not(.soon)', { hasText: 'gần đầy, còn 95 MB; khi đầy ' }).waitFor()
    assert.is(await page.locator('.alarms p').count(), 1)

    fixture.push({
      hall: { ...hall, notices: [failing] },
      manager: withFullDisk(withDisk(view, 'nearly-full', 0)),
    })
    await page.locator('.alarms p', { hasText: 'đã đầy, không ghi được nhật ký' }).waitFor()
    assert.is(await page.locator('.alarms p').count(), 1, 'once')
    fixture.push({ hall, manager: view })
    await page.locator('.alarms').waitFor({ state: 'detached' })
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('what cannot be counted now is said in words', () =>
  withPeriod(
    () => ({
      status: 503,
      body: { refused: 'busy', message: { vi: 'Hệ thống đang tính các số liệu khác.', en: '' } },
    }),
    async (page) => {
      assert.is(
        await page.locator('.period [role=alert]').textContent(),
        'Hệ thống đang tính các số liệu khác.',
      )
    },
  ))

test.run()
