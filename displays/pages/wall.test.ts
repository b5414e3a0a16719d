/** The wall: large enough to be read across a hall, whole, and right about what it says. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { HallView } from '../../controller/api/views.ts'
import { type Browser, openChromium, openPage, type Page } from './chromium.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { hallView, largeHallView, printerDown, told, withCall } from './fixture-views.ts'

const test = suite('the wall')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const large = largeHallView()
const notices = printerDown

const across = { width: 1920, height: 1080 }
const upright = { width: 1080, height: 1920 }

/** A wall of this hall at `path`, once it shows something. */
async function at(
  view: HallView,
  size: { width: number; height: number },
  use: (page: Page, fixture: Fixture) => Promise<void>,
  path = '/wall',
): Promise<void> {
  const fixture = await openFixture({ hall: view })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, fixture.url + path, size)
    await page.locator('.large, .none').first().waitFor()
    await use(page, fixture)
  } finally {
    await context.close()
    await fixture.close()
  }
}

/** Height of the tallest ink in px of each matching element's text, in the font that was really loaded. */
const glyphHeights = (selector: string) => `[...document.querySelectorAll('${selector}')].map((one) => {
  const style = getComputedStyle(one)
  const pen = document.createElement('canvas').getContext('2d')
  pen.font = style.fontWeight + ' ' + style.fontSize + ' ' + style.fontFamily
  return pen.measureText(one.textContent.trim()).actualBoundingBoxAscent
})`

for (const view of [hall, large]) {
  test(`on a 42" screen the calls of ${view.counters.length} counters are 100 mm high and rows 40 mm`, async () => {
    await at(view, across, async (page) => {
      const figures = await page.evaluate<number[]>(glyphHeights('.large .figures > span'))
      assert.ok(figures.length >= 2)
      // 42", 16:9: 523 mm are 1080 px.
      for (const px of figures) assert.ok(px * (523 / 1080) >= 100, `figures of ${px} px`)
      const rows = await page.evaluate<number[]>(
        `[...document.querySelectorAll('.counters .row, .last li')].map((row) => row.getBoundingClientRect().height)`,
      )
      assert.ok(rows.length >= view.counters.length)
      for (const px of rows) assert.ok(px * (523 / 1080) >= 40, `a row of ${px} px`)
      assert.ok(await page.evaluate('document.fonts.check(\'800 20px "Be Vietnam Pro"\')'))
      const font = await page.evaluate<string>(
        "getComputedStyle(document.querySelector('.figures')).fontFamily",
      )
      assert.match(font, /^"Be Vietnam Pro"/)
    })
  })
}

test('whatever else the wall tells, the line above each call is whole', async () => {
  const called = [
    hall,
    withCall(hall, 'q1', 'A088', 3),
    withCall(withCall(hall, 'q1', 'A088', 3), 'q7', 'G030', 1),
  ]
  for (const size of [across, { width: 1280, height: 720 }, upright]) {
    await at(hall, size, async (page, fixture) => {
      for (const [n, view] of called.entries())
        for (const more of [{}, { notices }, told, { ...told, notices }]) {
          fixture.push({ hall: { ...view, posted: [], dossierFigures: null, notices: [], ...more } })
          await page.locator(`.calls.of-${n + 1}`).waitFor()
          await page.locator('.told').waitFor({ state: 'posted' in more ? 'visible' : 'detached' })
          await page.locator('.notice').waitFor({ state: 'notices' in more ? 'visible' : 'detached' })
          // What leaves a call is cut off, and a line taller than its box is cut as well; in hundredths of its height.
          const cut = await page.evaluate<number[]>(
            `[...document.querySelectorAll('.large .label')].map((label) => {
              const [box, call] = [label.getBoundingClientRect(), label.closest('.large').getBoundingClientRect()]
              return Math.round((100 * Math.max(0, call.top - box.top)) / box.height)
            })`,
          )
          assert.ok(
            cut.every((share) => share <= 8),
            `${n + 1} at ${size.width}: ${Object.keys(more)}: ${cut} % are cut off`,
          )
        }
    })
  }
})

test('the longest numbers leave the arrow to their counter free, whatever counter it is', async () => {
  for (const size of [across, upright])
    for (const [first, second, third] of [
      ['1', '4', '7'],
      ['11', '24', '25'],
    ] as const) {
      const view = withCall(
        withCall(withCall(hallView({ counters: 25 }), `q${first}`, 'HK1088', 3), `q${second}`, 'HM0404', 2),
        `q${third}`,
        'MK909',
        1,
      )
      await at(view, size, async (page) => {
        const rooms = await page.evaluate<number[]>(
          `[...document.querySelectorAll('.large')].map((call) =>
            call.querySelector('.arrow').getBoundingClientRect().left -
            call.querySelector('.ticket > span').getBoundingClientRect().right)`,
        )
        assert.is(rooms.length, 3)
        for (const px of rooms) assert.ok(px >= 0, `${px} px at ${size.width}, counter ${first}…`)
      })
    }
})

