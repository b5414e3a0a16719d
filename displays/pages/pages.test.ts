/** Every page at its sizes in a real browser: nothing spills over, nothing is complained about, figures are large enough. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { HallView } from '../../controller/api/views.ts'
import { type Browser, openChromium, openPage, until } from './chromium.ts'
import { type FixtureViews, openFixture } from './fixture.ts'
import { benchView } from './fixture-bench.ts'
import { lostExpander, managerView, withDisk, withFullDisk, withHinderedLink } from './fixture-manager.ts'
import { staffView, withCounter } from './fixture-staff.ts'
import { hallView, phoneView, withCall } from './fixture-views.ts'

const test = suite('pages')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const large = withCall(withCall(hallView({ counters: 25 }), 'q25', 'A1088', 1), 'q12', 'HK007', 5)
const notices = [{ code: 'printer-down' as const, message: { vi: 'Máy in phiếu đang hết giấy.', en: '' } }]
const noCounter = (service: string) => ({
  code: 'no-counter-open' as const,
  message: { vi: `${service}: chưa có quầy nào mở.`, en: '' },
})
const unclaimed = Array.from({ length: 20 }, (_, index) => ({
  id: `u${index}`,
  number: `A${100 + index}`,
  service: 'land',
  issuedAt: hall.at,
}))
const broken = { station: 'sanh', name: 'Tủ lấy số ở sảnh', ready: false }
const busy = withCounter(hall, 'q1', { officer: 'CB-1047', undo: 'transfer' })
const staff = staffView(busy)
const paused = withCounter(busy, 'q1', { state: 'paused', pausedFor: 'back-office', ticket: null })
const hindered = withHinderedLink(managerView(hall))
const withoutButtons = {
  ...managerView(hall),
  devices: [
    ...lostExpander('nut-dat-dai,nut-ho-tich,nut-kinh-doanh,nut-thu-phi'),
    ...managerView(hall).devices.filter(({ kind }) => kind !== 'service-button'),
  ],
}
const words = ['Rất hài lòng', 'Hài lòng', 'Bình thường', 'Không hài lòng', 'Rất không hài lòng']
const over = phoneView({ state: 'finished', ahead: null, estimate: null, rating: { words, given: false } })
const longest = {
  number: 'HK1088',
  site: {
    name: 'Trung tâm Phục vụ hành chính công phường Hoàng Văn Thụ – Quảng trường 16 Tháng 4, tỉnh Thanh Hóa',
    hotline: '1900 0000',
  },
  service: {
    name: 'Lao động – Thương binh và Xã hội, Bảo trợ xã hội và Giáo dục nghề nghiệp',
    colour: '#0b6370',
    pictogram: 'social' as const,
  },
}
const full = {
  code: 'not-recorded' as const,
  message: {
    vi: 'Hệ thống đang gặp sự cố: chưa cấp số và gọi số được. Xin chờ ít phút hoặc hỏi cán bộ.',
    en: 'The system is in trouble: no numbers can be given or called. Please wait or ask the staff.',
  },
}
const failing = { ...hall, notices: [full] }
const cases: [string, string, number, number, FixtureViews][] = [
  ['the list of pages', '/', 1280, 720, { hall }],
  ['the wall of 7 counters', '/wall', 1920, 1080, { hall }],
  ['the wall of 25 counters with a notice', '/wall', 1920, 1080, { hall: { ...large, notices } }],
  ['the wall of a paused counter', '/wall', 1920, 1080, { hall: paused }],
  ['the wall on a small screen', '/wall', 1366, 768, { hall: large }],
  ['the wall on an upright screen', '/wall', 1080, 1920, { hall: { ...large, notices } }],
  ['the wall of 7 counters on an upright screen', '/wall', 1080, 1920, { hall }],
  ['the check-in page', '/check-in', 1280, 800, { hall }],
  ['the check-in page on a tablet', '/check-in', 1024, 768, { hall: { ...hall, printers: [broken] } }],
  ['the check-in page on a small upright screen', '/check-in', 390, 844, { hall }],
  ['the greeter’s page', '/greeter', 1280, 800, { hall, staff }],
  ['the greeter’s page on a tablet', '/greeter', 1024, 768, { hall: { ...hall, printers: [broken] }, staff }],
  ['a counter that serves', '/counter/q1', 1280, 720, { hall }],
  ['a counter that calls, many slips failed', '/counter/q3', 1280, 720, { hall: { ...hall, unclaimed } }],
  ['a counter in a docked window', '/counter/q1', 420, 720, { hall: busy, staff }],
  ['a counter with everything to be done', '/counter/q1', 1280, 720, { hall: busy, staff }],
  ['a paused counter', '/counter/q1', 1280, 720, { hall: paused, staff }],
  ['a paused counter in a docked window', '/counter/q1', 420, 720, { hall: paused, staff }],
  ['a calling counter in a docked window', '/counter/q3', 420, 720, { hall: { ...hall, unclaimed } }],
  ['the choice of a counter', '/counter', 1280, 720, { hall }],
  ['the manager’s page', '/manager', 1440, 900, { hall, manager: managerView(hall) }],
  ['the manager’s page with a hindered link', '/manager', 1440, 900, { hall, manager: hindered }],
  ['the manager’s page with a lost expander', '/manager', 1440, 900, { hall, manager: withoutButtons }],
  ['the wall while nothing can be given out', '/wall', 1366, 768, { hall: failing }],
  [
    'the manager’s page while the disk is full',
    '/manager',
    1280,
    800,
    { hall: failing, manager: withFullDisk(managerView(hall)) },
  ],
  [
    'the manager’s page while the disk is nearly full and much else is the matter',
    '/manager',
    1280,
    800,
    {
      hall: { ...paused, notices: [...notices, noCounter('Đăng ký kinh doanh')] },
      manager: withDisk(hindered, 'nearly-full', 95_300_000),
    },
  ],
  [
    'the bench while the disk is full',
    '/bench',
    1440,
    900,
    { hall: failing, bench: benchView(hall), manager: withFullDisk(managerView(hall)) },
  ],
  [
    'the manager’s page with services that nobody gives',
    '/manager',
    1280,
    800,
    {
      hall: { ...paused, notices: [...notices, noCounter('Đăng ký kinh doanh'), noCounter('Xây dựng')] },
      manager: managerView(paused),
    },
  ],
  ['the bench', '/bench', 1440, 900, { hall, bench: benchView(hall), manager: managerView(hall) }],
  ['a waiting visitor’s phone', '/t/abc', 390, 844, { phone: phoneView() }],
  [
    'the phone of a visitor put aside',
    '/t/abc',
    390,
    844,
    { phone: phoneView({ state: 'held', ahead: null, counter: { spoken: '12', floor: '2' } }) },
  ],
  [
    'a called visitor’s phone',
    '/t/abc',
    390,
    844,
    { phone: phoneView({ state: 'called', ahead: null, counter: { spoken: '12', floor: '2' } }) },
  ],
  [
    'a called visitor’s small phone with long names',
    '/t/abc',
    360,
    740,
    { phone: phoneView({ ...longest, state: 'called', ahead: null, counter: { spoken: '12', floor: '2' } }) },
  ],
  ['the phone of who may rate the visit', '/t/abc', 360, 740, { phone: over }],
  ['the same with long names', '/t/abc', 360, 740, { phone: { ...over, ...longest } }],
  ['the phone of who has rated', '/t/abc', 360, 740, { phone: { ...over, rating: { words, given: true } } }],
]

/** Elements whose own text is cut off without an ellipsis, or that stand outside the screen. */
const findSpills = `(() => {
  const spills = []
  for (const one of document.querySelectorAll('#page *')) {
    if (one.closest('svg, select, .unseen')) continue
    const box = one.getBoundingClientRect()
    const style = getComputedStyle(one)
    const scrolled = one.parentElement.closest('aside section, aside .list, .services, .dossiers ul, .slips, .pushes, .panel, .places')
    if (!scrolled && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1)) spills.push('outside: ' + one.outerHTML.slice(0, 90))
    const mayCut = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || style.overflowX === 'auto'
    if (!mayCut && one.children.length === 0 && one.scrollWidth > one.clientWidth + 2 && style.display !== 'inline')
      spills.push('cut: ' + one.outerHTML.slice(0, 90))
  }
  return spills
})()`

