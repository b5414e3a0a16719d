/** Stations, the chips that give them more pins, and every kind of device. */
import { Type } from 'typebox'
import { defaulted, Id, Name, object, oneOf } from '../describe.ts'
import { expanderChips } from '../expander-pins.ts'
import { CounterBoardDescription, HallBoardDescription, TextBoardDescription } from './boards.ts'
import { CodeScannerDescription, RatingPadDescription, ServiceButtonDescription } from './buttons.ts'
import { CounterKeypadDescription, DigitKeypadDescription } from './keypads.ts'
import { CallLampDescription, LoudspeakerDescription, TicketPrinterDescription } from './outputs.ts'
import { I2cBus, I2cMux } from './wires.ts'

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
