import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { checkSite } from './check-site.ts'
import { formatProblems } from './problem.ts'
import { allFilesThere, at, deviceOf, exampleSite, lineOf, saidAfter } from './site.test-kit.ts'
import type { Site } from './site-description.ts'

const check = suite('Checking a site')

/** The one thing said after a change. */
function only(name: 'demo' | 'ward', change: (site: Site) => unknown): string {
  const problems = saidAfter(name, change)
  assert.is(problems.length, 1, formatProblems(problems))
  return lineOf(at(problems, 0))
}
const set = (target: object, values: Record<string, unknown>) => Object.assign(target, values)

/** Each mistake, made in an example, and the whole of what an installer is told. */
const mistakes: [string, 'demo' | 'ward', (site: Site) => unknown, string][] = [
  [
    'a misspelt option names the nearest one',
    'demo',
    (site) => set(deviceOf(site, 'nut-dat-dai'), { debounce: 20 }),
    'error: stations[0].devices[0].debounce (nut-dat-dai): is not an option here; take it out. Did you mean "debounceMs"? Options: id, kind, driver, service, pin, ringPin, activeLow, debounceMs, guardMs.',
  ],
  [
    'a wrong word names the right ones',
    'demo',
    (site) => set(deviceOf(site, 'bang-quay-1'), { driver: 'ht16k3' }),
    'error: stations[1].devices[0].driver (bang-quay-1): is "ht16k3"; it may be "ht16k33" (ht16k33: four 7-segment digits on I2C). Did you mean "ht16k33"?',
  ],
  [
    'a number out of range says the range',
    'demo',
    (site) => set(deviceOf(site, 'nut-dat-dai'), { pin: 40 }),
    'error: stations[0].devices[0].pin (nut-dat-dai): is 40; it must be a whole number from 0 to 27 or a text in "quotation marks" (Where its contact is. A GPIO line by its BCM number, or an expander\'s pin such as "mr-1:A0").',
  ],
  [
    'a number in quotation marks is told so',
    'demo',
    (site) => set(at(site.series, 0), { width: '3' }),
    'error: series[0].width (a): is "3"; it must be a whole number from 1 to 5 (Digits at least; A012 has width 3. A higher number grows past it).',
  ],
  [
    'a name as an id gets a proper id offered',
    'demo',
    (site) => set(site, { id: 'Xã Suối Mây' }),
    'error: id: is "Xã Suối Mây", which does not fit. Stable id of the site; it stands in every event id and topic. Small letters a–z, digits and single hyphens. Did you mean "xa-suoi-may"?',
  ],
  [
    'an unknown kind of device names the kinds',
    'demo',
    (site) => set(deviceOf(site, 'phim-quay-1'), { kind: 'counter-keybad' }),
    'error: stations[1].devices[1].kind (phim-quay-1): is "counter-keybad"; it may be "service-button", "counter-board", "hall-board", "text-board", "ticket-printer", "counter-keypad", "call-lamp", "loudspeaker", "digit-keypad", "rating-pad", "code-scanner". Did you mean "counter-keypad"?',
  ],
  [
    'two buttons on one line name each other',
    'ward',
    (site) => set(deviceOf(site, 'nut-lao-dong'), { pin: 17 }),
    'error: stations[0].devices[2].pin (nut-lao-dong): GPIO 17 is already used by stations[0].devices[0].pin (nut-ho-tich); give one of the two another line (free: 4, 6, 7, 8, 9, 10, 11, 13, 16, 18, 19, 20, 21, 22, 26).',
  ],
  [
    'a button and its own ring cannot share a line',
    'ward',
    (site) => set(deviceOf(site, 'nut-ho-tich'), { ringPin: 17 }),
    'error: stations[0].devices[0].ringPin (nut-ho-tich): GPIO 17 is already used by stations[0].devices[0].pin (nut-ho-tich); give one of the two another line (free: 4, 6, 7, 8, 9, 10, 11, 13, 16, 18, 19, 20, 21, 23, 26).',
  ],
  [
    'onoff and rpio on one line are told apart',
    'ward',
    (site) =>
      at(site.stations, 0).devices.push({
        id: 'den-1',
        kind: 'call-lamp',
        driver: 'rpio',
        counter: 'quay-1',
        pin: 17,
      }),
    'error: stations[0].devices[9].pin (den-1): GPIO 17 is already used by stations[0].devices[0].pin (nut-ho-tich) (by onoff, and rpio cannot share a line with it); give one of the two another line (free: 4, 6, 7, 8, 9, 10, 11, 13, 16, 18, 19, 20, 21, 26).',
  ],
  [
    'two boards with one address name each other and the free addresses',
    'ward',
    (site) => set(deviceOf(site, 'bang-quay-2'), { address: '0x70' }),
    'error: stations[0].devices[5].address (bang-quay-2): address 0x70 on bus 1 is already used by stations[0].devices[4].address (bang-quay-1); solder another address on one of the two (free: 0x71, 0x73, 0x74, 0x75, 0x76, 0x77).',
  ],
  [
    'a line of the I2C bus in use is not given away',
    'ward',
    (site) => set(deviceOf(site, 'nut-ho-tich'), { pin: 2 }),
    'error: stations[0].devices[0].pin (nut-ho-tich): GPIO 2 is SDA of I2C bus 1, which stations[0].devices[4] (bang-quay-1) uses; take another line (free: 4, 6, 7, 8, 9, 10, 11, 13, 16, 17, 18, 19, 20, 21, 26).',
  ],
  [
    'a line of the serial console gets a warning',
    'ward',
    (site) => set(deviceOf(site, 'nut-ho-tich'), { pin: 14 }),
    'warning: stations[0].devices[0].pin (nut-ho-tich): GPIO 14 is the serial console (TXD) unless that is switched off; better take another line (free: 4, 6, 7, 8, 9, 10, 11, 13, 16, 17, 18, 19, 20, 21, 26).',
  ],
  [
    'a network printer in two stations is found, with and without its port',
    'demo',
    (site) => {
      const printer = deviceOf(site, 'may-in')
      at(site.stations, 1).devices.push({
        ...printer,
        id: 'may-in-2',
        connection: 'tcp://192.0.2.10',
      } as never)
    },
    'error: stations[1].devices[3].connection (may-in-2): tcp://192.0.2.10:9100 is already used by stations[0].devices[8].connection (may-in); one printer belongs to one device, so name another connection.',
  ],
  [
    'a serial printer and a keypad on one port name each other',
    'demo',
    (site) =>
      at(site.stations, 1).devices.push({
        id: 'may-in-2',
        kind: 'ticket-printer',
        driver: 'escpos',
        connection: 'serial:/dev/ttyACM0?baud=9600',
      }),
    'error: stations[1].devices[3].connection (may-in-2): /dev/ttyACM0 is already used by stations[1].devices[1].port (phim-quay-1); one printer belongs to one device, so name another connection.',
  ],
  [
    'two keys of a keypad on one Arduino pin',
    'demo',
    (site) => set(deviceOf(site, 'phim-quay-1'), { pins: { next: 2, recall: 3, start: 2 } }),
    'error: stations[1].devices[1].pins.start (phim-quay-1): Arduino pin 2 is already used by stations[1].devices[1].pins.next (phim-quay-1); take another one.',
  ],
  [
    'an id that stands twice names both places',
    'demo',
    (site) => set(deviceOf(site, 'nut-ho-tich'), { id: 'nut-dat-dai' }),
    'error: stations[0].devices[1].id (nut-dat-dai): "nut-dat-dai" is already the id at stations[0].devices[0].id (nut-dat-dai); give one of the two another id.',
  ],
  [
    'a reference to nothing names the nearest id',
    'demo',
    (site) => set(deviceOf(site, 'nut-dat-dai'), { service: 'dat-dia' }),
    'error: stations[0].devices[0].service (nut-dat-dai): is "dat-dia", but no service has this id. Did you mean "dat-dai"? Known: "dat-dai", "ho-tich", "tu-phap", "kinh-doanh", "xay-dung", "lao-dong", "thu-phi", "tra-ket-qua".',
  ],
  [
    'a service that no counter gives',
    'demo',
    (site) => set(at(site.counters, 4), { services: ['kinh-doanh'] }),
    `error: services[5] (lao-dong): no counter gives "lao-dong", so its visitors would wait for ever; add it to a counter's services or take it out.`,
  ],
  [
    'two counters that are spoken alike',
    'demo',
    (site) => set(at(site.counters, 6), { spoken: '1' }),
    'error: counters[6].spoken (quay-7): "1" is already spoken for counters[0].spoken (quay-1); visitors would go to the wrong counter.',
  ],
  [
    'two series with one prefix',
    'demo',
    (site) => set(at(site.series, 1), { prefix: 'A' }),
    'error: series[1].prefix (c): "A" is already the prefix at series[0].prefix (a); two tickets would carry the same number, so change one or let the services share a series.',
  ],
  [
    'a letter that a board cannot draw',
    'demo',
    (site) => set(at(site.series, 0), { prefix: 'K' }),
    'error: series[0].prefix (a): is "K", but a 7-segment board such as stations[1].devices[0] (bang-quay-1) cannot draw it ("K"); take one of ABCDEFGHJLNOPRTUY.',
  ],
  [
    'a letter that a board draws like a digit',
    'demo',
    (site) => set(at(site.series, 0), { prefix: 'S' }),
    'error: series[0].prefix (a): is "S", but a 7-segment board such as stations[1].devices[0] (bang-quay-1) draws it like a digit ("S"); take one of ABCDEFGHJLNOPRTUY.',
  ],
  [
    'a number longer than a board is a warning, since the board shows its end',
    'demo',
    (site) => set(at(site.series, 0), { prefix: 'AB' }),
    'warning: series[0].width (a): is 3; with the prefix "AB" a number has 5 characters, and a board such as stations[1].devices[0] (bang-quay-1) shows the last 4: numbers of two series may look alike there. At most 2 shows them whole.',
  ],
  [
    'two loudspeakers in one zone',
    'demo',
    (site) =>
      at(site.stations, 1).devices.push({
        id: 'loa-2',
        kind: 'loudspeaker',
        driver: 'alsa',
        zone: 'sanh-cho',
      }),
    'error: stations[1].devices[3].zone (loa-2): zone "sanh-cho" already has a loudspeaker at stations[0].devices[9].zone (loa-sanh-cho); calls would be heard twice, so keep one or add a zone.',
  ],
  [
    'a zone without a loudspeaker is a warning',
    'ward',
    (site) => at(site.stations, 0).devices.pop(),
    'warning: zones[0] (sanh): zone "sanh" has no loudspeaker, so its calls are not heard.',
  ],
  [
    'buttons without a printer are a warning',
    'ward',
    (site) => at(site.stations, 0).devices.splice(7, 1),
    'warning: stations[0].devices (tram-chinh): there are buttons but no ticket-printer, so no press can give a slip.',
  ],
  [
    'an unknown time zone',
    'demo',
    (site) => set(site, { timeZone: 'Asia/Bankok' }),
    'error: timeZone: is "Asia/Bankok", which is no IANA time zone. Did you mean "Asia/Bangkok"? Viet Nam is "Asia/Ho_Chi_Minh".',
  ],
  [
    'an offset is no time zone',
    'demo',
    (site) => set(site, { timeZone: '+07:00' }),
    'error: timeZone: is "+07:00", which is no IANA time zone. Viet Nam is "Asia/Ho_Chi_Minh".',
  ],
  [
    'a colour on which white cannot be read is a warning',
    'demo',
    (site) => set(at(site.services, 0), { colour: '#ffd54f' }),
    'warning: services[0].colour (dat-dai): white text on it has a contrast of 1.4 and is hard to read; take a darker colour (4.5 or more).',
  ],
  [
    'a code that stands twice in a list of reasons',
    'demo',
    (site) =>
      set(site, {
        reasons: {
          pause: [
            { code: 'lunch', vi: 'nghỉ trưa' },
            { code: 'lunch', vi: 'ăn trưa' },
          ],
        },
      }),
    'error: reasons.pause[1].code: "lunch" is already the code at reasons.pause[0].code; officers could not tell the two apart, so change or take out one.',
  ],
  [
    'two outcomes that read the same',
    'demo',
    (site) =>
      set(site, {
        outcomes: [
          { code: 'accepted', vi: 'đã tiếp nhận' },
          { code: 'taken-in', vi: 'Đã tiếp nhận ' },
        ],
      }),
    'error: outcomes[1].vi: "Đã tiếp nhận " already stands at outcomes[0].vi; officers could not tell the two apart, so change or take out one.',
  ],
  [
    'an empty list of reasons',
    'demo',
    (site) => set(site, { reasons: { hold: [] } }),
    'error: reasons.hold: is a list of 0; it must be a list in [ ] of 1 to 20 entries (Why a visit is put aside).',
  ],
  [
    'words where a code belongs',
    'demo',
    (site) => set(site, { reasons: { change: [{ code: 'Bấm nhầm', vi: 'bấm nhầm' }] } }),
    'error: reasons.change[0].code: is "Bấm nhầm", which does not fit. Stands in events and figures; keep it when the words change. Small letters a–z, digits and single hyphens. Did you mean "bam-nham"?',
  ],
  [
    'a code of the hall’s own',
    'demo',
    (site) => set(site, { reasons: { void: [{ code: 'day-ended', vi: 'hết giờ' }] } }),
    'error: reasons.void[0].code: is "day-ended", which the hall itself writes when the day ends; take another code.',
  ],
  [
    'a broker address with a password in it',
    'demo',
    (site) => set(site, { dossier: { broker: 'mqtts://ten:mat-khau@mqtt.example.vn' } }),
    'error: dossier.broker: must hold no name or password; use username and passwordFile.',
  ],
  [
    'a broker by a scheme that is none',
    'demo',
    (site) => set(site, { dossier: { broker: 'tcp://mqtt.example.vn' } }),
    'error: dossier.broker: is "tcp://mqtt.example.vn", which does not fit. "hall": the controller’s own broker. Else mqtt://HOST[:1883], mqtts://HOST[:8883], ws://HOST[:80][/PATH] or wss://HOST[:443][/PATH].',
  ],
  [
    'a report to nobody',
    'demo',
    (site) => set(site, { dossier: { username: 'xa' } }),
    'error: dossier: names no broker; add broker, such as "hall" or "mqtts://HOST", or brokers.',
  ],
  [
    'one broker beside several',
    'demo',
    (site) => set(site, { dossier: { broker: 'mqtt://a', brokers: ['mqtt://b'] } }),
    'error: dossier.brokers: stands beside broker; give one of the two.',
  ],
  [
    'a path without a WebSocket',
    'demo',
    (site) => set(site, { dossier: { brokers: ['wss://a/mqtt', 'mqtts://b/mqtt'] } }),
    'error: dossier.brokers[1]: must end after HOST or HOST:PORT; a path such as "/mqtt" belongs to ws:// and wss://.',
  ],
  [
    'a certificate without its key',
    'demo',
    (site) => set(site, { dossier: { broker: 'mqtts://a', certFile: 'x.pem' } }),
    'error: dossier.certFile: is given without its key; add keyFile.',
  ],
  [
    'a key without its certificate',
    'demo',
    (site) => set(site, { dossier: { broker: 'mqtts://a', keyFile: 'x.key' } }),
    'error: dossier.keyFile: is given without its certificate; add certFile.',
  ],
]
for (const [name, example, change, said] of mistakes)
  check(name, () => assert.is(only(example, change), said))

