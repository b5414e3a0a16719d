/**
 * The one description of a site file. The TypeScript types, the check's messages, the editors' JSON Schema
 * (`hardware/site.schema.json`) and the table in `hardware/README.md` all come from here.
 *
 * It says what one value may be. What several values must be together (clashing pins, names that do not exist)
 * stands in `check-site.ts`.
 */
import {
  type Static,
  type TArray,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  type TUnion,
  Type,
} from 'typebox'
import { OutcomesDescription, ReasonsDescription } from './coded-lists.ts'
import {
  ArduinoPin,
  Colour,
  DateText,
  defaulted,
  ExpanderPin,
  group,
  Id,
  LinePin,
  Name,
  object,
  oneOf,
  Reference,
  SessionText,
  Week,
} from './describe.ts'
import { expanderChips } from './expander-pins.ts'

/** Pictograms the product draws on slips, wall and buttons; each is an SVG in `displays/pictograms/`. */
export const pictogramNames = [
  'home',
  'land',
  'family',
  'business',
  'justice',
  'construction',
  'social',
  'health',
  'education',
  'transport',
  'payment',
  'result',
  'id-card',
  'help',
  'farm',
  'document',
] as const
export type PictogramName = (typeof pictogramNames)[number]

/** Keys a digit keypad can have. */
export const digitKeys = [
  ...(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const),
  'next',
  'recall',
  'start',
  'call',
  'officer',
  'clear',
] as const
/** The usual keypad of four rows and columns: 1 2 3 A, 4 5 6 B, 7 8 9 C, * 0 # D. */
export const usualDigitKeys = [
  ...(['1', '2', '3', 'next', '4', '5', '6', 'recall'] as const),
  ...(['7', '8', '9', 'start', 'clear', '0', 'call', 'officer'] as const),
]
const usualRatingWords = [
  'Rất hài lòng',
  'Hài lòng',
  'Bình thường',
  'Không hài lòng',
  'Rất không hài lòng',
] as const

export const SeriesDescription = object(
  {
    id: Id('Stable id of the series.'),
    prefix: Type.String({
      pattern: '^[A-Z]{0,2}$',
      description: 'Letters before the number, such as A. May be empty.',
    }),
    width: Type.Integer({
      minimum: 1,
      maximum: 5,
      description: 'Digits at least; A012 has width 3. A higher number grows past it.',
    }),
  },
  'How numbers are made. Every series starts at 1 each day.',
)

export const ServiceDescription = object(
  {
    id: Id('Stable id of the service; it stands in events and addresses.'),
    name: Name('Full name as visitors read it, with diacritics.'),
    shortName: Type.Optional(Name('A shorter name for narrow places; the full name when absent.')),
    series: Reference('Id of the series its numbers come from. Several services may share one.'),
    colour: Colour,
    pictogram: oneOf([...pictogramNames], 'The picture beside its name, for those who do not read easily.'),
    agency: Type.Optional(Name('The agency it belongs to, when several share the hall.')),
    week: Type.Optional(Week('Its own sessions, instead of the site’s.')),
    issueBeforeMinutes: defaulted(
      Type.Integer({
        minimum: 0,
        maximum: 240,
        default: 0,
        description: 'Numbers are given from so many minutes before a session.',
      }),
    ),
    cutOffMinutes: defaulted(
      Type.Integer({
        minimum: 0,
        maximum: 240,
        default: 0,
        description: 'No numbers in the last minutes of a session.',
      }),
    ),
    dailyLimit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 10000, description: 'Numbers a day at most.' }),
    ),
    closed: defaulted(
      Type.Boolean({ default: false, description: 'Gives no numbers for now; who waits is still served.' }),
    ),
  },
  'What a visitor chooses: a field or a purpose.',
)

