/** LED boards: over a counter, and for the whole hall. */
import { Type } from 'typebox'
import { defaulted, object, oneOf, Reference } from '../describe.ts'
import { DeviceId, I2cBus, I2cMux } from './wires.ts'

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