check('publicUrl must be a place that phones reach', () => {
  const said = (publicUrl: string) =>
    saidAfter('demo', (site) => set(site, { publicUrl })).map(({ severity }) => severity)
  for (const own of [
    'http://localhost',
    'https://localhost.:8080/x',
    'http://hall.localhost',
    'http://127.0.0.1',
    'http://127.1',
    'http://0.0.0.0:80',
    'http://[::1]:80',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'http://2130706433',
    'http://',
    'https://a b',
    'ftp://example.vn',
    'https://example.vn/?x=1',
  ])
    assert.ok(said(own).includes('error'), own)
  for (const near of ['http://192.168.1.20:8080', 'http://den-luot.local', 'http://pi'])
    assert.equal(said(near), ['warning'], near)
  assert.equal(said('https://xep-hang.example.vn/suoi-may'), [])
})

check('files that are named must be there, readable and closed to others', () => {
  const lookAt = (path: string) =>
    ({
      'dir.svg': { isFile: false, readable: true, openToOthers: false },
      closed: { isFile: true, readable: false, openToOthers: false },
      open: { isFile: true, readable: true, openToOthers: true },
    })[path]
  const problems = saidAfter(
    'demo',
    (site) =>
      set(site, {
        logo: 'dir.svg',
        dossier: { broker: 'mqtt://x', username: 'u', passwordFile: 'open', caFile: 'closed' },
      }),
    { lookAt },
  ).map(lineOf)
  assert.equal(problems, [
    'error: logo: is "dir.svg", which is not a file.',
    'error: dossier.caFile: is "closed", which this user may not read; change its owner or mode.',
    'warning: dossier.caFile: is not used with mqtt://; mqtts:// and wss:// are the encrypted ones.',
    'warning: dossier.passwordFile: can be read by others; run chmod 600 on "open".',
  ])
})