for (const [name, path, width, height, views] of cases) {
  test(`${name} fits ${width} × ${height} and complains of nothing`, async () => {
    const fixture = await openFixture(views, {
      '/fixture/slip-1.png': onePixel,
      '/fixture/slip-2.png': onePixel,
      '/fixture/slip-3.png': onePixel,
    })
    const context = await browser.newContext()
    try {
      const { page, errors } = await openPage(context, fixture.url + path, { width, height })
      await page.locator('main:not(.connecting):not(.missing), nav').first().waitFor()
      await until(
        page,
        '!document.querySelector(".clock") || document.querySelector(".clock").textContent !== "--:--"',
      )
      const size = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.scrollHeight]',
      )
      assert.ok(size[0] <= width, `wide as ${size[0]}`)
      assert.ok(size[1] <= height, `high as ${size[1]}`)
      assert.equal(await page.evaluate<string[]>(findSpills), [])
      assert.equal(errors, [])
    } finally {
      await context.close()
      await fixture.close()
    }
  })
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
    const fixture = await openFixture({ hall: view })
    const context = await browser.newContext()
    try {
      const { page } = await openPage(context, `${fixture.url}/wall`, { width: 1920, height: 1080 })
      await page.locator('.large').first().waitFor()
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
    } finally {
      await context.close()
      await fixture.close()
    }
  })
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

