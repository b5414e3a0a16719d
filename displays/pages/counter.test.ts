/** The officer's page by keyboard and mouse: what is sent, what is shown, and what is never sent twice. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { HallView } from '../../controller/api/views.ts'
import { type Browser, openChromium, openPage, type Page } from './chromium.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { staffView, withCounter } from './fixture-staff.ts'
import { hallView, withCall } from './fixture-views.ts'

const test = suite('counter')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const withTicket = (view: HallView, over: Partial<NonNullable<HallView['counters'][number]['ticket']>>) => ({
  ...view,
  counters: view.counters.map((one) =>
    one.id === 'q1' && one.ticket ? { ...one, ticket: { ...one.ticket, ...over } } : one,
  ),
})
const called = withCall(hall, 'q1', 'A013')
const serving = withTicket(called, { state: 'serving', startedAt: hall.at })

async function at(view: HallView, use: (page: Page, fixture: Fixture) => Promise<void>) {
  const fixture = await openFixture({ hall: view })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/counter/q1`, { width: 1280, height: 720 })
    await page.locator('.keys').waitFor()
    await use(page, fixture)
  } finally {
    await context.close()
    await fixture.close()
  }
}
const free = (page: Page) => page.locator('.key:not(:disabled)').first().waitFor()

/** Pairs of elements that lie on each other, or out of the window. */
const collisions = `(() => {
  const parts = [...document.querySelectorAll('.current p, .current p > *, .actions button')].map((one) => [one, one.getBoundingClientRect()])
  const rights = document.querySelector('.current').getBoundingClientRect()
  const texts = parts.map(([one]) => {
    const range = document.createRange()
    range.selectNodeContents(one)
    return [one, range.getBoundingClientRect()]
  })
  const buttons = texts.filter(([one]) => one.matches('button')).map(([one]) => [one, one.getBoundingClientRect()])
  const words = texts.filter(([one]) => !one.matches('button'))
  const out = words.filter(([, box]) => box.right > rights.right || box.bottom > rights.bottom + 6 || box.top < rights.top - 6)
  const on = words.flatMap(([one, box]) => buttons
    .filter(([, key]) => box.right > key.left && box.left < key.right && box.bottom > key.top && box.top < key.bottom && one.children.length === 0)
    .map(([key]) => one.textContent + ' under ' + key.textContent))
  const keys = [...document.querySelectorAll('.key b')].filter((one) => {
    const box = one.getBoundingClientRect()
    return box.top < one.parentElement.getBoundingClientRect().top || box.bottom > one.parentElement.querySelector('kbd').getBoundingClientRect().top
  })
  return [...on, ...keys.map((one) => one.textContent + ' does not fit its key'), ...out.map(([one]) => one.className + ' is cut off')]
})()`

for (const [width, height] of [
  [1366, 768],
  [1280, 720],
  [1024, 600],
] as const)
  test(`at ${width} × ${height} no key covers the number, however long, and all of it is seen`, async () => {
    const over = { officer: null, undo: 'finish' } as const
    for (const number of ['A013', 'HK1088'])
      for (const view of [
        withCounter(withTicket(called, { number, calls: 3 }), 'q1', { undo: 'call' }),
        withCounter(withTicket(serving, { number, slipDoubtful: false }), 'q1', { undo: 'finish' }),
        withCounter(hall, 'q1', { ...over, ticket: null, lastNumber: number }),
      ]) {
        const fixture = await openFixture({ hall: view, staff: staffView(view) })
        const context = await browser.newContext()
        try {
          const { page } = await openPage(context, `${fixture.url}/counter/q1`, { width, height })
          await page.locator('.actions button').first().waitFor()
          assert.equal(await page.evaluate<string[]>(collisions), [], number)
        } finally {
          await context.close()
          await fixture.close()
        }
      }
  })

test('the keyboard alone calls, recalls, starts, notes an outcome and finishes', async () => {
  await at(hall, async (page, fixture) => {
    const press = async (key: string, path: RegExp, next: HallView) => {
      const sent = fixture.nextSent(path)
      await page.keyboard.press(key)
      const one = await sent
      fixture.push({ hall: next })
      await free(page)
      return one
    }
    assert.equal(await press('Space', /next$/, called), {
      path: '/api/counters/q1/next',
      body: { ticket: 't-A012' },
    })
    await page.locator('.current .number').getByText('A013').waitFor()
    assert.equal((await press('KeyR', /recall$/, withTicket(called, { calls: 2 }))).body, {
      ticket: 't-A013',
    })
    await page.getByText('lần 2').waitFor()
    assert.is((await press('KeyS', /start$/, serving)).path, '/api/counters/q1/start')
    await page.locator('.current').getByText('Đang phục vụ').waitFor()
    await page.keyboard.press('Digit2')
    await page.locator('.outcomes [aria-pressed=true]').getByText('Yêu cầu bổ sung').waitFor()
    const finish = await press('KeyS', /finish$/, hall)
    assert.equal(finish, {
      path: '/api/counters/q1/finish',
      body: { ticket: 't-A013', outcome: 'supplement' },
    })
    assert.is(fixture.sent.length, 4)
  })
})

