/** The greeter's page: numbers for visitors, bookings that are unknown here, wrong buttons, companions, stories. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { HallView } from '../../controller/api/views.ts'
import { type Browser, openChromium, openPage, type Page } from './chromium.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { staffView } from './fixture-staff.ts'
import { hallView } from './fixture-views.ts'

const test = suite('greeter page')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const printers = [
  { station: 'sanh', name: 'Sảnh', ready: true },
  { station: 'tang-2', name: 'Tầng 2', ready: true },
]
const hall = { ...hallView(), printers }
const staff = staffView(hall)
const first = staff.waiting[0] ?? { id: '', number: '', service: '' }
const second = staff.waiting[1] ?? { id: '', number: '', service: '' }
const issued = {
  id: 't-new',
  number: 'A077',
  service: 'land',
  class: 'ordinary',
  ahead: 4,
  estimate: null,
  slip: { printer: 'sanh/may-in' },
  bookedAt: null,
}

async function atPage(
  use: (page: Page, fixture: Fixture) => Promise<void>,
  view: HallView = hall,
): Promise<void> {
  const fixture = await openFixture({ hall: view, staff })
  const context = await browser.newContext()
  try {
    const { page, errors } = await openPage(context, `${fixture.url}/greeter`, { width: 1024, height: 768 })
    await page.locator('.services button').first().waitFor()
    await use(page, fixture)
    assert.equal(
      errors.filter((error) => !/40[049]/.test(error)),
      [],
    )
  } finally {
    await context.close()
    await fixture.close()
  }
}
async function sentBy(page: Page, fixture: Fixture, press: () => Promise<void>) {
  const sent = fixture.nextSent(/./)
  await press()
  const { path, body } = await sent
  await page.locator('.services button:not(:disabled)').first().waitFor()
  const { requestId, ...rest } = body
  return { path, requestId, body: rest }
}
const service = (page: Page, name: string) => page.locator('.services').getByText(name, { exact: true })

test('with the 24 services of a province each key shows all of its words', () => {
  const services = [1, 2, 3].flatMap((n) =>
    hall.services.map((one) => ({
      ...one,
      id: `${one.id}-${n}`,
      shortName: 'Đăng ký doanh nghiệp',
      open: n > 1,
    })),
  )
  return atPage(
    async (page) => {
      const cut = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.services button')].filter((key) => [...key.children].some((part) =>
          part.getBoundingClientRect().top < key.getBoundingClientRect().top || part.getBoundingClientRect().bottom > key.getBoundingClientRect().bottom)).map((key) => key.textContent)`,
      )
      assert.equal(cut, [])
      assert.is(await page.locator('.services button').count(), 24)
    },
    { ...hall, services },
  )
})
const choice = (page: Page, name: string) => page.locator('.sheet').getByText(name, { exact: true })

test('a number is given by service, class and printer, and another to the same person', async () => {
  await atPage(async (page, fixture) => {
    fixture.answer(() => ({ status: 201, body: issued }))
    const name = hall.services[0]?.shortName ?? ''
    await page.getByText('Diện ưu tiên').click()
    await page.getByLabel('Nơi in phiếu').selectOption('tang-2')
    const one = await sentBy(page, fixture, () => service(page, name).click())
    assert.equal(
      [one.path, one.body],
      ['/api/tickets', { service: 'land', class: 'priority', source: 'greeter', station: 'tang-2' }],
    )
    assert.match(String(one.requestId), /^page-[0-9a-f]{24}$/)
    await page.locator('.last').getByText('A077').waitFor()
    await page.getByText('Lấy thêm số cho người này').click()
    const two = await sentBy(page, fixture, () => service(page, name).click())
    assert.equal(two.body, { service: 'land', link: 't-new', source: 'greeter', station: 'tang-2' })
    assert.is.not(two.requestId, one.requestId)
    const failed = { id: 't-new', number: 'A077', service: 'land', issuedAt: hall.at }
    fixture.push({ hall: { ...hall, unclaimed: [failed] } })
    await page.locator('.last.failed').getByText('Phiếu in lỗi').waitFor()
    await page.getByRole('tab').getByText('Phiếu lỗi').click()
    const again = await sentBy(page, fixture, () => page.getByText('In lại').click())
    assert.is(again.path, '/api/tickets/t-new/reprint')
  })
})

test('the greeter of a visitor on the wrong day reads the date, and what to do for staff', async () => {
  await atPage(async (page, fixture) => {
    for (const [refused, vi, next] of [
      [
        'booking-other-day',
        'Lịch hẹn này là ngày 24/11 lúc 09:30.',
        'Cần giải quyết hôm nay thì lấy số thường.',
      ],
      ['booking-past', 'Lịch hẹn này là ngày 20/11 lúc 09:30, đã qua.', 'Lấy số thường, hoặc hẹn ngày khác.'],
    ] as const) {
      fixture.answer(() => ({ status: 409, body: { refused, message: { vi, en: '' } } }))
      await page.getByText('Lịch hẹn', { exact: true }).click()
      await page.locator('.sheet input').fill('HEN-9')
      await sentBy(page, fixture, () => page.keyboard.press('Enter'))
      const said = (await page.locator('.said').textContent()) ?? ''
      assert.ok(said.includes(vi) && said.includes(next), said)
      await page.keyboard.press('Escape')
    }
  })
})

test('a booking that is unknown here is admitted with its service and time', async () => {
  await atPage(async (page, fixture) => {
    fixture.answer(({ body }) =>
      body.unverified
        ? { status: 201, body: { ...issued, class: 'booked' } }
        : { status: 404, body: { refused: 'unknown-booking', message: { vi: 'Không tìm thấy.', en: '' } } },
    )
    await page.getByText('Lịch hẹn', { exact: true }).click()
    await page.locator('.sheet input').fill('HEN-9')
    const plain = await sentBy(page, fixture, () => page.keyboard.press('Enter'))
    assert.equal([plain.path, plain.body.code], ['/api/check-in', 'HEN-9'])
    const time = page.getByLabel('Giờ hẹn hôm nay')
    assert.match(await time.inputValue(), /^\d\d:\d\d$/)
    assert.is(await page.locator('.said').count(), 0)
    const name = hall.services[0]?.shortName ?? ''
    const before = fixture.sent.length
    await time.fill('25:15')
    await choice(page, name).click()
    await page.locator('.said').getByText('Giờ hẹn ghi như 08:30').waitFor()
    assert.is(fixture.sent.length, before)
    await time.fill('10:15')
    const admitted = await sentBy(page, fixture, () => choice(page, name).click())
    assert.equal(admitted.body.unverified, { service: 'land', at: '2026-11-23T10:15:00+07:00' })
    await page.locator('.last').getByText('đã đặt lịch').waitFor()
  })
})

test('a waiting ticket is changed, withdrawn, linked; a no-show comes back', async () => {
  await atPage(async (page, fixture) => {
    fixture.answer(() => ({ status: 200, body: {} }))
    const open = async (what: string) => {
      await page.locator('.list .row').first().click()
      await choice(page, what).click()
    }
    const other = hall.services.find(({ id }) => id !== first.service)
    await open('Đổi nội dung')
    const changed = await sentBy(page, fixture, () => choice(page, other?.shortName ?? '').click())
    assert.equal(
      [changed.path, changed.body],
      [`/api/tickets/${first.id}/change`, { service: other?.id, reason: 'wrong-button' }],
    )
    await open('Đổi diện')
    const raised = await sentBy(page, fixture, () => choice(page, 'ưu tiên').click())
    assert.equal(raised.body, { class: 'priority', reason: 'priority' })
    await open('Hủy số')
    const gone = await sentBy(page, fixture, () => choice(page, 'người dân đã về').click())
    assert.equal(gone.body, { reason: 'visitor-left' })
    await open('Ghép với số khác')
    const linked = await sentBy(page, fixture, () => choice(page, second.number).click())
    assert.equal(linked, {
      path: '/api/tickets/link',
      requestId: undefined,
      body: { tickets: [first.id, second.id] },
    })
    await page.getByRole('tab').getByText('Vắng mặt').click()
    const back = await sentBy(page, fixture, () => page.getByText('Quay lại', { exact: true }).click())
    assert.is(back.path, `/api/tickets/${staff.returnable[0]?.id}/return`)
  })
})

test('a refusal is said, and a ticket that was called meanwhile leaves the sheet', async () => {
  await atPage(async (page, fixture) => {
    const refused = { refused: 'service-cut-off', message: { vi: 'Đã hết giờ lấy số.', en: '' } }
    fixture.answer(() => ({ status: 409, body: refused }))
    await sentBy(page, fixture, () => service(page, hall.services[0]?.shortName ?? '').click())
    await page.locator('.said').getByText('Đã hết giờ lấy số.').waitFor()
    await page.locator('.said button').click()
    await page.locator('.list .row').first().click()
    await page.locator('.sheet').getByText(`Số ${first.number}`, { exact: true }).waitFor()
    fixture.push({ staff: { ...staff, waiting: staff.waiting.slice(1) } })
    await page.locator('.sheet').getByText('Số này không còn chờ').waitFor()
  })
})

test('who went before a ticket is told in words', async () => {
  await atPage(async (page) => {
    const story = {
      number: first.number,
      lines: [{ text: '10:01: lấy số bằng nút bấm.' }],
      before: [{ text: '10:20: số A002 được gọi trước, đến quầy 2, vì cán bộ chọn gọi số đó.' }],
    }
    await page.route('**/story', (route) => route.fulfill({ json: story }))
    await page.locator('.list .row').first().click()
    await choice(page, 'Ai được gọi trước, vì sao?').click()
    await page.locator('.story').getByText('cán bộ chọn gọi số đó').waitFor()
  })
})

test.run()
