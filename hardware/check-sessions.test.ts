import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkSite } from './check-site.ts'

const test = suite('working hours')
const demo = JSON.parse(readFileSync(new URL('./sites/demo.json', import.meta.url), 'utf8'))
delete demo.logo
const problems = (change: object, service: object = {}) =>
  checkSite(
    { ...demo, ...change, services: [{ ...demo.services[0], ...service }, ...demo.services.slice(1)] },
    { lookAt: () => undefined },
  ).map(({ path, message }) => `${path}: ${message}`)
const week = { monday: ['07:30-11:30', '13:30-17:00'] }

test('sessions in order within the day are fine', () => {
  assert.equal(problems({ hours: { week, holidays: ['2027-02-06'], dayEnds: '18:00' } }), problems({}))
})
test('a session that ends before it begins, overlaps, or outlasts the day is named with its place', () => {
  const told = problems({
    hours: {
      week: { monday: ['11:30-07:30'], tuesday: ['07:30-11:30', '11:00-12:00'], friday: ['13:30-19:00'] },
      dayEnds: '18:00',
    },
  }).join('\n')
  assert.match(told, /hours\.week\.monday\[0\].*ends before it begins/)
  assert.match(told, /hours\.week\.tuesday\[1\].*begins before "07:30-11:30" has ended/)
  assert.match(told, /hours\.week\.friday\[0\].*ends after the day/)
})
test('dates that the calendar does not have, and text that is no session, are refused', () => {
  const told = problems({
    hours: {
      week: { monday: ['7:30-11:30'] },
      holidays: ['2027-02-30'],
      extra: [{ date: '2026-13-01', sessions: [] }],
    },
  }).join('\n')
  assert.match(told, /hours\.week\.monday\[0\]/)
  assert.match(told, /hours\.holidays\[0\].*no date of the calendar/)
  assert.match(told, /hours\.extra\[0\]\.date/)
})
test('a preference is for a service that the counter gives', () => {
  const [first, ...rest] = demo.counters
  const other = demo.services.find(({ id }: { id: string }) => !first.services.includes(id)).id
  const told = problems({
    counters: [
      {
        ...first,
        preference: [
          { service: other, weight: 2 },
          { service: 'cat-toc', weight: 2 },
        ],
      },
      ...rest,
    ],
  }).join('\n')
  assert.match(told, /preference\[0\]\.service.*this counter does not give/)
  assert.match(told, /preference\[1\]\.service.*no service has this id/)
})
test.run()