check('stations that run in the controller with real wires are one Pi', () => {
  const twoStations = (site: Site, runs: 'controller' | 'own-process') => {
    const board = deviceOf(site, 'bang-quay-1')
    site.stations.push({ id: 'tram-2', name: 'Tủ thứ hai', runs, wires: 'real', devices: [board] })
  }
  assert.match(
    only('ward', (site) => twoStations(site, 'controller')),
    'already used by stations[0].devices[4]',
  )
  assert.equal(
    saidAfter('ward', (site) => twoStations(site, 'own-process')),
    [],
  )
})

check('a Pi that is asked for more lines than it has', () => {
  const problems = saidAfter('ward', (site) => {
    for (let pin = 0; pin < 28; pin++)
      at(site.stations, 0).devices.push({
        id: `den-${pin}`,
        kind: 'call-lamp',
        driver: 'onoff',
        counter: 'quay-1',
        pin,
      })
  }).map(({ message }) => message)
  assert.ok(
    problems.includes('36 GPIO lines are asked for and this Pi has 26; move devices to another station.'),
  )
})

check('printers are asked for by id alone, so their ids differ over the whole site', () => {
  const said = only('demo', (site) => {
    const printer = deviceOf(site, 'may-in')
    at(site.stations, 1).devices.push({ ...printer, connection: 'tcp://192.0.2.11' } as never)
  })
  assert.match(said, 'stations[1].devices[3].id (may-in)')
  assert.match(said, 'already the id at stations[0].devices[8].id (may-in)')
})