export const CounterDescription = object(
  {
    id: Id('Stable id of the counter; it stands in events and addresses.'),
    spoken: Type.String({
      pattern: '^[0-9]{1,3}[A-Z]?$',
      description: 'The number people see and hear, such as 3 or 12B.',
    }),
    name: Type.Optional(Name('What stands above the counter, if more than its number.')),
    floor: Type.Optional(Type.String({ maxLength: 20, description: 'Floor as written on signs.' })),
    zone: Reference('Id of the voice zone in which its calls are heard.'),
    agency: Type.Optional(Name('The agency that staffs it.')),
    services: Type.Array(Reference('Id of a service.'), {
      minItems: 1,
      maxItems: 100,
      description: 'Ids of the services it gives.',
    }),
    preference: Type.Optional(
      Type.Array(
        object(
          {
            service: Reference('Id of a service it gives.'),
            weight: Type.Number({
              minimum: 0.1,
              maximum: 10,
              description: 'How much its waiting counts here; 1 is usual.',
            }),
          },
          'What it takes first.',
        ),
        { maxItems: 100, description: 'Services that weigh more or less at this counter.' },
      ),
    ),
    opensItself: defaulted(
      Type.Boolean({ default: true, description: 'Open with the day, without an officer opening it.' }),
    ),
  },
  'Where service is given.',
)

export const ZoneDescription = object(
  { id: Id('Stable id.'), name: Name('Name on signs.') },
  'A part of the hall that hears the same loudspeaker.',
)

const DeviceId = Id('Stable id, unique in its station.')
const I2cBus = Type.Integer({
  minimum: 0,
  maximum: 9,
  description: 'I2C bus number: 1 is the header of a Pi.',
})

/** For any chip on I2C that may hang behind a multiplexer's channel. */
const I2cMux = Type.Optional(
  object(
    {
      address: Type.String({
        pattern: '^0x7[0-7]$',
        description: 'I2C address of the TCA9548A, 0x70 to 0x77.',
      }),
      channel: Type.Integer({ minimum: 0, maximum: 7, description: 'Channel the chip is behind, 0 to 7.' }),
    },
    'The multiplexer’s channel it is behind; without it the chip is on the bus itself.',
  ),
)

const LineDriver = oneOf(
  ['onoff', 'gpiochip', 'expander'],
  'onoff: GPIO lines through sysfs. gpiochip: GPIO lines through /dev/gpiochip, with pull-up. expander: all its pins are on expanders.',
)

export const ExpanderDescription = object(
  {
    id: Id('Stable id, unique in its station; its pins are named by it, such as "mr-1:A0".'),
    chip: oneOf([...expanderChips], 'mcp23017: 16 pins, A0 to A7 and B0 to B7. pcf8574: 8 pins, P0 to P7.'),
    bus: I2cBus,
    address: Type.String({
      pattern: '^0x(2[0-7]|3[89a-f])$',
      description: 'I2C address: 0x20 to 0x27; a PCF8574A 0x38 to 0x3f.',
    }),
    mux: I2cMux,
    interruptPin: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 27,
        description:
          'GPIO line of its interrupt output by its BCM number. Expanders of a station may share one.',
      }),
    ),
    interruptDriver: defaulted(
      oneOf(['onoff', 'gpiochip'], 'How the interrupt line is opened; gpiochip switches its pull-up on.', {
        default: 'onoff',
      }),
    ),
  },
  'A chip on I2C that gives a station more pins; its inputs have pull-ups of their own.',
)

export const ServiceButtonDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('service-button'),
    driver: LineDriver,
    service: Reference('Id of the service whose ticket it gives.'),
    pin: LinePin('Where its contact is.'),
    ringPin: Type.Optional(LinePin('Its ring light, driven high when lit.')),
    activeLow: defaulted(
      Type.Boolean({
        default: true,
        description: 'Pressed pulls the line to ground (a pull-up holds it high).',
      }),
    ),
    debounceMs: defaulted(
      Type.Integer({
        minimum: 5,
        maximum: 100,
        default: 20,
        description: 'How long the line must be quiet, in ms.',
      }),
    ),
    guardMs: defaulted(
      Type.Integer({
        minimum: 200,
        maximum: 10000,
        default: 1500,
        description: 'A second press within this time counts as the same press, in ms.',
      }),
    ),
  },
  'A button that gives a ticket; ringPin lights the ring around it.',
)

