import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bootLines } from './boot-lines.ts'
import { fillDefaults } from './check-shape.ts'
import { at, deviceOf, exampleSite } from './site.test-kit.ts'
import type { Site } from './site-description.ts'

const lines = suite('What config.txt must hold')
const ofWard = (change: (site: Site) => void = () => {}) => {
  const site = exampleSite('ward')
  change(site)
  return bootLines(at(fillDefaults(site).stations, 0))
}

lines('the ward needs its I2C bus and pull-ups for its four buttons', () => {
  assert.equal(ofWard(), ['dtparam=i2c_arm=on', 'gpio=5,17,22,27=ip,pu'])
})

lines('both guides show the ward’s lines as they are', () => {
  for (const guide of ['README.md', 'LAP-DAT.md']) {
    const text = readFileSync(new URL(`../../hardware/${guide}`, import.meta.url), 'utf8')
    for (const line of ofWard()) assert.ok(text.includes(line), `${guide}: ${line}`)
  }
})

lines('a station with simulated wires needs nothing', () => {
  assert.equal(
    ofWard((site) => Object.assign(at(site.stations, 0), { wires: 'simulated' })),
    [],
  )
})

lines('gpiochip switches its pull-ups itself, a button that closes to 3.3 V is held low', () => {
  const site = (site: Site) => {
    Object.assign(deviceOf(site, 'nut-ho-tich'), { driver: 'gpiochip' })
    Object.assign(deviceOf(site, 'nut-dat-dai'), { activeLow: false })
  }
  assert.equal(ofWard(site), ['dtparam=i2c_arm=on', 'gpio=5,22=ip,pu', 'gpio=27=ip,pd'])
})

lines('expanders need the bus and their interrupt lines once, a pad its contacts, a hall board SPI', () => {
  const site = (site: Site) => {
    const station = at(site.stations, 0)
    const chip = { chip: 'mcp23017' as const, bus: 1, interruptPin: 4 }
    station.expanders = [
      { ...chip, id: 'mr-1', address: '0x20' },
      { ...chip, id: 'mr-2', address: '0x21' },
      { ...chip, id: 'mr-3', address: '0x22', interruptPin: 6, interruptDriver: 'gpiochip' },
    ]
    station.devices = [
      { id: 'nut', kind: 'service-button', driver: 'expander', service: 'ho-tich', pin: 'mr-1:A0' },
      {
        id: 'ban-danh-gia',
        kind: 'rating-pad',
        driver: 'onoff',
        counter: 'quay-1',
        buttons: [{ pin: 17 }, { pin: 16 }],
      },
      {
        id: 'bang-sanh',
        kind: 'hall-board',
        driver: 'max7219',
        columns: 128,
        rows: 16,
        spi: { bus: 0, chipSelect: 0 },
      } as never,
    ]
  }
  assert.equal(ofWard(site), ['dtparam=i2c_arm=on', 'dtparam=spi=on', 'gpio=4,16,17=ip,pu'])
})

lines.run()
