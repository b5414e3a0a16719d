/** What is printed, said, shown and asked in the hall. */
import { Type } from 'typebox'
import { defaulted, group, Id, Name, object, oneOf } from '../describe.ts'

export const PrintingDescription = group(
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
)

export const VoiceDescription = group(
  {
    pack: defaulted(Id('Folder of clips in displays/voice/packs.', { default: 'vi-espeak' })),
    numbers: defaulted(
      oneOf(['digits', 'whole'], 'digits: "không một hai". whole: "mười hai".', { default: 'digits' }),
    ),
  },
  'How calls are spoken.',
)

export const ScreensDescription = group(
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
)

const usualRatingWords = [
  'Rất hài lòng',
  'Hài lòng',
  'Bình thường',
  'Không hài lòng',
  'Rất không hài lòng',
] as const

export const RatingDescription = group(
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
)