export const CounterBoardDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('counter-board'),
    driver: oneOf(['ht16k33'], 'ht16k33: four 7-segment digits on I2C.'),
    counter: Reference('Id of the counter it hangs over.'),
    bus: I2cBus,
    address: Type.String({ pattern: '^0x7[0-7]$', description: 'I2C address of the chip, 0x70 to 0x77.' }),
    mux: I2cMux,
    brightness: defaulted(
      Type.Integer({ minimum: 1, maximum: 16, default: 12, description: 'Sixteenths of full brightness.' }),
    ),
  },
  'The LED board over a counter.',
)

export const HallBoardDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('hall-board'),
    driver: oneOf(['max7219'], 'max7219: chained 8 × 8 LED matrices on SPI.'),
    zone: Type.Optional(Reference('Id of the zone whose calls it shows; all calls without it.')),
    spi: object(
      {
        bus: Type.Integer({ minimum: 0, maximum: 6, description: 'SPI bus number: 0 is on the header.' }),
        chipSelect: Type.Integer({
          minimum: 0,
          maximum: 2,
          description: 'Chip select of that bus: 0 is CE0, GPIO 8; 1 is CE1, GPIO 7.',
        }),
        speedKhz: defaulted(
          Type.Integer({
            minimum: 100,
            maximum: 10000,
            default: 1000,
            description: 'Clock in kHz; lower it for long cables.',
          }),
        ),
      },
      'Where the chain hangs: /dev/spidevBUS.CHIPSELECT.',
    ),
    rows: oneOf([16, 8], 'Dots in height. 16: texts in Vietnamese. 8: number and counter alone.'),
    columns: Type.Integer({
      minimum: 16,
      maximum: 256,
      multipleOf: 8,
      description: 'Dots in width, 8 for each matrix.',
    }),
    firstModule: defaulted(
      oneOf(
        ['top-right', 'top-left', 'bottom-right', 'bottom-left'],
        'Where the matrix is to which the cable from the Pi goes, seen from the front.',
        { default: 'top-right' },
      ),
    ),
    secondRow: defaulted(
      oneOf(
        ['same-way', 'back', 'back-turned'],
        'How the chain goes on with 16 rows. same-way: at the same side again. back: it returns, upright. back-turned: it returns, upside down.',
        { default: 'same-way' },
      ),
    ),
    turn: defaulted(
      oneOf([0, 90, 180, 270], 'How far each matrix is turned clockwise, in degrees.', { default: 0 }),
    ),
    mirrored: defaulted(
      Type.Boolean({ default: false, description: 'The matrix has its columns the other way round.' }),
    ),
    brightness: defaulted(
      Type.Integer({ minimum: 1, maximum: 16, default: 4, description: 'Sixteenths of full brightness.' }),
    ),
  },
  'The LED board of a hall: calls, and notices in between.',
)

export const TextBoardDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('text-board'),
    driver: oneOf(['line'], 'line: the text protocol of hardware/README.md, over RS-485.'),
    zone: Type.Optional(Reference('Id of the zone whose calls it shows; all calls without it.')),
    port: Type.String({
      pattern: '^/dev/[A-Za-z0-9/._-]+$',
      description: 'Serial port of the RS-485 adapter, best under /dev/serial/by-id/.',
    }),
    baud: defaulted(
      oneOf([9600, 19200, 38400, 57600, 115200], 'Speed of the line, in baud.', { default: 9600 }),
    ),
    address: defaulted(
      Type.Integer({ minimum: 1, maximum: 254, default: 1, description: 'Address set at the board.' }),
    ),
  },
  'A text board with a font of its own: calls, and notices in between.',
)

