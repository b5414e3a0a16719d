/** Every device says where it hangs. */
import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { devicePlace, placeWithoutAddress } from './device-places.ts'
import type { DeviceConfig, Site } from './site-description.ts'
import { deviceSchemas } from './site-schema.ts'

const test = suite('places of devices')
const mux = { address: '0x70', channel: 3 }
const places: [Partial<DeviceConfig> & { kind: DeviceConfig['kind'] }, string][] = [
  [{ kind: 'service-button', pin: 17 }, 'GPIO 17'],
  [{ kind: 'service-button', pin: 17, ringPin: 18 }, 'GPIO 17 · LED GPIO 18'],
  [{ kind: 'service-button', pin: 'mr-1:A0', ringPin: 'mr-1:B0' }, 'mr-1:A0 · LED mr-1:B0'],
  [{ kind: 'call-lamp', pin: 22 }, 'GPIO 22'],
  [
    { kind: 'rating-pad', buttons: [{ pin: 5, lightPin: 'mr-1:A0' }, { pin: 6 }, { pin: 'mr-1:A1' }] },
    'GPIO 5 6 mr-1:A1 · LED mr-1:A0',
  ],
  [
    { kind: 'digit-keypad', rows: ['p:P0', 'p:P1'], columns: ['p:P4', 'p:P5'], ledPin: 9, buzzerPin: 'p:P7' },
    'p:P0 P1 × p:P4 P5 · LED GPIO 9 · buzzer p:P7',
  ],
  [{ kind: 'digit-keypad', rows: [], columns: ['p:P4', 'p:P5'] }, 'p:P4 P5'],
  [{ kind: 'counter-board', bus: 1, address: '0x71' }, 'I2C 1 · 0x71'],
  [{ kind: 'counter-board', bus: 1, address: '0x71', mux }, 'I2C 1 · 0x70/3 · 0x71'],
  [{ kind: 'hall-board', spi: { bus: 0, chipSelect: 1 } }, 'SPI 0.1'],
  [{ kind: 'text-board', port: '/dev/ttyUSB1', address: 4 }, 'RS-485 /dev/ttyUSB1 · #4'],
  [
    {
      kind: 'counter-keypad',
      port: '/dev/serial/by-id/usb-Arduino-if00',
      pins: { next: 2, recall: 3, start: 4 },
    },
    'usb-Arduino-if00 · D2 D3 D4',
  ],
  [{ kind: 'ticket-printer', connection: 'usb:/dev/usb/lp0' }, 'USB /dev/usb/lp0'],
  [{ kind: 'ticket-printer', connection: 'usb:serial=J5X' }, 'USB serial=J5X'],
  [{ kind: 'ticket-printer', connection: 'tcp://192.168.1.5:9100' }, 'TCP 192.168.1.5:9100'],
  [
    { kind: 'ticket-printer', connection: 'serial:/dev/ttyUSB0?baud=19200' },
    'serial /dev/ttyUSB0 · 19200 baud',
  ],
  [{ kind: 'loudspeaker' }, 'ALSA default'],
  [{ kind: 'loudspeaker', device: 'plughw:1' }, 'ALSA plughw:1'],
  [{ kind: 'code-scanner', device: '/dev/input/by-id/usb-Scanner-event-kbd' }, 'usb-Scanner-event-kbd'],
]

test('each kind says its plug, pin or port', () => {
  for (const [device, place] of places) assert.is(devicePlace(device as DeviceConfig), place)
  assert.equal([...new Set(places.map(([{ kind }]) => kind))].sort(), [...deviceSchemas().keys()].sort())
})

test('the devices of one example site have places of their own', () => {
  for (const name of ['ward', 'province']) {
    const site: Site = JSON.parse(readFileSync(new URL(`./sites/${name}.json`, import.meta.url), 'utf8'))
    for (const { devices } of site.stations)
      assert.is(new Set(devices.map(devicePlace)).size, devices.length, name)
  }
})

test('an address in the network stays in the hall', () => {
  assert.is(placeWithoutAddress('TCP 192.168.1.5:9100'), 'TCP')
  assert.is(placeWithoutAddress('USB serial=J5X'), 'USB serial=J5X')
})

test.run()
