/** The touch page of booked visitors: typed or scanned, what is sent, and what a visitor is told. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, openChromium, openPage, type Page } from './chromium.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { hallView } from './fixture-views.ts'

const test = suite('check-in page')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const ticket = {
  id: 't-1',
  number: 'A077',
  service: 'land',
  class: 'booked',
  ahead: 2,
  estimate: { lowSeconds: 300, highSeconds: 1000 },
  slip: { state: 'requested', copy: 0, printer: 'sanh/may-in' },
  bookedAt: '2026-11-23T10:00:00.000+07:00',
}
const refusing = (refused: string, vi: string) => () => ({
  status: refused === 'unknown-booking' ? 404 : 409,
  body: { refused, message: { vi, en: '' } },
})

async function atPage(query: string, use: (page: Page, fixture: Fixture) => Promise<void>): Promise<void> {
  const fixture = await openFixture({ hall })
  const context = await browser.newContext()
  try {
    const { page, errors } = await openPage(context, `${fixture.url}/check-in${query}`, {
      width: 1024,
      height: 768,
    })
    await page.locator('.enter').waitFor()
    await use(page, fixture)
    assert.equal(
      errors.filter((error) => !/40[049]|ERR_FAILED/.test(error)),
      [],
    )
  } finally {
    await context.close()
    await fixture.close()
  }
}

test('a scanned code checks in at the station’s printer and shows the number', async () => {
  await atPage('?station=tang-2', async (page, fixture) => {
    fixture.answer(() => ({ status: 201, body: ticket }))
    const sent = fixture.nextSent(/check-in/)
    await page.keyboard.type('HEN-2026-7')
    await page.keyboard.press('Enter')
    const { body } = await sent
    assert.match(String(body.requestId), /^page-[0-9a-f]{24}$/)
    assert.equal([body.code, body.station, body.source], ['HEN-2026-7', 'tang-2', 'touch-screen'])
    await page.locator('.got .number').getByText('A077').waitFor()
    await page.locator('.got').getByText('Số người chờ trước: 2').waitFor()
    await page.locator('.got').getByText('Dự kiến chờ: 5–20 phút').waitFor()
    await page.locator('.got').getByText('Xin lấy phiếu').waitFor()
    fixture.push({
      hall: { ...hall, unclaimed: [{ id: 't-1', number: 'A077', service: 'land', issuedAt: hall.at }] },
    })
    await page.locator('.got .warn').getByText('Phiếu chưa in được').waitFor()
    // The next visitor scans while the last one's number still stands there.
    await page.keyboard.type('HEN')
    assert.is(await page.locator('.line output').textContent(), 'HEN')
  })
})

test('a code is typed on the screen, corrected, and refused with what to do next', async () => {
  await atPage('', async (page, fixture) => {
    fixture.answer(refusing('unknown-booking', 'Không tìm thấy lịch hẹn này hôm nay.'))
    for (const key of ['H', 'E', 'M', 'Xóa', 'N', '-', '1'])
      await page.locator('.board').getByRole('button', { name: key, exact: true }).click()
    const sent = fixture.nextSent(/check-in/)
    await page.locator('.go').click()
    const { body } = await sent
    assert.equal([body.code, body.station], ['HEN-1', 'sanh'])
    await page.locator('.refused').getByText('Không tìm thấy lịch hẹn này hôm nay.').waitFor()
    await page.locator('.refused').getByText('mời lấy số thường').waitFor()
    await page.locator('.go').click()
    assert.is(await page.locator('.line output').textContent(), 'Mã lịch hẹn')
  })
})

test('without an answer the same request is asked again, so that nobody gets two numbers', async () => {
  await atPage('', async (page, fixture) => {
    await page.route('**/api/check-in', (route) => route.abort())
    await page.keyboard.type('HEN-2026-7')
    const lost = page.waitForRequest(/check-in/)
    await page.keyboard.press('Enter')
    const first = (await lost).postDataJSON() as { requestId: string }
    await page.locator('.refused').getByRole('button', { name: 'Thử lại' }).waitFor()
    await page.unroute('**/api/check-in')
    fixture.answer(() => ({ status: 201, body: ticket }))
    const sent = fixture.nextSent(/check-in/)
    await page.locator('.go').click()
    assert.is((await sent).body.requestId, first.requestId)
    await page.locator('.got .number').waitFor()
  })
})

test('an appointment of another day shows its date, and who came too late for it learns that', async () => {
  await atPage('', async (page, fixture) => {
    const enter = async () => {
      await page.keyboard.type('HEN-1')
      await page.keyboard.press('Enter')
    }
    fixture.answer(refusing('booking-other-day', 'Lịch hẹn này là ngày 24/11 lúc 09:30.'))
    await enter()
    await page.locator('.refused h2').getByText('Lịch hẹn này là ngày 24/11 lúc 09:30.').waitFor()
    await page.keyboard.press('Escape')
    fixture.answer(() => ({ status: 201, body: ticket }))
    await enter()
    await page.locator('.got').getByText('Giờ hẹn: 10:00').waitFor()
    await page.keyboard.press('Escape')
    fixture.answer(() => ({ status: 201, body: { ...ticket, class: 'ordinary' } }))
    await enter()
    await page.locator('.got').getByText('Đã quá giờ hẹn 10:00: số này chờ như số thường.').waitFor()
  })
})

test('every refusal a visitor can meet says what to do', async () => {
  await atPage('', async (page, fixture) => {
    for (const [refused, next] of [
      ['booking-used', 'Mỗi lịch hẹn nhận số một lần'],
      ['booking-other-day', 'Lịch hẹn vẫn được giữ'],
      ['booking-past', 'hoặc gặp cán bộ hướng dẫn để đặt lịch hẹn khác'],
      ['service-not-yet', 'Xin quay lại gần giờ làm việc'],
      ['day-closed', 'Xin quay lại trong giờ làm việc'],
      ['printer-down', 'Xin gặp cán bộ hướng dẫn'],
      ['something-new', 'Xin hỏi cán bộ hướng dẫn'],
    ] as const) {
      fixture.answer(refusing(refused, 'Chưa nhận được số.'))
      await page.keyboard.type('HEN-1')
      await page.keyboard.press('Enter')
      await page.locator('.refused').getByText(next).waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.enter').waitFor()
    }
  })
})

test.run()
