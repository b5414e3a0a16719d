/** Keys for officers. */
import { Type } from 'typebox'
import { ArduinoPin, defaulted, ExpanderPin, LinePin, object, oneOf, Reference } from '../describe.ts'
import { digitKeys, usualDigitKeys } from '../digit-keys.ts'
import { DeviceId } from './wires.ts'

const longPressMs = defaulted(
  Type.Integer({
    minimum: 500,
    maximum: 5000,
    default: 1200,
    description: 'Holding "start" this long says no-show, in ms.',
  }),
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
    longPressMs,
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
    longPressMs,
  },
  'Keys with digits for a counter without a computer.',
)
