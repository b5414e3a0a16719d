/** Appointments of coming days: kept over nights, up to a bound, and of use on their day alone. */
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dayOf } from './always.test-kit.ts'
import {
  comingBooking,
  countComing,
  maxComingBookings,
  maxMissedBookings,
  missedBookings,
} from './bookings.ts'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import { given, lines, noon, openHall, smallRules } from './given.test-kit.ts'
import { dateOf } from './local-time.ts'
import type { Rules } from './rules.ts'
import { initialState, type State } from './state.ts'

const test = suite('bookings')
const hour = 3_600_000
const day = 24 * hour
const book = (code: string, bookedAt: number, at = noon): Command => ({
  type: 'BookAppointment',
  at,
  code,
  service: 'land',
  bookedAt,
})
const come = (code: string, at: number): Command => ({
  type: 'CheckIn',
  at,
  code,
  newTicket: `t-${code}`,
  source: 'touch-screen',
})
const cancel = (code: string, at = noon): Command => ({ type: 'CancelAppointment', at, code })
const close = (at: number): Command => ({ type: 'CloseDay', at })
const open = (at: number): Command => ({ type: 'OpenDay', at, date: dateOf(at, smallRules.timeZone) })
const when = (command: Command, state: State) => lines(decide(command, state))

test('an appointment is kept until its day and checks in then, with its credit', () => {
  // 27 November, 08:30 there.
  const bookedAt = Date.UTC(2026, 10, 27, 1, 30)
  let state = given([book('book-1', bookedAt)], openHall())
  for (let days = 1; days <= 4; days++) {
    const { refused, events } = decide(come('book-1', noon + (days - 1) * day), state)
    assert.equal([refused?.code, events.length], ['booking-other-day', 0])
    assert.is(refused?.vi, 'Lịch hẹn này là ngày 27/11 lúc 08:30.')
    assert.is(refused?.en, 'This appointment is on 27/11 at 08:30.')
    state = given([close(noon + days * day - 12 * hour), open(noon + days * day - 4 * hour)], state)
  }
  assert.is(state.bookings.get('book-1')?.bookedAt, bookedAt)
  assert.is(state.coming.size, 0)
  const { events } = decide(come('book-1', bookedAt), state)
  assert.is(events[0]?.type === 'TicketIssued' && events[0].data.class, 'booked')
  const next = given([close(noon + 5 * day - 12 * hour), open(noon + 5 * day)], state)
  assert.is(next.bookings.size, 0)
})

test('not even the greeter admits a known appointment of another day as an unknown one', () => {
  const state = given([book('book-1', noon + day)], openHall())
  const unverified = { service: 'land', bookedAt: noon }
  assert.equal(when({ ...come('book-1', noon), unverified } as Command, state), ['refused booking-other-day'])
})

test('who comes after the day is told when it was, for 30 days, by whatever way', () => {
  // 23 November, 15:00 there.
  const bookedAt = noon + 3 * hour
  let state = given([book('book-1', bookedAt)], openHall())
  const nextDay = (days: number) =>
    given([close(noon + days * day - 12 * hour), open(noon + days * day - 4 * hour)], state)
  state = nextDay(1)
  assert.equal([state.bookings.size, state.coming.size, [...state.missed.keys()]], [0, 0, ['book-1']])
  const { refused, events } = decide(come('book-1', noon + day), state)
  assert.equal(
    [refused?.code, refused?.vi, refused?.en, refused?.bookedAt, events.length],
    [
      'booking-past',
      'Lịch hẹn này là ngày 23/11 lúc 15:00, đã qua.',
      'This appointment was on 23/11 at 15:00.',
      bookedAt,
      0,
    ],
  )
  const unverified = { service: 'land', bookedAt: noon + day }
  assert.equal(when({ ...come('book-1', noon + day), unverified } as Command, state), [
    'refused booking-past',
  ])
  const again = given([book('book-1', noon + day + hour, noon + day)], state)
  assert.equal(when(come('book-1', noon + day), again), ['TicketIssued A001'])
  for (let days = 2; days <= 32; days++) state = nextDay(days)
  assert.is(state.missed.size, 0)
  assert.equal(when(come('book-1', noon + 32 * day), state), ['refused unknown-booking'])
})

test('a day the hall slept through is told like any other, and one of another year with its year', () => {
  const state = given([book('book-1', noon + day)], openHall())
  const after = given([close(noon + hour), open(noon + 39 * day)], state)
  assert.is(after.missed.size, 0, 'too long ago')
  const soon = given([close(noon + hour), open(noon + 3 * day)], state)
  assert.is(decide(come('book-1', noon + 3 * day), soon).refused?.code, 'booking-past')
  const newYear = given([book('book-1', noon + 50 * day)], openHall())
  assert.is(decide(come('book-1', noon), newYear).refused?.vi, 'Lịch hẹn này là ngày 12/01/2027 lúc 12:00.')
})

