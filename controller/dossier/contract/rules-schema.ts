/** The rules a day goes by, as `SiteChanged` and `DayOpened` carry them. */
import { Type } from 'typebox'
import {
  Amount,
  Code,
  DateText,
  Fields,
  Id,
  List,
  Maybe,
  OneOf,
  OrNull,
  Prefix,
  PublicText,
  Spoken,
  Whole,
  Yes,
  Zone,
} from './kinds.ts'

const Coded = Fields({
  code: Code('The code that events carry.'),
  vi: PublicText('Public: what it is called in Vietnamese.'),
  en: PublicText('Public: what it is called in English.'),
})
const agency = OrNull(PublicText('Public: the agency it belongs to, when several share the hall.'))
const Session = Fields({ from: Whole('Minutes after midnight.'), to: Whole('Minutes after midnight.') })
const Week = OrNull(
  List(List(Session, 'Sessions of one weekday.'), 'Monday first; null: the site’s, or round the clock.', 7),
)

export const Calendar = Fields(
  {
    week: Week,
    holidays: List(DateText('A date without sessions.'), 'Holidays.'),
    extra: List(
      Fields({
        date: DateText('The date.'),
        services: OrNull(List(Id('Service.'), 'For these alone.')),
        sessions: List(Session, 'Instead of the week’s.'),
      }),
      'Extra sessions.',
    ),
    dayEnds: Whole('The minute at which the day is closed at the latest.'),
    services: Type.Record(
      Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
      Fields({
        week: Week,
        issueBefore: Whole('Numbers are given from so many minutes before a session …'),
        cutOff: Whole('… until so many before its end.'),
        dailyLimit: OrNull(Whole('Numbers a day.')),
      }),
      { description: 'Hours of a service, by its id.' },
    ),
  },
  'When numbers are given.',
)

export const Rules = Fields(
  {
    timeZone: Zone('IANA time zone of the hall.'),
    calendar: Calendar,
    series: List(
      Fields({
        id: Id('Series.'),
        prefix: Prefix('Letters before the number.'),
        width: Whole('Digits at least.'),
      }),
      'How numbers are made.',
    ),
    services: List(
      Fields({
        id: Id('Service.'),
        name: PublicText('Public: its name on the wall.'),
        series: Id('The series of its numbers.'),
        agency,
        closed: Maybe(Yes('Gives no numbers now; who waits is still served.')),
      }),
      'What a visitor chooses.',
    ),
    counters: List(
      Fields({
        id: Id('Counter.'),
        spoken: Spoken('The number people see and hear.'),
        services: List(Id('Service.'), 'What it gives.'),
        opensItself: Yes('Open with the day.'),
        agency,
        preference: Type.Record(
          Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
          Amount('1 is usual.'),
          {
            description: 'How much a service’s waiting weighs here.',
          },
        ),
      }),
      'Where service is given.',
    ),
    classes: List(
      Fields({
        id: OneOf(['ordinary', 'booked', 'priority'], 'Class.'),
        rate: Amount('How fast its credit grows.'),
      }),
      'Classes of tickets.',
    ),
    outcomes: List(Coded, 'What can come of a visit.'),
    holdReasons: List(Coded, 'Why a ticket is put aside.'),
    pauseReasons: List(Coded, 'Why a counter pauses.'),
    changeReasons: List(Coded, 'Why a ticket is changed.'),
    voidReasons: List(Coded, 'Why a ticket is void.'),
    maxOvertakes: Whole('After so many later tickets went before it, no later one does.'),
    nextWhileCalled: OneOf(['start-and-finish', 'refuse'], '"Next" while somebody is being called.'),
    outcomeRequired: Yes('A visit ends with an outcome.'),
    voidFailedAfterMinutes: Whole('A ticket without paper is void after this.'),
    returnWithinMinutes: Whole('How long a no-show may come back.'),
    returnBehind: Whole('Behind so many who wait.'),
    transferCredit: OneOf(['keep', 'to-the-back'], 'What a transferred ticket brings.'),
    bookingGraceMinutes: Whole('A booked visitor this late keeps the appointment’s credit.'),
    rating: Maybe(
      Fields(
        {
          words: Whole('How many the scale has.'),
          satisfied: Whole('The first so many count as satisfied.'),
          withinMinutes: Whole('How long after the end a visit may be rated.'),
        },
        'How visits are rated.',
      ),
    ),
  },
  'The rules of the queue. A newer program may add to them.',
)