test('whatever else the wall tells, the line above each call is whole', async () => {
  const told = {
    posted: [{ id: 'a', text: 'Sáng mai, thứ Ba, trung tâm làm việc từ 08:00.', from: null, until: null }],
    dossierFigures: { since: '2026-11-01', total: 1834, early: 900, onTime: 910, overdue: 24, asOf: hall.at },
  }
  const called = [
    hall,
    withCall(hall, 'q1', 'A088', 3),
    withCall(withCall(hall, 'q1', 'A088', 3), 'q7', 'G030', 1),
  ]
  const fixture = await openFixture({ hall })
  const context = await browser.newContext()
  try {
    for (const [width, height] of [
      [1920, 1080],
      [1280, 720],
      [1080, 1920],
    ] as const) {
      const { page } = await openPage(context, `${fixture.url}/wall`, { width, height })
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
            `${n + 1} at ${width}: ${Object.keys(more)}: ${cut} % are cut off`,
          )
        }
      await page.close()
    }
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('an upright wall gives its calls and its counters the whole width', async () => {
  const fixture = await openFixture({ hall: large })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/wall`, { width: 1080, height: 1920 })
    await page.locator('.large').first().waitFor()
    const boxes = await page.evaluate<[number, number, number][]>(
      `['.calls', '.counters', 'footer'].map((one) => document.querySelector(one).getBoundingClientRect()).map((box) => [box.width, box.top, box.bottom])`,
    )
    for (const [width] of boxes) assert.ok(width > 1030, `${width} px of 1080`)
    assert.ok(boxes.every(([, top], n) => n === 0 || top >= (boxes[n - 1]?.[2] ?? 0)))
    const [figures = 0] = await page.evaluate<number[]>(glyphHeights('.large .figures > span'))
    assert.ok(figures > 140, `figures of ${figures} px`)
  } finally {
    await context.close()
    await fixture.close()
  }
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
    [[morning], past, 'Trung tâm hiện không nhận giao dịch'],
    [[morning, day('2026-11-23', '10:40', '17:00')], past, null],
    [[morning], hall, null],
    [null, past, null],
  ]
  const fixture = await openFixture({ hall })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/wall`, { width: 1920, height: 1080 })
    await page.locator('.large').first().waitFor()
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
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('the wall of one zone shows its counters and calls only', async () => {
  const view = hallView({ zones: 2 })
  const fixture = await openFixture({ hall: view })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/wall?zone=z2`, { width: 1920, height: 1080 })
    const spoken = await page.locator('.row .spoken').allTextContents()
    assert.equal(spoken, ['2', '4', '6'])
    const called = await page.locator('.large .to').allTextContents()
    for (const counter of called) assert.ok(spoken.includes(counter), counter)
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('a counter’s services break between their names, and a dash begins no line', async () => {
  const fixture = await openFixture({ hall })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/wall`, { width: 1920, height: 1080 })
    const names = await page.evaluate<[string, number][]>(
      `[...document.querySelectorAll('.row')[0].querySelectorAll('.what span')].map((one) =>
        [one.textContent, Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))])`,
    )
    assert.equal(names, [
      ['Đất đai\u00a0– Môi trường,\u00a0', 1],
      ['Hộ tịch\u00a0– Chứng thực,\u00a0', 1],
      ['Xây dựng', 1],
    ])
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('calls at once stand together, the newest first, and a recall is no second row', async () => {
  const twice = withCall(withCall(hall, 'q1', 'A088', 3), 'q7', 'G030', 1)
  const newest = twice.calls[0]
  assert.ok(newest)
  const fixture = await openFixture({
    hall: { ...twice, calls: [{ ...newest, recall: true }, ...twice.calls] },
  })
  const context = await browser.newContext()
  try {
    const { page } = await openPage(context, `${fixture.url}/wall`, { width: 1920, height: 1080 })
    const numbers = await page.locator('.large .ticket').allTextContents()
    assert.equal(numbers, ['G030', 'A088', 'C014'])
  } finally {
    await context.close()
    await fixture.close()
  }
})

test('no page needs more than 60 KB of script', () => {
  const folder = fileURLToPath(new URL('./assets/', import.meta.url))
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'))
  assert.ok(scripts.length >= 7)
  for (const file of scripts) {
    const size = gzipSync(readFileSync(folder + file)).length
    assert.ok(size < 60_000, `${file} has ${size} bytes gzipped, ${statSync(folder + file).size} plain`)
  }
})

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

test.run()
