/** What a site file's lists become: what the rules carry, so that a replay needs no file. */
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fillDefaults } from '../hardware/check-shape.ts'
import type { Site } from '../hardware/site-description.ts'
import { rulesOfSite } from './rules-of-site.ts'

const test = suite('the rules of a site')
const demo = (): Site =>
  JSON.parse(readFileSync(new URL('../hardware/sites/demo.json', import.meta.url), 'utf8'))
const rulesWith = (change: Partial<Site>) => rulesOfSite(fillDefaults({ ...demo(), ...change } as Site))
const codes = (list: { code: string }[]) => list.map(({ code }) => code)

test('reasons and outcomes are the usual ones where the site names none', () => {
  const rules = rulesWith({})
  assert.equal(codes(rules.outcomes), [
    'accepted',
    'supplement',
    'refused',
    'guided',
    'fee-paid',
    'result-returned',
  ])
  assert.equal(codes(rules.holdReasons), ['specialist', 'photocopy', 'form', 'same-day'])
  assert.equal(codes(rules.pauseReasons), ['break', 'meeting', 'back-office', 'system-down'])
  assert.equal(codes(rules.changeReasons), ['wrong-button', 'priority'])
  assert.equal(codes(rules.voidReasons), ['visitor-left', 'mistake', 'slip-failed'])
})

test('a list of the site’s own takes the place of the usual one, and the others stay', () => {
  const rules = rulesWith({
    outcomes: [{ code: 'done', vi: 'đã xong', en: 'done' }],
    reasons: { pause: [{ code: 'lunch', vi: 'nghỉ trưa' }] },
  })
  assert.equal(rules.outcomes, [{ code: 'done', vi: 'đã xong', en: 'done' }])
  assert.equal(rules.pauseReasons, [{ code: 'lunch', vi: 'nghỉ trưa', en: 'nghỉ trưa' }])
  assert.equal(codes(rules.holdReasons), ['specialist', 'photocopy', 'form', 'same-day'])
})

test('a failed slip can always be given as the reason, because the hall itself gives it', () => {
  const own = { code: 'slip-failed', vi: 'máy in hỏng', en: 'máy in hỏng' }
  const left = { code: 'left', vi: 'đã về' }
  assert.equal(codes(rulesWith({ reasons: { void: [left] } }).voidReasons), ['left', 'slip-failed'])
  assert.equal(rulesWith({ reasons: { void: [{ code: own.code, vi: own.vi }] } }).voidReasons, [own])
})

test.run()