export const TicketPrinterDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('ticket-printer'),
    driver: oneOf(['escpos'], 'escpos: any thermal printer that speaks ESC/POS raster graphics.'),
    connection: Type.String({
      pattern:
        '^(tcp://[^/:\\s]+(:[0-9]+)?|usb:/dev/usb/lp[0-9]+|serial:/dev/[A-Za-z0-9/._-]+(\\?baud=[0-9]+)?)$',
      description: 'tcp://HOST[:9100], usb:/dev/usb/lp0 or serial:/dev/ttyUSB0?baud=19200.',
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
  },
  'A thermal printer for slips.',
)

export const CounterKeypadDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('counter-keypad'),
    driver: oneOf(['firmata'], 'firmata: an Arduino with StandardFirmata, through johnny-five.'),
    counter: Reference('Id of the counter it belongs to.'),
    port: Type.String({
      pattern: '^/dev/[A-Za-z0-9/._-]+$',
      description: 'Serial port, best under /dev/serial/by-id/.',
    }),
    pins: object(
      {
        next: ArduinoPin('Key "next".'),
        recall: ArduinoPin('Key "recall".'),
        start: ArduinoPin('Key "start", "finish" when serving.'),
        buzzer: Type.Optional(ArduinoPin('Buzzer, active high.')),
      },
      'Arduino digital pins of the three keys and the buzzer.',
    ),
    longPressMs: defaulted(
      Type.Integer({
        minimum: 500,
        maximum: 5000,
        default: 1200,
        description: 'Holding "start" this long says no-show, in ms.',
      }),
    ),
  },
  'Three keys for an officer: next; recall; start and finish, held: no-show.',
)

export const DigitKeypadDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('digit-keypad'),
    driver: oneOf(['expander'], 'expander: a key matrix, or single keys, on an expander.'),
    counter: Reference('Id of the counter it belongs to.'),
    rows: Type.Array(ExpanderPin('A row of the matrix.'), {
      maxItems: 8,
      description: 'Pins of the rows from the top; none when every key has a pin of its own.',
    }),
    columns: Type.Array(ExpanderPin('A column of the matrix, or a single key.'), {
      minItems: 1,
      maxItems: 16,
      description: 'Pins of the columns from the left, or of the single keys in order.',
    }),
    keys: defaulted(
      Type.Array(oneOf([...digitKeys], 'What a key is.'), {
        minItems: 1,
        maxItems: 64,
        default: [...usualDigitKeys],
        description: 'What each key is, row by row; the usual 4 × 4 keypad without it.',
      }),
    ),
    ledPin: Type.Optional(
      LinePin('A light that answers: one flash for yes, three for no; driven high when lit.'),
    ),
    buzzerPin: Type.Optional(LinePin('A buzzer that answers: one beep for yes, three for no; driven high.')),
    longPressMs: defaulted(
      Type.Integer({
        minimum: 500,
        maximum: 5000,
        default: 1200,
        description: 'Holding "start" this long says no-show, in ms.',
      }),
    ),
  },
  'Keys with digits for a counter without a computer.',
)

export const RatingPadDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('rating-pad'),
    driver: LineDriver,
    counter: Reference('Id of the counter it stands at.'),
    buttons: Type.Array(
      object(
        {
          pin: LinePin('Where its contact is.'),
          lightPin: Type.Optional(LinePin('Its light, driven high when lit.')),
        },
        'One lit button.',
      ),
      {
        minItems: 2,
        maxItems: 7,
        description: 'The buttons in the order of rating.words, best first; as many as there are words.',
      },
    ),
  },
  'Lit buttons with which a visitor says how it was.',
)

