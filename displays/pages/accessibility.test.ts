/**
 * Every page in its usual states, looked at by axe: contrast, names, roles, languages, what the keyboard reaches.
 * The one door to axe-core.
 */
import axe, { type AxeResults } from 'axe-core'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Browser, type BrowserContext, openChromium, openPage, type Page } from './chromium.ts'
import { type Fixture, type FixtureViews, openFixture } from './fixture.ts'
import { benchView } from './fixture-bench.ts'
import { lostExpander, managerView, withFullDisk, withHinderedLink } from './fixture-manager.ts'
import { staffView, withCounter } from './fixture-staff.ts'
import { hallView, phoneView, printerDown, told, withCall } from './fixture-views.ts'

const test = suite('accessibility')
let browser: Browser
let context: BrowserContext
let fixture: Fixture
test.before(async () => {
  browser = await openChromium()
  // Without the beat of a fresh call, whose colour is another at each moment.
  context = await browser.newContext({ reducedMotion: 'reduce' })
  fixture = await openFixture({})
})
test.after(async () => {
  await browser.close()
  await fixture.close()
})

const notices = printerDown
const large = { ...withCall(hallView({ counters: 25 }), 'q25', 'A1088', 1), notices, ...told }
const hall = withCounter(hallView(), 'q1', { officer: 'CB-1047', undo: 'transfer' })
const staff = staffView(hall)
const paused = withCounter(hall, 'q1', { state: 'paused', pausedFor: 'back-office', ticket: null })
const night = {
  ...hall,
  day: null,
  calls: [],
  counters: hall.counters.map((one) => ({ ...one, ticket: null })),
}
const troubled = withFullDisk(withHinderedLink(managerView(hall)))
const devices = [...lostExpander('nut-dat-dai,nut-ho-tich'), ...troubled.devices]
const words = ['Rất hài lòng', 'Hài lòng', 'Bình thường', 'Không hài lòng', 'Rất không hài lòng']
const called = { ahead: null, counter: { spoken: '12', floor: '2' } }
const over = phoneView({ state: 'finished', ahead: null, estimate: null, rating: { words, given: false } })

const key = (name: string) => (page: Page) => page.keyboard.press(name)
const typed = async (page: Page) => {
  await page.keyboard.type('123')
  await page.keyboard.press('Enter')
}

/** What is shown once the state is there. */
type State = [name: string, shown: string, views: FixtureViews, act?: (page: Page) => Promise<void>]
const pages: [name: string, path: string, states: State[]][] = [
  ['the list of pages', '/', [['as usual', 'nav', { hall }]]],
  [
    'the wall',
    '/wall',
    [
      ['of a small hall', '.of-1', { hall }],
      ['of a large hall with all that it may tell', '.told', { hall: large }],
      ['of a closed hall', '.none', { hall: night }],
    ],
  ],
  [
    'the check-in page',
    '/check-in',
    [
      ['as usual', '.enter', { hall }],
      ['after a refusal', '.refused', { hall }, typed],
    ],
  ],
  ['the greeter’s page', '/greeter', [['as usual', '.list li', { hall, staff }]]],
  ['the choice of a counter', '/counter', [['as usual', 'main.choose', { hall, staff }]]],
  [
    'an officer’s page',
    '/counter/q1',
    [
      ['while serving', '.list li', { hall, staff }],
      ['during a transfer', '.sheet', { hall, staff }, key('c')],
      ['while paused', '.current.paused', { hall: paused, staff }, key('Escape')],
    ],
  ],
  [
    'a calling officer’s page',
    '/counter/q3',
    [
      ['as usual', '.list li, .empty', { hall, staff }],
      ['with a question', '.question', { hall, staff }, key('v')],
    ],
  ],
  [
    'the manager’s page',
    '/manager',
    [
      ['as usual', '.totals', { hall, manager: managerView(hall) }],
      ['with all troubles', '.rival', { hall: { ...hall, notices }, manager: { ...troubled, devices } }],
    ],
  ],
  [
    'the bench',
    '/bench',
    [['as usual', '.place', { hall, bench: benchView(hall), manager: managerView(hall) }]],
  ],
  [
    'a visitor’s phone',
    '/t/abc',
    [
      ['while waiting', '.estimate', { phone: phoneView() }],
      ['when called', 'main.called', { phone: phoneView({ ...called, state: 'called' }) }],
      ['for rating', 'form.rating', { phone: over }],
    ],
  ],
]
const unknown = { refused: 'unknown-booking', message: { vi: 'Không tìm thấy lịch hẹn.', en: '' } }

for (const [name, path, states] of pages) {
  test(`${name} leaves nobody out`, async () => {
    fixture.answer(() => ({ status: 409, body: unknown }))
    fixture.push(states[0]?.[2] ?? {})
    const size = path.startsWith('/t/') ? { width: 360, height: 740 } : { width: 1366, height: 768 }
    const { page } = await openPage(context, fixture.url + path, size)
    // Asked from here, since the pages' policy lets no foreign script in.
    await page.evaluate(axe.source)
    const found: string[] = []
    for (const [state, shown, views, act] of states) {
      fixture.push(views)
      await act?.(page)
      await page.locator(shown).first().waitFor()
      const { violations } = await page.evaluate<AxeResults>(
        "axe.run({ resultTypes: ['violations'], preload: false })",
      )
      for (const { id, help, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          for (const { target } of nodes) found.push(`${state}: ${id} (${help}): ${target}`)
    }
    await page.close()
    assert.equal(found, [])
  })
}

test.run()
