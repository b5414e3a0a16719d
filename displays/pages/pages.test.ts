/** Every page at its sizes in a real browser: nothing spills over, nothing is complained about. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, openChromium, openPage, until } from './chromium.ts'
import { type FixtureViews, openFixture } from './fixture.ts'
import { benchView } from './fixture-bench.ts'
import { lostExpander, managerView, withDisk, withFullDisk, withHinderedLink } from './fixture-manager.ts'
import { staffView, withCounter } from './fixture-staff.ts'
import { hallView, largeHallView, phoneView, printerDown } from './fixture-views.ts'

const test = suite('pages')
let browser: Browser
test.before(async () => {
  browser = await openChromium()
})
test.after(() => browser.close())

const hall = hallView()
const large = largeHallView()
const notices = printerDown
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
