/** What may be done with a ticket beside the three keys: each by its key or its list, and exactly what is sent. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, openChromium } from './chromium.ts'
import { atCounter, byKeys, sentBy } from './counter.test-kit.ts'
import { withCounter } from './fixture-staff.ts'
import { hallView, withCall } from './fixture-views.ts'

const test = suite('counter life')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const idle = withCounter(hall, 'q1', { ticket: null })

test('a visit is put aside, sent on to a service or a counter, each by two keys', async () => {
  await atCounter(browser, hall, async (page, fixture) => {
    assert.equal(await sentBy(page, fixture, byKeys(page, 'KeyH', 'Digit2')), {
      path: '/api/counters/q1/hold',
      body: { ticket: 't-A012', reason: 'photocopy' },
    })
    assert.equal(await sentBy(page, fixture, byKeys(page, 'KeyC', 'Digit7')), {
      path: '/api/counters/q1/transfer',
      body: { ticket: 't-A012', toService: 'payment' },
    })
    await page.keyboard.press('KeyC')
    await page.locator('.sheet').waitFor()
    const toCounter = byKeys(page, 'KeyC', 'Digit3')
    assert.equal((await sentBy(page, fixture, toCounter)).body, { ticket: 't-A012', toCounter: 'q3' })
    // A sheet takes all keys: nothing of the page is pressed through it.
    await page.keyboard.press('KeyH')
    await page.locator('.sheet').waitFor()
    for (const key of ['Space', 'KeyV', 'Escape']) await page.keyboard.press(key)
    await page.locator('.sheet').waitFor({ state: 'detached' })
    assert.is(fixture.sent.length, 3)
  })
})

test('among many counters a number that may become longer waits for Enter', async () => {
  await atCounter(browser, withCounter(hallView({ counters: 25 }), 'q1', {}), async (page, fixture) => {
    await page.keyboard.press('KeyC')
    await page.locator('.sheet').waitFor()
    await page.keyboard.press('KeyC')
    await page.locator('.sheet').getByText('Quầy 12').waitFor()
    const one = await sentBy(page, fixture, async () => {
      for (const key of ['Digit2', 'Enter']) await page.keyboard.press(key)
    })
    assert.equal(one.body, { ticket: 't-A012', toCounter: 'q2' })
  })
})

test('undo says what it takes back and is there only while something can be', async () => {
  await atCounter(browser, hall, async (page, fixture) => {
    assert.is(await page.locator('[data-action=undo]').count(), 0)
    await page.keyboard.press('KeyU')
    await page.locator('.said').getByText('Không còn thao tác để hoàn tác').waitFor()
    fixture.push({ hall: withCounter(hall, 'q1', { undo: 'transfer' }) })
    await page.locator('[data-action=undo]').getByText('Hoàn tác chuyển').waitFor()
    // Once service has started its call is not taken back any more.
    fixture.push({ hall: withCounter(hall, 'q1', { undo: null }) })
    await page.locator('[data-action=undo]').waitFor({ state: 'detached' })
    fixture.push({ hall: withCounter(withCall(hall, 'q1', 'A013'), 'q1', { undo: 'call' }) })
    await page.locator('[data-action=undo]').getByText('Hoàn tác gọi số').waitFor()
    const message = { vi: 'Không còn thao tác để hoàn tác.', en: '' }
    fixture.answer(() => ({ status: 409, body: { refused: 'nothing-to-undo', message } }))
    const one = await sentBy(page, fixture, () => page.keyboard.press('KeyU'))
    assert.equal(one, { path: '/api/counters/q1/undo', body: {} })
    await page.locator('.said.refused').getByText(message.vi).waitFor()
  })
})

test('a waiting ticket is called, changed or withdrawn by name', async () => {
  await atCounter(browser, hall, async (page, fixture) => {
    const row = page.locator('.list li').filter({ hasText: 'A041' })
    await row.locator('button.row').getByText('ưu tiên').waitFor()
    await page.locator('.list li').filter({ hasText: 'A040' }).getByText('bị vượt 2/3').waitFor()
    await row.locator('button.row').click()
    assert.equal(await sentBy(page, fixture, () => row.getByText('Gọi số này').click()), {
      path: '/api/counters/q1/call',
      body: { ticket: 't-A012', chosen: 't-A041' },
    })
    const change = async () => {
      await row.getByText('Đổi', { exact: true }).click()
      await page.locator('.sheet').getByText('Hộ tịch – Chứng thực').click()
    }
    assert.equal(await sentBy(page, fixture, change), {
      path: '/api/tickets/t-A041/change',
      body: { service: 'justice', reason: 'wrong-button' },
    })
    const otherClass = async () => {
      await row.getByText('Đổi', { exact: true }).click()
      await page.locator('.sheet .switch').getByText('Diện').click()
      await page.locator('.sheet').getByText('đã đặt lịch').click()
    }
    assert.equal((await sentBy(page, fixture, otherClass)).body, { class: 'booked', reason: 'priority' })
    const withdraw = async () => {
      await row.getByText('Hủy', { exact: true }).click()
      await page.locator('.sheet').getByText('lấy nhầm số').click()
    }
    assert.equal(await sentBy(page, fixture, withdraw), {
      path: '/api/tickets/t-A041/void',
      body: { reason: 'mistake' },
    })
  })
})

test('the lists give back who was put aside, absent or finished, by mouse or by arrow keys', async () => {
  await atCounter(browser, idle, async (page, fixture) => {
    await page.keyboard.press('ArrowRight')
    await page.locator('.list.held li').first().waitFor()
    await page.keyboard.press('ArrowDown')
    assert.equal(await sentBy(page, fixture, () => page.keyboard.press('Enter')), {
      path: '/api/counters/q1/resume',
      body: { held: 't-A005' },
    })
    await page.locator('[data-list=gone]').click()
    await page.locator('.list.gone').getByText('đến 11:03').waitFor()
    const back = () => page.locator('.list.gone').getByText('Quay lại').click()
    assert.is((await sentBy(page, fixture, back)).path, '/api/tickets/t-A008/return')
    await page.locator('[data-list=finished]').click()
    const again = () => page.locator('.list.finished').getByText('Mở lại').first().click()
    assert.equal((await sentBy(page, fixture, again)).body, { finished: 't-A009' })
    assert.equal(await page.locator('.list.finished li b').allTextContents(), ['A009', 'A004'])
  })
})

test('nobody is taken up while somebody is at the counter', async () => {
  await atCounter(browser, hall, async (page, fixture) => {
    await page.locator('[data-list=held]').click()
    await page.locator('.list.held').getByText('Tiếp tục').first().click()
    await page.locator('.said.refused').getByText('Số A012 còn ở quầy').waitFor()
    assert.is(fixture.sent.length, 0)
  })
})

test('in a docked window the lists and the sheets lie over the number and stay inside', async () => {
  await atCounter(
    browser,
    withCounter(hall, 'q1', { undo: 'no-show' }),
    async (page, fixture) => {
      await page.locator('[data-list=held]').click()
      await page.locator('.list.held').getByText('từ 10:30').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.list.held').waitFor({ state: 'hidden' })
      await page.keyboard.press('KeyC')
      const box = await page.locator('.sheet').boundingBox()
      assert.ok(box && box.x >= 0 && box.x + box.width <= 420 && box.y >= 0 && box.y + box.height <= 720)
      await page.keyboard.press('Escape')
      await page.locator('.sheet').waitFor({ state: 'detached' })
      const pause = byKeys(page, 'KeyQ', 'Digit1')
      await pause()
      await page.locator('.sheet').getByText('họp').waitFor()
      const one = await sentBy(page, fixture, () => page.keyboard.press('Digit2'))
      assert.equal(one.body, { reason: 'meeting' })
    },
    420,
  )
})

test.run()
