/** What visitors touch or hold something before. */
import { Type } from 'typebox'
import { defaulted, LinePin, object, oneOf, Reference } from '../describe.ts'
import { DeviceId, LineDriver } from './wires.ts'

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