export const CodeScannerDescription = object(
  {
    id: DeviceId,
    kind: Type.Literal('code-scanner'),
    driver: oneOf(['evdev'], 'evdev: a scanner that types like a USB keyboard, read without a desktop.'),
    device: Type.String({
      pattern: '^/dev/input/[A-Za-z0-9/._:+-]+$',
      maxLength: 200,
      description: 'Its name under /dev/input/by-id/, which ends in -event-kbd.',
    }),
  },
  'A scanner at the ticket station: booking codes, and QR codes of slips.',
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

export const DeviceDescription = Type.Union([
  ServiceButtonDescription,
  CounterBoardDescription,
  HallBoardDescription,
  TextBoardDescription,
  TicketPrinterDescription,
  CounterKeypadDescription,
  CallLampDescription,
  LoudspeakerDescription,
  DigitKeypadDescription,
  RatingPadDescription,
  CodeScannerDescription,
])

export const StationDescription = object(
  {
    id: Id('Stable id of the station.'),
    name: Name('Where it stands, in words an installer finds.'),
    runs: oneOf(
      ['controller', 'own-process'],
      'controller: devices of the controller’s own Pi. own-process: joined over the hall bus.',
    ),
    wires: oneOf(
      ['real', 'simulated'],
      'simulated: the same drivers over simulated wires, for trying out. Never a fallback.',
    ),
    expanders: Type.Optional(
      Type.Array(ExpanderDescription, { maxItems: 16, description: 'Chips whose pins its devices use.' }),
    ),
    devices: Type.Array(DeviceDescription, { maxItems: 64, description: 'What is attached to it.' }),
  },
  'A small computer with devices on it.',
)

export const SiteDescription = object(
  {
    $schema: Type.Optional(Type.String({ description: 'For editors.' })),
    id: Id('Stable id of the site; it stands in every event id and topic.'),
    timeZone: Type.String({
      description: 'IANA time zone, such as Asia/Ho_Chi_Minh. Days and numbers turn at its midnight.',
    }),
    name: Name('Name of the centre, as on its sign.'),
    authority: Type.Optional(Name('The body above it, first line of the sign.')),
    hotline: Type.Optional(Type.String({ maxLength: 30, description: 'Telephone printed on the slip.' })),
    logo: Type.Optional(Type.String({ description: 'SVG or PNG beside the site file, for slip and wall.' })),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s]+$',
        description: 'Where phones reach this hall; without it no QR is printed.',
      }),
    ),
    zones: Type.Array(ZoneDescription, { minItems: 1, maxItems: 20 }),
    series: Type.Array(SeriesDescription, { minItems: 1, maxItems: 100 }),
    services: Type.Array(ServiceDescription, { minItems: 1, maxItems: 100 }),
    counters: Type.Array(CounterDescription, { minItems: 1, maxItems: 200 }),
    calling: group(
      {
        nextWhileCalled: defaulted(
          oneOf(
            ['start-and-finish', 'refuse'],
            'What "next" does with a visitor who was called but not started.',
            { default: 'refuse' },
          ),
        ),
        outcomeRequired: defaulted(Type.Boolean({ default: false, description: 'Finish needs an outcome.' })),
        bookedRate: defaulted(
          Type.Number({
            minimum: 0.1,
            maximum: 100,
            default: 1,
            description: 'How fast the credit of booked visitors grows; 1 as everybody’s.',
          }),
        ),
        priorityRate: defaulted(
          Type.Number({
            minimum: 0.1,
            maximum: 100,
            default: 1,
            description: 'How fast the credit of the priority class grows; 1 as everybody’s.',
          }),
        ),
        maxOvertakes: defaulted(
          Type.Integer({
            minimum: 0,
            maximum: 10,
            default: 3,
            description: 'After so many later tickets went before it, no later ticket does.',
          }),
        ),
        bookingGraceMinutes: defaulted(
          Type.Integer({
            minimum: 0,
            maximum: 120,
            default: 15,
            description: 'A booked visitor this late keeps the appointment’s credit.',
          }),
        ),
        returnWithinMinutes: defaulted(
          Type.Integer({
            minimum: 0,
            maximum: 240,
            default: 30,
            description: 'How long after a no-show a visitor may come back, once.',
          }),
        ),
        returnBehind: defaulted(
          Type.Integer({
            minimum: 0,
            maximum: 10,
            default: 2,
            description: 'A visitor who comes back stands behind so many who wait.',
          }),
        ),
        transferCredit: defaulted(
          oneOf(['keep', 'to-the-back'], 'What a transferred ticket brings to its new queue.', {
            default: 'keep',
          }),
        ),
      },
      'How calling works.',
    ),
    outcomes: OutcomesDescription,
    reasons: group(
      ReasonsDescription,
      'Reasons officers choose from; a list that is left out is the usual one.',
    ),
    hours: Type.Optional(
      object(
        {
          week: Week('Sessions of every service that has none of its own.'),
          holidays: Type.Optional(
            Type.Array(DateText, { maxItems: 400, description: 'Dates without sessions.' }),
          ),
          extra: Type.Optional(
            Type.Array(
              object(
                {
                  date: DateText,
                  sessions: Type.Array(SessionText, {
                    maxItems: 6,
                    description: 'Sessions of that date instead of the week’s; none: closed.',
                  }),
                  services: Type.Optional(
                    Type.Array(Reference('Id of a service.'), {
                      minItems: 1,
                      maxItems: 100,
                      description: 'For these services alone.',
                    }),
                  ),
                },
                'Other sessions on one date, a holiday too.',
              ),
              { maxItems: 400, description: 'Extra or changed sessions.' },
            ),
          ),
          dayEnds: defaulted(
            Type.String({
              pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
              default: '24:00',
              description: 'When the day is closed: who still waits is voided then.',
            }),
          ),
        },
        'When the centre works; round the clock without it.',
      ),
    ),
    printing: group(
      {
        voidFailedAfterMinutes: defaulted(
          Type.Integer({
            minimum: 1,
            maximum: 120,
            default: 10,
            description: 'A ticket whose slip failed is void after this time, in minutes.',
          }),
        ),
        note: Type.Optional(Type.String({ maxLength: 120, description: 'A last line on every slip.' })),
      },
      'About slips.',
    ),
    voice: group(
      {
        pack: defaulted(Id('Folder of clips in displays/voice/packs.', { default: 'vi-espeak' })),
        numbers: defaulted(
          oneOf(['digits', 'whole'], 'digits: "không một hai". whole: "mười hai".', { default: 'digits' }),
        ),
      },
      'How calls are spoken.',
    ),
    screens: group(
      {
        blinkSeconds: defaulted(
          Type.Integer({
            minimum: 0,
            maximum: 600,
            default: 20,
            description: 'How long a called number blinks on its counter board, in s; then it stands still.',
          }),
        ),
        callSeconds: defaulted(
          Type.Integer({
            minimum: 3,
            maximum: 120,
            default: 15,
            description: 'How long a call stands on the hall boards, in s; notices go on after it.',
          }),
        ),
        notices: Type.Optional(
          Type.Array(Type.String({ minLength: 1, maxLength: 200, description: 'One notice.' }), {
            maxItems: 20,
            description: 'Texts that run over the hall boards while nobody is called.',
          }),
        ),
        dimming: Type.Optional(
          Type.Array(
            object(
              {
                from: Type.String({
                  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
                  description: 'From this time of day on, such as 17:30.',
                }),
                percent: Type.Integer({
                  minimum: 1,
                  maximum: 100,
                  description: 'Percentage of the brightness each LED device has here.',
                }),
              },
              'Brightness from a time of day on.',
            ),
            { maxItems: 8, description: 'Brightness of LED boards by time of day; always full without it.' },
          ),
        ),
      },
      'What LED boards show.',
    ),
    rating: group(
      {
        words: defaulted(
          Type.Array(Name('One word of the scale.'), {
            minItems: 2,
            maxItems: 7,
            default: [...usualRatingWords],
            description: 'The words of the scale, best first.',
          }),
        ),
        satisfied: defaulted(
          Type.Integer({
            minimum: 1,
            maximum: 6,
            default: 2,
            description: 'How many of them, from the first, count as satisfied.',
          }),
        ),
        withinMinutes: defaulted(
          Type.Integer({
            minimum: 1,
            maximum: 60,
            default: 2,
            description: 'How long after a visit it can be rated at the counter, in minutes.',
          }),
        ),
      },
      'How visitors rate a visit.',
    ),
    stations: Type.Array(StationDescription, { maxItems: 250, description: 'May be empty: pages alone.' }),
    dossier: Type.Optional(
      object(
        {
          broker: Type.Optional(
            Type.String({
              pattern: '^(hall|(mqtts?|wss?)://[^\\s]+)$',
              description:
                '"hall": the controller’s own broker. Else mqtt://HOST[:1883], mqtts://HOST[:8883], ws://HOST[:80][/PATH] or wss://HOST[:443][/PATH].',
            }),
          ),
          brokers: Type.Optional(
            Type.Array(Type.String({ pattern: '^(mqtts?|wss?)://[^\\s]+$' }), {
              minItems: 1,
              maxItems: 4,
              description:
                'Instead of broker: several addresses with the same login. The first that answers is used; from a later one the controller goes back to the first.',
            }),
          ),
          mqttVersion: defaulted(
            oneOf(
              ['3.1.1', '5'],
              'Both say the same; 5 also tells why a broker refuses something or ends a connection.',
              { default: '3.1.1' },
            ),
          ),
          username: Type.Optional(Type.String({ maxLength: 80, description: 'Name at the broker.' })),
          passwordFile: Type.Optional(
            Type.String({
              description:
                'File beside the site file that holds the password, readable by the controller alone.',
            }),
          ),
          caFile: Type.Optional(Type.String({ description: 'Certificate authority of the broker, PEM.' })),
          certFile: Type.Optional(
            Type.String({
              description: 'The controller’s own certificate, PEM, when the broker asks for one.',
            }),
          ),
          keyFile: Type.Optional(
            Type.String({
              description: 'Its key, PEM without a passphrase, readable by the controller alone.',
            }),
          ),
          nearTurnAhead: defaulted(
            Type.Integer({
              minimum: 0,
              maximum: 20,
              default: 3,
              description: 'The server hears that a turn is near when at most so many are ahead.',
            }),
          ),
        },
        'Where every event is reported.',
      ),
    ),
  },
  'A site of Đến Lượt: one hall with its services, counters and devices.',
)

