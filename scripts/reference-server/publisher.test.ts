/** What the file says at a real hall: brought there once, by differences, taken back, refused by name. */

import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, listener, temporaryDirectory } from '../../controller/bus/bus.test-kit.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import type { TestHall } from '../../controller/hall.test-kit.ts'
import { openDatabase } from '../../controller/journal/sqlite.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { startBroker, startHall, startServer } from './reference-server.test-kit.ts'

const test = suite('the file at the hall')
test.after.each(closeAll)

/** Nine in the morning, here and in the hall. */
const now = Date.parse('2026-11-23T09:00:00+07:00')
const later = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
const appointment = (code: string, hours: number, service = 'land') => ({ code, service, at: later(hours) })
const notice = (id: string, text: string) => ({ id, text, until: later(5) })
/** The file is looked at each second. */
const hastyClock = {
  ...systemClock,
  now: () => now,
  after: (ms: number, action: () => void) => systemClock.after(ms === 1000 ? 20 : ms, action),
}

/** As editors and exports write: whole, in the place of the old one. */
function write(file: string, content: object): void {
  writeFileSync(`${file}.new`, JSON.stringify(content))
  renameSync(`${file}.new`, file)
}

async function start(content: object) {
  const broker = await startBroker()
  const hall = await startHall({ clock: manualClock(now) })
  const { heard } = await listener(broker.url, ['den-luot/v1/test/commands/+'])
  const file = join(temporaryDirectory(), 'hall.json')
  write(file, content)
  const link = linkHall(hall, broker)
  const open = (directory?: string) => startServer(broker.url, directory, { file, clock: hastyClock })
  const asked = () =>
    heard
      .filter(({ topic }) => !/(EventsReceived|ReplayEvents)$/.test(topic))
      .map(({ topic, text }) => ({ type: topic.split('/').at(-1), ...JSON.parse(text) }))
  return { broker, hall, link, file, open, asked }
}
type Server = ReturnType<Awaited<ReturnType<typeof start>>['open']>
const settled = (server: Server, wanted: number) =>
  server.until(({ file }) => file?.wanted === wanted && file.done + file.refused.length === wanted)
const shown = ({ hall }: TestHall) => {
  const { dossier, bookings } = hall.state()
  return {
    onTime: dossier.figures?.onTime,
    notices: dossier.notices.map(({ text }) => text),
    bookings: [...bookings.keys()],
  }
}

test('figures, appointments and notices reach the hall; a changed file brings the differences alone', async () => {
  const figures = { early: 40, onTime: 55, overdue: 5, asOf: later(-1) }
  const [one, two] = [appointment('HEN-1', 2), appointment('HEN-2', 3)]
  const holiday = notice('n-1', 'Nghỉ lễ ngày 01/01')
  const { hall, file, open, asked } = await start({ figures, appointments: [one, two], notices: [holiday] })
  const server = open()
  await settled(server, 4)
  assert.equal(shown(hall), { onTime: 55, notices: ['Nghỉ lễ ngày 01/01'], bookings: ['HEN-1', 'HEN-2'] })
  assert.equal(server.state().file?.refused, [])
  const before = asked().length
  assert.is(before, 4)
  const moved = appointment('HEN-2', 4)
  write(file, { figures: { ...figures, onTime: 56, asOf: later(-0.5) }, appointments: [moved] })
  await server.until(({ file: at }) => at?.wanted === 2 && at.done === 2)
  await server.until(() => shown(hall).notices.length === 0 && shown(hall).bookings.length === 1)
  assert.equal(shown(hall), { onTime: 56, notices: [], bookings: ['HEN-2'] })
  assert.equal(
    asked()
      .slice(before)
      .map(({ type }) => type)
      .sort(),
    ['BookAppointment', 'CancelAppointment', 'ShowDossierFigures', 'WithdrawNotice'],
  )
})

test('a restart sends nothing again, and what had no answer is sent as the same command', async () => {
  const { hall, open, asked } = await start({ notices: [notice('n-1', 'Một'), notice('n-2', 'Hai')] })
  const first = open()
  await settled(first, 2)
  await first.close()
  const second = open(first.directory)
  await second.until(({ acknowledged }) => acknowledged !== null)
  assert.is(asked().length, 2)
  second.drop()
  // As if it had been killed before the answer came.
  const database = openDatabase(join(first.directory, 'test.sqlite'))
  database.exec("UPDATE sent SET state = 'asked' WHERE key = 'notice n-2'")
  database.close()
  const third = open(first.directory)
  await settled(third, 2)
  const [, again, repeated] = asked()
  assert.is(repeated.id, again.id)
  assert.is(hall.journal.read(0, 1000).filter(({ type }) => type === 'NoticePosted').length, 2)
})

test('a refusal is shown by name and not tried again until the file says something else', async () => {
  const { hall, file, open, asked } = await start({ appointments: [appointment('HEN-1', 2, 'nowhere')] })
  const server = open()
  await settled(server, 1)
  const [refused] = server.state().file?.refused ?? []
  assert.equal([refused?.key, refused?.code], ['appointment HEN-1', 'unknown-service'])
  assert.ok((refused?.en ?? '').length > 5)
  await server.close()
  const again = open(server.directory)
  await again.until(({ acknowledged }) => acknowledged !== null)
  assert.is(asked().length, 1)
  write(file, { appointments: [appointment('HEN-1', 2)] })
  await again.until(({ file: at }) => at?.done === 1)
  assert.equal(shown(hall).bookings, ['HEN-1'])
})

test('a file with a mistake changes nothing; the mistake is shown until it is mended', async () => {
  const { hall, file, open } = await start({ notices: [notice('n-1', 'Một')] })
  const server = open()
  await settled(server, 1)
  writeFileSync(file, '{"notices": [{"id": "n-1"}]}')
  await server.until(({ file: at }) => at?.problems.length === 1)
  assert.ok(server.state().file?.problems[0]?.startsWith('notices[0].text: '))
  assert.equal(shown(hall).notices, ['Một'])
  write(file, { notices: [notice('n-1', 'Hai')] })
  await server.until(({ file: at }) => at?.problems.length === 0)
  await server.until(() => shown(hall).notices[0] === 'Hai')
})

test('a hall restored from a copy is told everything again', async () => {
  const { hall, link, open, broker } = await start({ notices: [notice('n-1', 'Một')] })
  const server = open()
  await settled(server, 1)
  const other = await startHall({ clock: manualClock(now) })
  assert.is.not(other.journal.journalId, hall.journal.journalId)
  await link.close()
  linkHall(other, broker)
  await server.until(() => shown(other).notices[0] === 'Một')
})

test.run()
