/** What hangs where in a site, as a table for the one who wires it. */
import type { Pin } from './expander-pins.ts'
import { table } from './markdown.ts'
import type { ExpanderConfig, FilledDevice, FilledSite } from './site-description.ts'

/** Position on the 40-pin header of each GPIO line; the same on every Pi that has this header. */
const headerOf: readonly number[] = [
  27, 28, 3, 5, 7, 29, 31, 26, 24, 21, 19, 23, 32, 33, 8, 10, 36, 11, 12, 35, 38, 40, 15, 16, 18, 22, 37, 13,
]

/** Lines up to this one are pulled up while nobody drives them, those above down. */
const lastPulledUp = 8

export function pinTables(site: FilledSite): string {
  const sections = site.stations.map((station) => {
    const rows = [...(station.expanders ?? []).map(expanderRow), ...station.devices.flatMap(rowsOf)]
    const head = `\`${station.id}\` (${station.name}), ${station.wires} wires`
    return `${head}\n\n${table([['device', 'what', 'where', 'header pin'], ...rows])}`
  })
  return sections.join('\n\n')
}

function expanderRow({ id, chip, bus, address, interruptPin }: ExpanderConfig): string[] {
  const interrupt = interruptPin === undefined ? '' : `, interrupt to GPIO ${interruptPin}`
  const header = [
    bus === 1 ? '3 (SDA), 5 (SCL)' : '',
    interruptPin === undefined ? '' : String(headerOf[interruptPin]),
  ]
  return [
    `\`${id}\``,
    `expander ${chip}`,
    `I2C bus ${bus}, address ${address}${interrupt}`,
    header.filter(Boolean).join(', '),
  ]
}

function rowsOf(device: FilledDevice): string[][] {
  const row = (what: string, where: string, header = '') => [`\`${device.id}\``, what, where, header]
  const line = (what: string, pin: Pin, note = '') =>
    typeof pin === 'number'
      ? row(what, `GPIO ${pin}${note}`, String(headerOf[pin] ?? ''))
      : row(what, `expander pin ${pin}`)
  const output = (what: string, pin: Pin) =>
    line(
      what,
      pin,
      typeof pin === 'number' && pin <= lastPulledUp ? ', high at power-on' : ', low at power-on',
    )
  switch (device.kind) {
    case 'service-button': {
      const button = line(`button for \`${device.service}\``, device.pin)
      return device.ringPin === undefined ? [button] : [button, output('its ring light', device.ringPin)]
    }
    case 'counter-board':
      return [
        row(
          `board of \`${device.counter}\``,
          `I2C bus ${device.bus}, ${device.mux ? `channel ${device.mux.channel} of ${device.mux.address}, ` : ''}address ${device.address}`,
          device.bus === 1 ? '3 (SDA), 5 (SCL)' : '',
        ),
      ]
    case 'hall-board': {
      const { bus, chipSelect } = device.spi
      return [
        row(
          `hall board, ${device.columns} × ${device.rows} dots`,
          `SPI \`/dev/spidev${bus}.${chipSelect}\``,
          bus === 0 ? `19 (MOSI), 23 (SCLK), ${chipSelect === 0 ? '24 (CE0)' : '26 (CE1)'}` : '',
        ),
      ]
    }
    case 'text-board':
      return [row('text board', `\`${device.port}\`, ${device.baud} baud, address ${device.address}`)]
    case 'ticket-printer':
      return [row('ticket printer', `\`${device.connection}\``)]
    case 'counter-keypad': {
      const { next, recall, start, buzzer } = device.pins
      const pins = `D${next} next, D${recall} recall, D${start} start`
      return [
        row(
          `keypad of \`${device.counter}\``,
          `\`${device.port}\`, Arduino ${pins}${buzzer === undefined ? '' : `, D${buzzer} buzzer`}`,
        ),
      ]
    }
    case 'call-lamp':
      return [output(`call lamp of \`${device.counter}\``, device.pin)]
    case 'loudspeaker':
      return [row(`loudspeaker of zone \`${device.zone}\``, `ALSA ${device.device}`)]
    case 'digit-keypad': {
      const rows = device.rows.length === 0 ? '' : `rows ${device.rows.join(', ')}; `
      const answers = [device.ledPin, device.buzzerPin].flatMap((pin, n) =>
        pin === undefined ? [] : [output(n === 0 ? 'its light' : 'its buzzer', pin)],
      )
      return [
        row(`digit keypad of \`${device.counter}\``, `${rows}columns ${device.columns.join(', ')}`),
        ...answers,
      ]
    }
    case 'code-scanner':
      return [row('code scanner', `\`${device.device}\``)]
    case 'rating-pad':
      return device.buttons.flatMap(({ pin, lightPin }, n) => [
        line(`rating button ${n + 1} of \`${device.counter}\``, pin),
        ...(lightPin === undefined ? [] : [output('its light', lightPin)]),
      ])
  }
}
