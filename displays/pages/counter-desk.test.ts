/** The counter itself, its officer, its services, and the dossiers of a visit. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, openChromium } from './chromium.ts'
import { atCounter, byKeys, scan, sentBy } from './counter.test-kit.ts'
import { withCounter } from './fixture-staff.ts'
import { hallView, withCall } from './fixture-views.ts'

const test = suite('counter desk')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const idle = withCounter(hall, 'q1', { ticket: null })

test('the counter pauses with a reason and goes on, closes, opens, knows its officer and its services', async () => {
  await atCounter(browser, idle, async (page, fixture) => {
    const one = await sentBy(page, fixture, byKeys(page, 'KeyP', 'Digit1'))
    assert.equal(one, { path: '/api/counters/q1/pause', body: { reason: 'break' } })
    fixture.push({ hall: withCounter(idle, 'q1', { state: 'paused', pausedFor: 'break' }) })
    await page.locator('.current.paused').getByText('nghỉ giải lao').waitFor()
    assert.ok(await page.locator('[data-step=next]').isDisabled())
    const goOn = () => page.keyboard.press('KeyP')
    assert.is((await sentBy(page, fixture, goOn)).path, '/api/counters/q1/continue')
    fixture.push({ hall: idle })
    await page.locator('.current.none').waitFor()
    const close = byKeys(page, 'KeyO', 'Digit1')
    assert.is((await sentBy(page, fixture, close)).path, '/api/counters/q1/close')
    fixture.push({ hall: withCounter(idle, 'q1', { state: 'closed' }) })
    await page.locator('.current.closed').waitFor()
    const open = () => page.keyboard.press('KeyO')
    assert.is((await sentBy(page, fixture, open)).path, '/api/counters/q1/open')

    const logIn = async () => {
      await page.keyboard.press('KeyL')
      await page.locator('.sheet input').fill('CB-1047')
      await page.keyboard.press('Enter')
    }
    assert.equal(await sentBy(page, fixture, logIn), {
      path: '/api/counters/q1/log-in',
      body: { officer: 'CB-1047' },
    })
    fixture.push({ hall: withCounter(idle, 'q1', { officer: 'CB-1047' }) })
    await page.locator('[data-action=officer]').getByText('Cán bộ CB-1047').waitFor()
    const logOut = byKeys(page, 'KeyL', 'Digit1')
    assert.is((await sentBy(page, fixture, logOut)).path, '/api/counters/q1/log-out')
    await page.keyboard.press('KeyN')
    await page.locator('.sheet').waitFor()
    await page.keyboard.press('Digit3')
    await page.keyboard.press('Digit8')
    await page.locator('.sheet [aria-pressed=true]').getByText('Nhận kết quả').waitFor()
    const save = () => page.keyboard.press('Enter')
    assert.equal((await sentBy(page, fixture, save)).body, { services: ['land', 'justice', 'result'] })
  })
})

test('scanned dossiers go along with the end of the visit, whoever has the focus, and never press a key', async () => {
  await atCounter(browser, hall, async (page, fixture) => {
    for (const code of ['SRV-0001', 'H21-0002', 'H21-0003']) {
      await scan(page, code)
      await page.locator('.dossiers li').getByText(code).waitFor()
      // The second is scanned into the field, the others while the page itself has the keys.
      if (code !== 'SRV-0001') await page.keyboard.press('Escape')
    }
    await page.locator('.dossiers').getByLabel('Bỏ mã H21-0002').click()
    await page.locator('.dossiers li').getByText('H21-0002').waitFor({ state: 'detached' })
    assert.is(fixture.sent.length, 0)
    const one = await sentBy(page, fixture, () => page.keyboard.press('KeyS'))
    assert.equal(one, {
      path: '/api/counters/q1/finish',
      body: { ticket: 't-A012', dossiers: ['SRV-0001', 'H21-0003'] },
    })
    fixture.push({ hall: withCall(hall, 'q1', 'A014') })
    await page.locator('.current .number').getByText('A014').waitFor()
    assert.is(await page.locator('.dossiers').count(), 0)
    // The same visitor is back: what was scanned for this visit is still there.
    fixture.push({ hall })
    await page.locator('.dossiers li').getByText('H21-0003').waitFor()
  })
})

test.run()
