import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { strictly } from './contract/strictly.test-kit.ts'
import { type DeviceNow, deviceHealth } from './device-health.ts'
import { hallMessage } from './message.ts'

const test = suite('device health for the dossier server')
const zone = 'Asia/Ho_Chi_Minh'
const eight = Date.parse('2026-11-23T08:00:00+07:00')
const board: DeviceNow = {
  station: 'tram',
  device: 'bang-quay-1',
  kind: 'counter-board',
  health: { state: 'ready' },
  since: eight,
  lastSeen: eight + 60_000,
  lastError: null,
  disagreements: 2,
  retries: 0,
}
const down: DeviceNow = {
  ...board,
  on: ['mux-1-0x77'],
  health: { state: 'down', reason: 'unplugged' },
  lastError: { at: eight + 90_000, reason: 'unplugged' },
  retries: 3,
}

test('where it hangs is told, and no address in a network nor anything odd', () => {
  const of = (place: string) => (deviceHealth({ ...board, place }, zone).data as { place?: string }).place
  assert.is(of('I2C 1 · 0x70/3 · 0x71'), 'I2C 1 · 0x70/3 · 0x71')
  assert.is(of('GPIO 17 · LED mr-1:B0'), 'GPIO 17 · LED mr-1:B0')
  assert.is(of('TCP 192.168.1.20:9100'), 'TCP')
  assert.is(of('ALSA {user="x"}'), undefined)
  assert.is((deviceHealth(board, zone).data as { place?: string }).place, undefined)
})

test('last seen, last error, disagreements and tries are told, as the contract has them', () => {
  for (const device of [
    board,
    down,
    { ...down, place: 'p:P0 P1 × p:P4 P5 · #4 · USB serial=J_5.x' },
    { ...board, lastSeen: null },
  ]) {
    const { data } = deviceHealth(device, zone)
    const message = hallMessage(
      { site: 'test', timeZone: zone },
      { id: 'one', type: 'DeviceHealth', at: eight, data },
    )
    assert.is(strictly('DeviceHealth', JSON.parse(message)), null)
  }
  assert.equal(deviceHealth(down, zone).data, {
    station: 'tram',
    device: 'bang-quay-1',
    kind: 'counter-board',
    on: ['mux-1-0x77'],
    health: { state: 'down', reason: 'unplugged' },
    since: '2026-11-23T08:00:00.000+07:00',
    lastSeen: '2026-11-23T08:01:00.000+07:00',
    lastError: { at: '2026-11-23T08:01:30.000+07:00', reason: 'unplugged' },
    disagreements: 2,
    retries: 3,
  })
})

test('the words of a driver, which may hold an address, stay in the hall', () => {
  const detail = 'the printer at 192.168.7.9 does not answer'
  const told = {
    ...down,
    health: { ...down.health, detail },
    lastError: { at: eight, reason: 'unplugged', detail },
  }
  assert.not.ok(JSON.stringify(deviceHealth(told, zone)).includes('192.168'))
})

test('a device that goes on working is told again within ten minutes, and a further try of a broken one is not', () => {
  const contents = new Set<string>()
  for (let minute = 0; minute < 60; minute++)
    contents.add(deviceHealth({ ...board, lastSeen: eight + minute * 60_000 }, zone).content)
  assert.is(contents.size, 6)
  assert.is(deviceHealth({ ...down, retries: 4 }, zone).content, deviceHealth(down, zone).content)
  assert.is.not(deviceHealth({ ...board, disagreements: 3 }, zone).content, deviceHealth(board, zone).content)
})

test.run()