test('"next" takes the chosen outcome along, and at an idle counter says that it believes in none', async () => {
  await at(serving, async (page, fixture) => {
    await page.keyboard.press('Digit1')
    await page.locator('.outcomes [aria-pressed=true]').waitFor()
    const sent = fixture.nextSent(/next$/)
    await page.keyboard.press('Space')
    assert.equal((await sent).body, { ticket: 't-A013', outcome: 'accepted' })
  })
  const idle = {
    ...hall,
    counters: hall.counters.map((one) => (one.id === 'q1' ? { ...one, ticket: null } : one)),
  }
  await at(idle, async (page, fixture) => {
    const sent = fixture.nextSent(/next$/)
    await page.keyboard.press('Space')
    assert.equal((await sent).body, { ticket: null })
  })
})

test('an outcome chosen for one ticket is not carried to the next', async () => {
  await at(serving, async (page, fixture) => {
    await page.keyboard.press('Digit1')
    await page.locator('.outcomes [aria-pressed=true]').waitFor()
    fixture.push({ hall: withTicket(withCall(hall, 'q1', 'A014'), { state: 'serving', startedAt: hall.at }) })
    await page.locator('.current .number').getByText('A014').waitFor()
    assert.is(await page.locator('.outcomes [aria-pressed=true]').count(), 0)
  })
})

test('no-show asks first; anything but V leaves the ticket alone', async () => {
  await at(called, async (page, fixture) => {
    await page.keyboard.press('KeyV')
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    assert.is(fixture.sent.length, 0)
    await page.keyboard.press('KeyV')
    const sent = fixture.nextSent(/no-show$/)
    await page.keyboard.press('KeyV')
    assert.equal((await sent).body, { ticket: 't-A013' })
  })
})

test('a double click calls once, even when the answer was faster than the second click', async () => {
  await at(hall, async (page, fixture) => {
    fixture.answer(() => {
      fixture.push({ hall: called })
      return { status: 200, body: {} }
    })
    await page.locator('[data-step=next]').dblclick({ delay: 40 })
    await page.locator('.current .number').getByText('A013').waitFor()
    await page.keyboard.press('Space')
    await free(page)
    assert.is(fixture.sent.length, 1)
  })
})

test('after a mouse click the space bar means "next" again', async () => {
  await at(called, async (page, fixture) => {
    await page.locator('[data-step=recall]').click()
    await free(page)
    const sent = fixture.nextSent(/./)
    await page.keyboard.press('Space')
    assert.is((await sent).path, '/api/counters/q1/next')
  })
})

test('a refusal stays until the next action; a stale one shows the number that is really there', async () => {
  await at(hall, async (page, fixture) => {
    const message = { vi: 'Số tại quầy đã đổi thành A099.', en: 'stale' }
    fixture.answer(() => {
      fixture.push({})
      return { status: 409, body: { refused: 'stale', message } }
    })
    const fetched = page.waitForResponse(/\/api\/hall$/)
    await page.keyboard.press('KeyS')
    await page.locator('.said.refused').getByText(message.vi).waitFor()
    await fetched
    await free(page)
    fixture.push({ hall: withCall(hall, 'q1', 'A099') })
    await page.locator('.current .number').getByText('A099').waitFor()
    assert.is(await page.locator('.said').textContent(), message.vi)
    fixture.answer(() => ({ status: 200, body: {} }))
    await page.keyboard.press('KeyR')
    await page.locator('.said.refused').waitFor({ state: 'detached' })
  })
})

test('an unreachable server is said, not swallowed', async () => {
  await at(hall, async (page, fixture) => {
    await fixture.stop()
    await page.keyboard.press('Space')
    await page.locator('.said.refused').getByText('Không gửi được đến máy chủ').waitFor()
    await fixture.start()
  })
})

test('keys that make no sense now are disabled and say why', async () => {
  await at(
    { ...called, rules: { nextWhileCalled: 'refuse', outcomeRequired: true } },
    async (page, fixture) => {
      assert.ok(await page.locator('[data-step=next]').isDisabled())
      assert.match((await page.locator('[data-step=next]').textContent()) ?? '', 'Số A013 chưa bắt đầu')
      await page.keyboard.press('Space')
      await page.locator('.said').getByText('Số A013 chưa bắt đầu').waitFor()
      assert.is(fixture.sent.length, 0)
    },
  )
})

test('after three recalls no-show is offered and nothing happens by itself', async () => {
  await at(withTicket(called, { calls: 4 }), async (page, fixture) => {
    await page.locator('[data-step=no-show].offered').waitFor()
    assert.is(fixture.sent.length, 0)
  })
})

test('a failed slip is claimed or printed again at once, and withdrawn only on a second press', async () => {
  const unclaimed = [{ id: 'u1', number: 'A031', service: 'land', issuedAt: hall.at }]
  await at({ ...hall, unclaimed }, async (page, fixture) => {
    await page.locator('[data-list=unclaimed].alarm').click()
    const row = page.locator('.unclaimed li')
    for (const [words, path] of [
      ['Nhận', '/api/tickets/u1/claim'],
      ['In lại', '/api/tickets/u1/reprint'],
    ] as const) {
      const sent = fixture.nextSent(/tickets/)
      await row.getByText(words).click()
      assert.is((await sent).path, path)
      await free(page)
    }
    await row.getByText('Hủy').click()
    await row.getByText('Hủy hẳn').waitFor()
    assert.is(fixture.sent.length, 2)
    const sent = fixture.nextSent(/void/)
    await row.getByText('Hủy hẳn').click()
    assert.equal((await sent).body, { reason: 'slip-failed' })
  })
})

test.run()
