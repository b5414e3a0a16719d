/** The file of figures, appointments, notices and services: what becomes of it, and how its mistakes are named. */
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readSite } from '../../hardware/read-site.ts'
import { readWishes } from './wishes.ts'

const test = suite('the file for the hall')
const now = Date.parse('2026-11-23T10:00:00+07:00')
const changedAt = Date.parse('2026-11-23T09:55:00+07:00')
const read = (file: unknown) => readWishes(JSON.stringify(file), { now, changedAt })
const wishes = (file: unknown) => {
  const reading = read(file)
  assert.ok('wishes' in reading, JSON.stringify(reading))
  return reading.wishes
}
const problems = (file: unknown) => {
  const reading = read(file)
  assert.ok('problems' in reading, JSON.stringify(reading))
  return reading.problems
}
const appointment = { code: 'HEN-1', service: 'land', at: '2026-11-24T09:30:00+07:00' }

test('figures are of the moment the file was written, since the year began, their total the sum', () => {
  assert.equal(wishes({ figures: { early: 1, onTime: 2, overdue: 3 } })[0]?.data, {
    ...{
      since: '2026-01-01',
      asOf: '2026-11-23T09:55:00.000+07:00',
      early: 1,
      onTime: 2,
      overdue: 3,
      total: 6,
    },
  })
  const own = {
    since: '2026-11-01',
    asOf: '2026-11-23T09:00:00+07:00',
    early: 1,
    onTime: 2,
    overdue: 3,
    total: 6,
  }
  assert.equal(wishes({ figures: own })[0]?.data, own)
})

test('today and tomorrow are of the site’s time zone, and what is over is left out', () => {
  const booked = (at: string) => ({ ...appointment, code: `HEN-${at.replace(/\W/g, '')}`, at })
  const of = wishes({ appointments: ['today 09:59', 'today 10:01', 'tomorrow 08:30'].map(booked) })
  assert.equal(
    of.map(({ data }) => data.at),
    ['2026-11-23T10:01:00.000+07:00', '2026-11-24T08:30:00.000+07:00'],
  )
  assert.equal(wishes({ notices: [{ id: 'n', text: 'Nghỉ lễ', until: 'today 09:00' }] }), [])
  const west = wishes({ timeZone: 'Europe/Paris', appointments: [booked('today 09:30')] })
  assert.is(west[0]?.data.at, '2026-11-23T09:30:00.000+01:00')
})

test('every mistake is named with its place and what may stand there, and nothing of the file is used', () => {
  assert.equal(problems({ apointments: [] }), [
    'apointments: is no part of this file. Did you mean "appointments"? Parts: timeZone, figures, appointments, notices, services.',
  ])
  const [first, second, third] = problems({
    appointments: [{ ...appointment, at: 'Monday' }, { code: 'HEN-2' }, appointment, appointment],
  })
  assert.ok(first?.startsWith('appointments[0].at: '))
  assert.ok(first?.includes('"tomorrow 09:30"'))
  assert.ok(second?.startsWith('appointments[1].service: '))
  assert.is(third, 'appointments[3]: appointment HEN-1 stands in the file twice.')
  assert.ok(problems({ figures: { early: -1, onTime: 0, overdue: 0 } })[0]?.startsWith('figures.early: '))
  assert.ok(problems({ figures: 3 })[0]?.startsWith('figures: '))
  assert.ok(problems({ notices: {} })[0]?.startsWith('notices: is no list'))
  assert.ok(problems({ notices: ['x'] })[0]?.startsWith('notices[0]: '))
  assert.ok(problems({ services: [{ name: 'Đất đai' }] })[0]?.startsWith('services[0].id: '))
  assert.ok(problems({ services: [{ id: 'land', closed: 1 }] })[0]?.startsWith('services[0].closed: '))
  assert.ok(problems({ timeZone: 'Hanoi' })[0]?.startsWith('timeZone: '))
  assert.ok(problems([])[0]?.includes('no object'))
  const broken = readWishes('{\n  "figures": {,}\n}', { now, changedAt })
  assert.ok('problems' in broken && broken.problems[0]?.startsWith('line 2, column 15: '))
})

test('the example is right, and all it names is in the demo’s site file', async () => {
  const text = readFileSync('scripts/reference-server/example.json', 'utf8')
  const reading = readWishes(text, { now, changedAt })
  assert.ok('wishes' in reading, JSON.stringify(reading))
  const site = await readSite('hardware/sites/demo.json')
  assert.ok(site.ok)
  const services = site.site.services.map(({ id }) => id)
  assert.ok(reading.wishes.length >= 6)
  for (const { data } of reading.wishes)
    if (data.service !== undefined) assert.ok(services.includes(String(data.service)), String(data.service))
})

test.run()