type OptionalKeys<P extends TProperties> = {
  [K in keyof P]: P[K] extends TOptional<TSchema> ? ('~defaulted' extends keyof P[K] ? never : K) : never
}[keyof P]
type Filled<S extends TSchema> =
  S extends TObject<infer P>
    ? { [K in Exclude<keyof P, OptionalKeys<P>>]: Filled<P[K]> } & {
        [K in OptionalKeys<P>]?: Filled<P[K]>
      }
    : S extends TArray<infer Item>
      ? Filled<Item>[]
      : S extends TUnion<infer Members>
        ? Filled<Members[number]>
        : Static<S>

/** A site as written: options that have a default may be missing. */
export type Site = Static<typeof SiteDescription>
export type Series = Static<typeof SeriesDescription>
export type Service = Static<typeof ServiceDescription>
export type Counter = Static<typeof CounterDescription>
export type StationConfig = Static<typeof StationDescription>
export type ExpanderConfig = Static<typeof ExpanderDescription>
export type DeviceConfig = Static<typeof DeviceDescription>
export type DeviceKind = DeviceConfig['kind']
export type DeviceOf<K extends DeviceKind> = Extract<DeviceConfig, { kind: K }>

/** A site as read: every default of this description is filled in. It may stand wherever a `Site` is asked for. */
export type FilledSite = Filled<typeof SiteDescription>
export type FilledDevice = Filled<typeof DeviceDescription>
export type FilledDeviceOf<K extends DeviceKind> = Extract<FilledDevice, { kind: K }>
