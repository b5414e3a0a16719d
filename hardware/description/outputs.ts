/** What prints, lights or sounds. */
import { Type } from 'typebox'
import { defaulted, LinePin, object, oneOf, Reference } from '../describe.ts'
import { DeviceId } from './wires.ts'

export const TicketPrinterDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('ticket-printer'),
    driver: oneOf(['escpos'], 'escpos: any thermal printer that speaks ESC/POS raster graphics.'),
    connection: Type.String({
      pattern:
        '^(tcp://[^/:\\s]+(:[0-9]+)?|usb:(/dev/usb/lp[0-9]+|serial=[!-~]+|socket=[0-9]+-[0-9.]+)|serial:/dev/[A-Za-z0-9/._-]+(\\?baud=[0-9]+)?)$',
      description:
        'tcp://HOST[:9100], usb:/dev/usb/lp0, usb:serial=NUMBER, usb:socket=1-1.2 or serial:/dev/ttyUSB0?baud=19200.',
    }),
    paperMm: defaulted(
      oneOf([80, 58], 'Paper width in mm: 80 (576 dots) or 58 (384 dots).', { default: 80 }),
    ),
    timeoutMs: defaulted(
      Type.Integer({
        minimum: 1000,
        maximum: 60000,
        default: 8000,
        description: 'How long one slip may take before its fate counts as unknown, in ms.',
      }),
    ),
    askStatus: defaulted(
      Type.Boolean({
        default: true,
        description:
          'Ask the printer how it is. false only for one whose answers are never those of an ESC/POS printer: paper that is out is then not noticed.',
      }),
    ),
  },
  'A thermal printer for slips.',
)

export const CallLampDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('call-lamp'),
    driver: oneOf(
      ['onoff', 'rpio', 'gpiochip', 'expander'],
      'onoff: any Pi. rpio: Pi 4 or older, in a process of its own. gpiochip: through /dev/gpiochip. expander: a pin of an expander.',
    ),
    counter: Reference('Id of the counter it lights for.'),
    pin: LinePin('Its relay or lamp.'),
    activeLow: defaulted(Type.Boolean({ default: false, description: 'The relay closes on a low line.' })),
    pulseMs: Type.Optional(
      Type.Integer({
        minimum: 50,
        maximum: 10000,
        description:
          'For a chime or buzzer: on for so long at each call and recall, in ms, instead of while the counter calls.',
      }),
    ),
  },
  'A lamp that is on while its counter calls; with pulseMs a chime or buzzer that sounds at each call.',
)

export const LoudspeakerDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('loudspeaker'),
    driver: oneOf(['alsa'], 'alsa: a sound card of the station, through aplay.'),
    zone: Reference('Id of the zone that hears it.'),
    device: defaulted(
      Type.String({ maxLength: 80, default: 'default', description: 'ALSA device, as "aplay -L" names it.' }),
    ),
  },
  'The loudspeaker of one zone.',
)