test('who checked in or moved the appointment is not among those who missed it', () => {
  const booked = given(
    [book('book-1', noon + hour), book('book-2', noon + hour), book('book-3', noon + hour), cancel('book-3')],
    openHall(),
  )
  const state = given([come('book-1', noon), book('book-2', noon + 5 * day)], booked)
  const next = given([close(noon + 5 * hour), open(noon + day)], state)
  assert.is(next.missed.size, 0)
  assert.is(decide(come('book-2', noon + day), next).refused?.code, 'booking-other-day')
})

test('too many that were missed: the newest are remembered', () => {
  const missed = new Map(
    Array.from({ length: maxMissedBookings + 5 }, (_, one) => [
      `book-${one}`,
      { code: `book-${one}`, service: 'land', bookedAt: noon - day + one },
    ]),
  )
  const kept = missedBookings({ ...openHall(), missed }, '2026-11-24')
  assert.equal([kept.length, kept[0]?.code], [maxMissedBookings, 'book-5'])
})

test('who comes before or after the hours in which numbers are given is told when the appointment is', () => {
  const rules: Rules = {
    ...smallRules,
    calendar: {
      ...smallRules.calendar,
      week: Array.from({ length: 7 }, () => [{ from: 13 * 60, to: 17 * 60 }]),
      services: { land: { week: null, issueBefore: 30, cutOff: 60, dailyLimit: null } },
    },
  }
  // 14:00 there.
  const state = given([book('book-1', noon + 2 * hour)], openHall(rules))
  const early = decide(come('book-1', noon), state)
  assert.equal(
    [early.refused?.code, early.refused?.vi, early.refused?.bookedAt],
    [
      'service-not-yet',
      'Chưa đến giờ lấy số của nội dung này. Lịch hẹn này là hôm nay lúc 14:00.',
      noon + 2 * hour,
    ],
  )
  const late = decide(come('book-1', noon + 4.5 * hour), state)
  assert.equal(
    [late.refused?.code, late.refused?.en],
    [
      'service-cut-off',
      'Numbers for this service are no longer given today. This appointment is today at 14:00.',
    ],
  )
  assert.equal(when(come('book-1', noon + hour), state), ['TicketIssued A001'])
})

test('the same code again moves an appointment between days, and leaves one of it', () => {
  const state = given([book('book-1', noon + 2 * day)], openHall())
  const today = given([book('book-1', noon + hour)], state)
  assert.equal([today.bookings.size, today.coming.size], [1, 0])
  const later = given([book('book-1', noon + 3 * day)], today)
  assert.equal([later.bookings.size, [...later.coming.keys()]], [0, ['2026-11-26']])
  const gone = given([cancel('book-1')], later)
  assert.is(gone.coming.size, 0)
  assert.equal(when(cancel('book-1'), gone), ['refused unknown-booking'])
})

test('a day that is over, or more than 60 days away, is refused', () => {
  const state = openHall()
  assert.equal(when(book('book-1', noon - day), state), ['refused booking-past'])
  assert.equal(when(book('book-1', noon + 61 * day), state), ['refused booking-too-far'])
  assert.equal(when(book('book-1', noon + 60 * day), state), ['AppointmentBooked'])
})

test('an appointment for a day or hour without this service, or for a closed service, is refused by name', () => {
  // Monday to Friday, 08:00 to 11:30; a holiday; a Saturday on which land alone is given.
  const session = { from: 480, to: 690 }
  const rules: Rules = {
    ...smallRules,
    calendar: {
      ...smallRules.calendar,
      week: [...Array.from({ length: 5 }, () => [session]), [], []],
      holidays: ['2026-12-02'],
      extra: [{ date: '2026-12-05', services: ['land'], sessions: [session] }],
    },
    services: [
      ...smallRules.services,
      { id: 'shut', name: 'Tạm ngừng', series: 'a', agency: null, closed: true },
    ],
  }
  const local = (date: string, time: string) => Date.parse(`${date}T${time}:00+07:00`)
  const state = openHall(rules)
  const of = (service: string, date: string, time = '09:00') =>
    when({ ...book('book-1', local(date, time)), service } as Command, state)
  assert.equal(of('land', '2026-12-01'), ['AppointmentBooked'])
  assert.equal(of('land', '2026-12-02'), ['refused booking-closed-day'])
  assert.equal(of('land', '2026-12-05'), ['AppointmentBooked'])
  assert.equal(of('family', '2026-12-05'), ['refused booking-closed-day'])
  assert.equal(of('land', '2026-12-06'), ['refused booking-closed-day'])
  assert.equal(of('land', '2026-12-01', '11:30'), ['refused booking-out-of-hours'])
  assert.equal(of('land', '2026-12-01', '11:29'), ['AppointmentBooked'])
  assert.equal(of('shut', '2026-12-01'), ['refused booking-service-closed'])
  assert.equal(of('gone', '2026-12-01'), ['refused unknown-service'])
  // One that stands already is not moved there either, and can still be cancelled.
  const booked = given([book('book-1', local('2026-12-01', '09:00'))], state)
  assert.equal(when(book('book-1', local('2026-12-02', '09:00')), booked), ['refused booking-closed-day'])
  assert.equal(when(cancel('book-1'), booked), ['AppointmentCancelled'])
})

