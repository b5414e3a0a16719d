/** What leaves the hall of an event: enough for a vendor, nothing of how devices are reached. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { openDevices } from '../devices.ts'
import { issue, onPaper, testHall } from '../hall.test-kit.ts'
import type { Envelope } from '../journal/envelope.ts'
import { cloudEvent } from './cloud-event.ts'
import { strictly } from './contract/strictly.test-kit.ts'

const test = suite('cloud event')
const envelope = (type: string, data: unknown): Envelope => ({
  seq: 7,
  journalId: 'j-1',
  type,
  v: 1,
  at: '2026-11-23T09:00:00+07:00',
  clock: { synced: true, bootId: 'b', monotonicMs: 1 },
  actor: { kind: 'system' },
  cause: 'start',
  data,
  hash: 'a'.repeat(64),
})
const sent = (type: string, data: unknown) =>
  JSON.parse(JSON.stringify(cloudEvent('demo', envelope(type, data))))

test('a site goes out without telephones, addresses and paths, whatever is in the site file', async () => {
  const hall = await testHall()
  const { rules } = hall.hall.state()
  await hall.end()
  for (const name of ['demo', 'ward', 'province']) {
    const file = new URL(`../../../hardware/sites/${name}.json`, import.meta.url)
    const site = JSON.parse(readFileSync(file, 'utf8'))
    site.hotline = '0200 300 1022'
    site.dossier = { broker: { url: 'mqtts://10.1.2.3', username: 'hall', passwordFile: '/etc/secret' } }
    site.stations[0].devices[0].address = '192.168.7.9'
    const event = sent('SiteChanged', { rules, site })
    assert.is(strictly('SiteChanged', event), null)
    const out = event.data.site
    assert.equal([out.reduced, out.id, out.zones.length], [true, site.id, site.zones.length])
    assert.equal(
      out.counters.map(({ id }: { id: string }) => id),
      site.counters.map(({ id }: { id: string }) => id),
    )
    const text = JSON.stringify(out)
    for (const secret of [
      '0200',
      '10.1.2.3',
      'hall"',
      '/etc/secret',
      '192.168.7.9',
      '/dev/',
      'address',
      'pin"',
    ])
      assert.not.ok(text.includes(secret), `${name}: ${secret}`)
  }
  assert.equal(sent('SiteChanged', { rules, site: 'odd' }).data.site, {
    reduced: true,
    zones: [],
    counters: [],
    stations: [],
  })
})

test('a site lists every row of device health: its devices, expanders and multiplexers, each once', async () => {
  const hall = await testHall()
  const { rules } = hall.hall.state()
  await hall.end()
  const file = new URL('../../../hardware/sites/ward.json', import.meta.url)
  const site = JSON.parse(readFileSync(file, 'utf8'))
  const [station] = site.stations
  const mux = (channel: number) => ({ address: '0x77', channel })
  station.expanders = [{ id: 'mr-1', chip: 'mcp23017', bus: 1, address: '0x20', mux: mux(0) }]
  for (const device of station.devices)
    if (device.kind === 'counter-board') Object.assign(device, { mux: mux(1) })
  const event = sent('SiteChanged', { rules, site })
  assert.is(strictly('SiteChanged', event), null)
  assert.equal(
    event.data.site.stations[0].devices.map(({ id }: { id: string }) => id).sort(),
    openDevices(site, 0)
      .all()
      .filter((entry) => entry.station === station.id)
      .map(({ device }) => device)
      .sort(),
  )
  assert.equal(event.data.site.stations[0].devices.at(-1), { id: 'mux-1-0x77', kind: 'multiplexer' })
})

test('words that an earlier program kept as a reason do not leave the hall', () => {
  const slip = { ticket: 't1', number: 'A001', copy: 0, station: 'hall', printer: 'p' }
  const reason = (text: string) => {
    const event = sent('SlipFailed', { ...slip, reason: text })
    assert.is(strictly('SlipFailed', event), null)
    return event.data.reason
  }
  assert.is(reason('not-drawn: Error: no font in /home/pi'), 'unknown-fault')
  assert.is(reason('paper-out'), 'paper-out')
})

test('a vendor can follow the chain of hashes as the contract tells, past what is reduced', async () => {
  const hall = await testHall()
  await hall.ask(issue('land', onPaper))
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  let recomputed = 0
  let before = sha256(hall.journal.journalId)
  for (const event of hall.journal.read(0, 100)) {
    const out = JSON.parse(JSON.stringify(cloudEvent('test', event)))
    const stored = JSON.stringify({
      seq: Number(out.sequence),
      journalId: out.journalid,
      type: out.type,
      v: out.typeversion,
      at: out.time,
      clock: { synced: out.clocksynced ?? null, bootId: out.bootid, monotonicMs: Number(out.monotonicms) },
      actor: { kind: out.actorkind, id: out.actorid },
      cause: out.cause,
      data: out.data,
    })
    if (out.type !== 'SiteChanged') {
      assert.is(sha256(before + stored), out.chainhash, out.type)
      recomputed++
    }
    before = out.chainhash
  }
  assert.ok(recomputed >= 4)
  await hall.end()
})

test.run()
