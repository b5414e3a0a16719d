/** How the next ticket is found, and when numbers are given. */
import { Type } from 'typebox'
import { DateText, defaulted, group, object, oneOf, Reference, SessionText, Week } from '../describe.ts'

export const CallingDescription = group(
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
)

export const HoursDescription = Type.Optional(
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
)