test('appointments are taken, changed and cancelled while the hall is closed', () => {
  const night = given([close(noon + 5 * hour)], openHall())
  const at = noon + 6 * hour
  assert.equal(when(book('book-1', at, at), night), ['refused booking-past'])
  const booked = given(
    [book('book-1', noon + day, at), book('book-2', noon + day, at), cancel('book-2', at)],
    night,
  )
  const morning = given([open(noon + day - 4 * hour)], booked)
  assert.equal([...morning.bookings.keys()], ['book-1'])
})

test('a code that is booked for a coming day reserves no number', () => {
  const state = given([book('book-1', noon + day)], openHall())
  const reserve: Command = {
    type: 'ReserveNumber',
    at: noon,
    newTicket: 'r',
    code: 'book-1',
    service: 'land',
    source: 'dossier-server',
  }
  assert.equal(when(reserve, state), ['refused code-taken'])
})

test('when too many appointments are kept a new one is refused, and the others can still be changed', () => {
  let state = openHall()
  const events = Array.from({ length: maxComingBookings }, (_, one) => {
    const ahead = 1 + (one % 20)
    return {
      type: 'AppointmentBooked' as const,
      data: {
        code: `book-${one}`,
        service: 'land',
        bookedAt: noon + ahead * day,
        date: dateOf(noon + ahead * day, smallRules.timeZone),
      },
    }
  })
  state = applyAll(state, events, noon)
  assert.is(countComing(state), maxComingBookings)
  assert.equal(when(book('more', noon + 30 * day), state), ['refused too-many-coming-bookings'])
  assert.equal(when(book('book-0', noon + 30 * day), state), ['AppointmentBooked'])
  assert.equal(when(book('more', noon), state), ['AppointmentBooked'])
  const next = given([close(noon + 5 * hour), open(noon + day)], state)
  assert.equal([next.bookings.size, countComing(next)], [1000, 19_000])
  assert.equal(when(book('more', noon + 30 * day, noon + day), next), ['AppointmentBooked'])
})

test('an event of earlier programs, without a date, is of its own day', () => {
  const old = {
    type: 'AppointmentBooked' as const,
    data: { code: 'book-1', service: 'land', bookedAt: noon },
  }
  const state = applyAll(openHall(), [old], noon)
  assert.equal([...state.bookings.keys()], ['book-1'])
})

const code = fc.constantFrom('book-1', 'book-2', 'book-3', 'book-4')
const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('book'), code, fc.integer({ min: -30, max: 120 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('cancel'), code, fc.constant(0)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('come'), code, fc.constant(0)) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('close', 'open'), code, fc.integer({ min: 1, max: 40 })) },
)
const command = (what: string, name: string, hours: number, at: number): Command => {
  if (what === 'book') return book(name, at + hours * hour, at)
  if (what === 'cancel') return cancel(name, at)
  if (what === 'come') return come(name, at)
  return what === 'close' ? close(at) : open(at)
}

test('in any days an appointment is kept once, under its own date, and no other day checks it in', () => {
  let carried = 0
  let refusedOther = 0
  let came = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      let state = openHall()
      let at = noon
      for (const [what, name, hours] of steps) {
        if (what === 'open' || what === 'close') at += hours * hour
        const before = state
        const { events, refused } = decide(command(what, name, hours, at), before)
        state = applyAll(before, events, at)
        const codes = holds(state)
        assert.is(new Set(codes).size, codes.length)
        for (const event of events) {
          if (event.type === 'TicketIssued') came++
          if (event.type !== 'DayOpened') continue
          const { date } = event.data
          assert.equal([...state.bookings.keys()], [...(before.coming.get(date)?.keys() ?? [])])
          carried += state.bookings.size + countComing(state)
          for (const [later, kept] of before.coming)
            if (later > date) assert.equal(state.coming.get(later), kept)
          // A start replays from here, whatever was before.
          assert.equal(applyAll(initialState(), events, at), state)
        }
        if (what !== 'come' || before.day === null || !comingBooking(before, name)) continue
        assert.is(refused?.code, 'booking-other-day')
        refusedOther++
      }
    }),
    { numRuns: 1000 },
  )
  for (const seen of [carried, refusedOther, came]) assert.ok(seen > 50, `${carried} ${refusedOther} ${came}`)
})

/** The codes that are kept; each in its place. */
function holds(state: State): string[] {
  const codes = [...state.coming].flatMap(([date, ofDay]) => {
    assert.ok(ofDay.size > 0)
    // What is over stays only until the next day opens.
    if (state.day !== null) assert.ok(date > state.day)
    for (const { bookedAt } of ofDay.values()) assert.is(dateOf(bookedAt, smallRules.timeZone), date)
    return [...ofDay.keys()]
  })
  return state.day === null ? codes : [...codes, ...state.bookings.keys()]
}

test('among all other commands of a day too', () => {
  fc.assert(
    fc.property(dayOf(smallRules), (steps) => {
      for (const { after } of steps) {
        const codes = holds(after)
        assert.is(new Set(codes).size, codes.length)
      }
    }),
    { numRuns: 200 },
  )
})

test.run()
