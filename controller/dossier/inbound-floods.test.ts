/** Commands that come too fast, cannot be read, or want their answer elsewhere. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll } from '../bus/bus.test-kit.ts'
import { strictly } from './contract/strictly.test-kit.ts'
import { issue, root, start } from './vendor.test-kit.ts'

const test = suite('commands of the dossier server, many and strange')
test.after.each(closeAll)

test('a flood of what cannot be read is counted, answered now and then, and stops nothing', async () => {
  const { server, counts } = await start()
  for (let one = 0; one < 120; one++) server.publish('CheckIn', `{"id":"flood-${one}"`)
  const after = await server.ask('CheckIn', { code: 'book-1' })
  assert.is(after.refusal.code, 'unknown-booking')
  const answered = server.answers().filter(({ data }) => data.refusal?.code === 'malformed').length
  assert.ok(answered >= 20 && answered < 60, `${answered} answers`)
  assert.is(counts().malformed, 120)
})

test('with MQTT 5 an answer goes where the asker says, with what it sent along, and never over the hall’s topics', async () => {
  const { server, hall } = await start({ version: 5 })
  const validuntil = new Date(hall.clock.now() + 600_000).toISOString()
  const command = (id: string, type: string, data: object) =>
    JSON.stringify({ specversion: '1.0', id, source: '/vendor', type, validuntil, data })
  const correlationData = Buffer.from([0, 255, 7])
  const check = command('v5-1', 'CheckIn', { code: 'book-1' })
  server.publish('CheckIn', check, { responseTopic: 'vendor/replies', correlationData })
  await server.until(() => server.heard.some(({ topic }) => topic === 'vendor/replies'))
  const answer = server.heard.find(({ topic }) => topic === 'vendor/replies')
  assert.equal(Buffer.from(answer?.properties?.correlationData ?? ''), correlationData)
  const body = JSON.parse(answer?.text ?? '')
  assert.is(strictly('CommandAnswered', body), null)
  assert.equal([body.data.command, body.data.refusal.code], ['v5-1', 'unknown-booking'])
  assert.is(server.answers().length, 0)
  // What cannot be read is answered there too.
  server.publish('CheckIn', '{', { responseTopic: 'vendor/replies', correlationData })
  await server.until(() => server.heard.filter(({ topic }) => topic === 'vendor/replies').length === 2)
  const forged = command('v5-2', 'CheckIn', { code: 'book-1' })
  server.publish('CheckIn', forged, { responseTopic: `${root}/events/TicketIssued`, correlationData })
  await server.until(() => server.answers().length === 1)
  assert.is(server.answers()[0]?.data.command, 'v5-2')
  assert.not.ok(server.of('events/TicketIssued').length)
})

test('a flood of commands that are right is taken at a bounded rate, all answered, and tickets go on', async () => {
  const { server, hall, counts } = await start()
  const began = performance.now()
  const validuntil = new Date(hall.clock.now() + 600_000).toISOString()
  for (let one = 0; one < 200; one++)
    server.publish(
      'BookAppointment',
      JSON.stringify({
        specversion: '1.0',
        id: `flood-${one}`,
        source: '/vendor',
        type: 'BookAppointment',
        validuntil,
        data: { code: `book-${one}`, service: 'land', at: '2026-11-23T10:00:00+07:00' },
      }),
    )
  await server.until(() => server.answers().length > 0)
  const issued = await hall.ask(issue('t1'))
  assert.is(issued.ticket?.number, 'A001')
  await server.until(() => server.answers().length === 200)
  // 50 at once, then one each 20 ms: it can be slower, never faster.
  assert.ok(performance.now() - began >= 150 * 20 - 100)
  assert.ok(server.answers().every(({ data }) => data.result === 'done'))
  assert.is(hall.hall.state().bookings.size, 200)
  assert.equal([counts().received, counts().refused], [200, 0])
})

test.run()