test('the longest name of a centre is whole, upright as well', async () => {
  const name =
    'Trung tâm Phục vụ hành chính công phường Hoàng Văn Thụ – Quảng trường 16 Tháng 4, tỉnh Thanh Hóa'
  for (const size of [across, upright])
    await at({ ...hall, site: { ...hall.site, name } }, size, async (page) => {
      const [header, names] = await page.evaluate<[number[], number[]]>(
        `['header', '.names'].map((one) => document.querySelector(one).getBoundingClientRect()).map((box) => [box.top, box.bottom])`,
      )
      assert.ok(
        (names[0] ?? -1) >= (header[0] ?? 0) && (names[1] ?? 1e9) <= (header[1] ?? 0),
        `${names} in ${header}`,
      )
      const cut = await page.evaluate<number>(
        "document.querySelector('h1').scrollWidth - document.querySelector('h1').clientWidth",
      )
      assert.ok(cut <= 0, `${cut} px are cut off`)
    })
})

test('an upright wall gives its calls and its counters the whole width', async () => {
  await at(large, upright, async (page) => {
    const boxes = await page.evaluate<[number, number, number][]>(
      `['.calls', '.counters', 'footer'].map((one) => document.querySelector(one).getBoundingClientRect()).map((box) => [box.width, box.top, box.bottom])`,
    )
    for (const [width] of boxes) assert.ok(width > 1030, `${width} px of 1080`)
    assert.ok(boxes.every(([, top], n) => n === 0 || top >= (boxes[n - 1]?.[2] ?? 0)))
    const [figures = 0] = await page.evaluate<number[]>(glyphHeights('.large .figures > span'))
    assert.ok(figures > 140, `figures of ${figures} px`)
  })
})

test('outside of working hours the wall says when they begin again, a call is shown all the same', async () => {
  const day = (date: string, from: string, to: string) => ({
    from: `${date}T${from}:00.000+07:00`,
    to: `${date}T${to}:00.000+07:00`,
  })
  // The fixture's clock says 10:42 on Monday.
  const morning = day('2026-11-23', '07:30', '10:30')
  const past = {
    ...hall,
    calls: hall.calls.map((call) => ({ ...call, active: false, at: '2026-11-23T09:00:00.000+07:00' })),
  }
  const cases: [HallView['sessions'], HallView, string | null][] = [
    [[morning, day('2026-11-23', '13:30', '17:00')], past, 'Ngoài giờ làm việcLàm việc từ 13:30'],
    [
      [morning, day('2026-11-25', '07:30', '11:30')],
      past,
      'Ngoài giờ làm việcLàm việc từ 07:30, Thứ Tư, 25/11/2026',
    ],
    [
      [morning, day('2026-11-24', '07:30', '11:30')],
      { ...past, day: null, calls: [] },
      'Ngoài giờ làm việcLàm việc từ 07:30, Thứ Ba, 24/11/2026',
    ],
    [[morning], past, 'Trung tâm hiện không nhận giao dịch'],
    [[morning, day('2026-11-23', '10:40', '17:00')], past, null],
    [[morning], hall, null],
    [null, past, null],
    [null, { ...past, day: null }, 'Trung tâm hiện không nhận giao dịch'],
  ]
  await at(hall, across, async (page, fixture) => {
    for (const [sessions, view, words] of cases) {
      fixture.push({ hall: { ...view, sessions } })
      await page
        .locator(words === null ? '.large' : '.none')
        .first()
        .waitFor()
      if (words !== null) {
        await page.locator('.none', { hasText: words.slice(-8) }).waitFor()
        assert.is(await page.locator('.none').textContent(), words)
        assert.is(await page.locator('.last').count(), 0)
      }
    }
  })
})

test('the wall of one zone shows its counters and calls only', async () => {
  const view = hallView({ zones: 2 })
  await at(
    view,
    across,
    async (page) => {
      const spoken = await page.locator('.row .spoken').allTextContents()
      assert.equal(spoken, ['2', '4', '6'])
      const called = await page.locator('.large .to').allTextContents()
      for (const counter of called) assert.ok(spoken.includes(counter), counter)
    },
    '/wall?zone=z2',
  )
})

test('the wall of a zone that does not exist says so, and which there are', async () => {
  const view = hallView({ zones: 2 })
  await at(
    view,
    across,
    async (page) => {
      const said = await page.locator('.none').textContent()
      assert.is(said, 'Không có khu “tang-2” ở trung tâm nàyCác khu: z1, z2')
    },
    '/wall?zone=tang-2',
  )
})

test('a counter’s services break between their names, and a dash begins no line', async () => {
  await at(hall, across, async (page) => {
    const names = await page.evaluate<[string, number][]>(
      `[...document.querySelectorAll('.row')[0].querySelectorAll('.what span')].map((one) =>
        [one.textContent, Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))])`,
    )
    assert.equal(names, [
      ['Đất đai\u00a0– Môi trường,\u00a0', 1],
      ['Hộ tịch\u00a0– Chứng thực,\u00a0', 1],
      ['Xây dựng', 1],
    ])
  })
})

test('calls at once stand together, the newest first, and a recall is no second row', async () => {
  const twice = withCall(withCall(hall, 'q1', 'A088', 3), 'q7', 'G030', 1)
  const newest = twice.calls[0]
  assert.ok(newest)
  await at({ ...twice, calls: [{ ...newest, recall: true }, ...twice.calls] }, across, async (page) => {
    const numbers = await page.locator('.large .ticket').allTextContents()
    assert.equal(numbers, ['G030', 'A088', 'C014'])
  })
})

test.run()