check('every problem is told in one run, whatever else is wrong', () => {
  const problems = saidAfter('demo', (site) => {
    set(site, { timeZone: 'nowhere', services: [5, ...site.services] })
    set(at(site.counters, 0), { zone: 'x' })
    set(deviceOf(site, 'nut-ho-tich'), { pin: 4, service: 7 })
  })
  assert.equal(problems.map(({ path }) => path).sort(), [
    'counters[0].zone (quay-1)',
    'services[0]',
    'stations[0].devices[1].pin (nut-ho-tich)',
    'stations[0].devices[1].service (nut-ho-tich)',
    'timeZone',
  ])
})

check('a file that holds no site at all is told so', () => {
  for (const value of [null, 7, 'x', [], true])
    assert.match(lineOf(at(checkSite(value, allFilesThere), 0)), 'a site is one object in { }')
})

check('text of a file cannot move the cursor of a terminal', () => {
  const problems = saidAfter('demo', (site) => set(site, { id: '\u001b[2J\u009b1A', '\u001b]0;x\u0007': 1 }))
  assert.ok(problems.length >= 2)
  assert.not.match(formatProblems(problems), /(?!\n)\p{Cc}/u)
})

check('the examples have no problem at all', () => {
  for (const name of ['demo', 'ward'] as const)
    assert.is(formatProblems(checkSite(exampleSite(name), allFilesThere)), '')
})

check('no device has the name under which the dossier server hears of the journal’s disk', () => {
  const named = (station: string, device: string) =>
    saidAfter('ward', (site) => {
      const [first] = site.stations
      const [button] = first?.devices ?? []
      if (first) first.id = station
      if (button) button.id = device
    }).map(lineOf)
  assert.equal(named('controller', 'nut'), [])
  assert.equal(named('tram', 'disk'), [])
  assert.match(
    named('controller', 'disk').join(),
    /^error: stations\[0\]\.devices\[0\]\.id \(disk\): .+ hears of the journal's disk; take another id\.$/,
  )
})

check.run()
