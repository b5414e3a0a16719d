/**
 * The data of every journal event that leaves the hall. Each type of `EventData` has its schema here, or this
 * does not compile; that the schemas say what is really sent is held by random days.
 */
import type { TSchema } from 'typebox'
import type { EventType } from '../../domain/events.ts'
import {
  Amount,
  BookingCode,
  Code,
  CommandId,
  DateText,
  DossierCode,
  Epoch,
  Fields,
  Id,
  List,
  Maybe,
  OneOf,
  Opaque,
  OrNull,
  PublicText,
  TicketNumber,
  Whole,
  Yes,
} from './kinds.ts'
import { Rules } from './rules-schema.ts'

const counter = { counter: Id('Counter.') }
const officer = Code('Opaque code of the officer.')
const ticket = {
  ticket: Opaque('Id of the ticket: never reused.'),
  number: TicketNumber('What is on the slip.'),
}
const atCounter = { ...ticket, ...counter }
const slip = {
  ...ticket,
  copy: Whole('0: the slip of the issue; 1: the first reprint.'),
  station: Id('Station.'),
  printer: Id('Printer.'),
}
const reason = { reason: Code('Code of the reason.') }
const auto = { auto: Yes('Inferred by the system, not said by the officer.') }
const ticketClass = OneOf(['ordinary', 'booked', 'priority'], 'Why a ticket may go ahead.')
const source = OneOf(
  ['button', 'touch-screen', 'greeter', 'dossier-server', 'code-scanner'],
  'How the number was asked for.',
)
const booking = {
  code: BookingCode('Opaque code of the appointment.'),
  bookedAt: Epoch('The booked time.'),
}
const appointment = { ...booking, service: Id('Service.') }
const outcome = { outcome: OrNull(Code('What came of it.')) }
const dossiers = { dossiers: List(DossierCode('Dossier code.'), 'Dossiers that were scanned.', 20) }
const creditStart = { creditStart: Epoch('From when its credit grows.') }
const numbered = { series: Id('Series.'), value: Whole('Its number in the series.') }
export const figures = {
  since: DateText('The first day that is counted.'),
  asOf: Epoch('When the dossier server counted.'),
  early: Whole('Dossiers handled before their date.'),
  onTime: Whole('Dossiers handled on time.'),
  overdue: Whole('Dossiers handled too late.'),
  total: Whole('The denominator: the three together.'),
}
const notice = {
  id: CommandId('The notice.'),
  text: PublicText('Public: the line on the wall, as the dossier server sent it.'),
  from: Epoch('Shown from.'),
  until: Epoch('Shown until.'),
}
const printedBy = { printedBy: Maybe(Id('The printer that took the slip over.')) }
const taken = {
  id: CommandId('The command.'),
  command: Code('What it asked for.'),
  validUntil: Epoch('The end of its validity.'),
  answer: Fields({
    refused: OrNull(Code('The refusal; null: carried out.')),
    ticket: OrNull(Opaque('The ticket it was about.')),
    at: Maybe(Epoch('When it was decided.')),
    words: Maybe(
      Fields(
        { vi: PublicText('Public: in Vietnamese.'), en: PublicText('Public: in English.') },
        'Of this refusal alone.',
      ),
    ),
    shown: Maybe(
      Fields(
        {
          number: TicketNumber('Its number.'),
          service: Id('Service.'),
          state: Code('reserved, waiting, called …'),
          ahead: OrNull(Whole('People ahead; null while it does not wait.')),
        },
        'The ticket as it was then.',
      ),
    ),
  }),
}

export const eventSchemas = {
  SiteChanged: Fields({
    rules: Rules,
    site: Fields(
      {
        reduced: Maybe(Yes('true: the journal holds the whole site file, with addresses of devices.')),
        id: Maybe(Id('The site.')),
        name: Maybe(PublicText('Public: the centre’s name as on its sign.')),
        zones: Maybe(
          List(
            Fields({ id: Id('Zone.'), name: PublicText('Public: its name on signs.') }),
            'Parts of the hall.',
          ),
        ),
        counters: Maybe(List(Fields({ id: Id('Counter.'), zone: Id('Its zone.') }), 'Where counters are.')),
        stations: Maybe(
          List(
            Fields({
              id: Id('Station.'),
              devices: List(Fields({ id: Id('Device.'), kind: Code('What it is.') }), 'Its devices.'),
            }),
            'Devices, as they stand in topics of DeviceHealth.',
          ),
        ),
      },
      'Of the site file what the queue is made of: no device’s address, no path, no telephone.',
    ),
    catalogue: Maybe(List(Fields({}), 'What ChangeServices changed of the site file so far.', 200)),
  }),
  DayOpened: Fields({
    date: DateText('The day.'),
    rules: Rules,
    dossier: Maybe(
      Fields(
        {
          figures: OrNull(Fields(figures)),
          notices: List(Fields(notice), 'Notices that are not over.', 20),
          taken: List(Fields(taken), 'Commands that are still remembered.', 2000),
        },
        'What outlives the day before.',
      ),
    ),
    bookings: Maybe(
      List(
        Fields({
          date: DateText('Today or a coming day.'),
          appointments: List(Fields(appointment), 'Its appointments.', 2000),
        }),
        'Appointments that are kept, 20,000 at most.',
        62,
      ),
    ),
    missed: Maybe(
      List(
        Fields(appointment),
        'Appointments of the 30 days before for which nobody came: at check-in their date is told.',
        2000,
      ),
    ),
  }),
  DayClosed: Fields({ date: DateText('The day.') }),
  OfficerLoggedIn: Fields({ ...counter, officer }),
  OfficerLoggedOut: Fields({ ...counter, officer }),
  CounterOpened: Fields(counter),
  CounterPaused: Fields({ ...counter, ...reason }),
  CounterResumed: Fields(counter),
  CounterClosed: Fields(counter),
  CounterServicesChanged: Fields({ ...counter, services: List(Id('Service.'), 'What it gives now.') }),
  AppointmentBooked: Fields({
    ...appointment,
    date: Maybe(DateText('When it is a coming day’s; without it the open day’s.')),
  }),
  AppointmentCancelled: Fields({ code: booking.code }),
  NumberReserved: Fields({
    ...ticket,
    ...numbered,
    code: BookingCode('The code that checks in.'),
    service: Id('Service.'),
    class: ticketClass,
    source,
  }),
  ReservationEnded: Fields({
    ...ticket,
    code: BookingCode('The code.'),
    reason: OneOf(['cancelled', 'day-ended'], 'Why.'),
  }),
  DossierFiguresReceived: Fields(figures),
  NoticePosted: Fields(notice),
  NoticeWithdrawn: Fields({ id: notice.id }),
  DossierCommandTaken: Fields(taken),
  TicketIssued: Fields({
    ...ticket,
    ...numbered,
    service: Id('Service.'),
    source,
    class: ticketClass,
    order: Whole('Place among all tickets of the day.'),
    ...creditStart,
    ahead: Whole('People ahead at that moment.'),
    estimate: OrNull(
      Fields(
        { low: Amount('Seconds.'), mid: Amount('Seconds.'), high: Amount('Seconds.') },
        'The wait that was estimated.',
      ),
    ),
    booking: OrNull(Fields({ ...booking, verified: Yes('The hall knew of the appointment.') })),
    link: OrNull(Opaque('Tickets of one visitor share it.')),
    requestId: OrNull(Opaque('Id of the press or request.')),
    slip: OrNull(Fields({ station: Id('Station.'), printer: Id('Printer.') })),
    reserved: Maybe(
      Fields({ code: BookingCode('The code.'), at: Epoch('When the number was given.') }, 'Given ahead.'),
    ),
  }),
  SlipRequested: Fields(slip),
  SlipStarted: Fields(slip),
  SlipPrinted: Fields({ ...slip, ...printedBy }),
  SlipFailed: Fields({ ...slip, ...printedBy, ...reason }),
  SlipUnknown: Fields({ ...slip, ...printedBy, ...reason }),
  TicketClaimed: Fields(ticket),
  TicketsLinked: Fields({
    tickets: List(Opaque('Ticket.'), 'Tickets of one visitor.'),
    link: Opaque('What they share.'),
  }),
  TicketChanged: Fields({ ...ticket, service: Id('Service.'), class: ticketClass, ...reason }),
  TicketCalled: Fields({
    ...atCounter,
    service: Id('Service.'),
    officer: OrNull(officer),
    why: Fields(
      {
        by: OneOf(['rule', 'limit', 'chosen'], 'By credit, by the bound, or by the officer.'),
        credit: Amount('Its credit.'),
        waitedMs: Amount('How long it waited.'),
        overtakes: Whole('How often it was overtaken.'),
        passed: List(
          Fields({ ...ticket, overtakes: Whole('How often it was overtaken, this call included.') }),
          'The first 10 it went before.',
          10,
        ),
        passedCount: Whole('How many it went before.'),
      },
      'Why this ticket and no other.',
    ),
  }),
  TicketRecalled: Fields({ ...atCounter, calls: Whole('Calls so far.') }),
  ServiceStarted: Fields({ ...atCounter, ...auto }),
  ServiceFinished: Fields({ ...atCounter, ...outcome, ...dossiers, ...auto }),
  TicketHeld: Fields({ ...atCounter, ...reason }),
  ServiceResumed: Fields(atCounter),
  TicketTransferred: Fields({
    ...atCounter,
    service: Id('Where it waits now.'),
    tiedTo: OrNull(Id('The only counter that may call it.')),
    ...creditStart,
    ...outcome,
    ...dossiers,
  }),
  TicketUntied: Fields(ticket),
  TicketNoShow: Fields({ ...atCounter, ...auto }),
  TicketReturned: Fields({ ...ticket, ...creditStart }),
  CallUndone: Fields(atCounter),
  NoShowUndone: Fields(atCounter),
  TransferUndone: Fields(atCounter),
  FinishUndone: Fields(atCounter),
  TicketReopened: Fields(atCounter),
  TicketVoided: Fields({ ...ticket, ...reason }),
  VisitRated: Fields({
    ...atCounter,
    service: Id('Service.'),
    officer: OrNull(officer),
    value: Whole('The word that was chosen, 1 the best …'),
    of: Whole('… of so many.'),
    satisfied: Yes('Whether that word counts as satisfied.'),
    by: OneOf(
      ['counter-device', 'phone'],
      'How it was given: at the counter, or on the phone page of the ticket.',
    ),
  }),
} as const satisfies Record<EventType, TSchema>

export const eventMeanings: Record<EventType, string> = {
  SiteChanged: 'Another configuration is in force.',
  DayOpened: 'A day begins; its numbers start at 1.',
  DayClosed: 'The day is over; nobody is left in between.',
  OfficerLoggedIn: 'An officer works at this counter from now on.',
  OfficerLoggedOut: 'The officer left the counter or logged in at another, or the day is over.',
  CounterOpened: 'The counter takes visitors.',
  CounterPaused: 'The counter calls nobody for a while.',
  CounterResumed: 'The pause is over.',
  CounterClosed: 'The counter takes nobody any more.',
  CounterServicesChanged: 'The counter gives other services for the rest of the day.',
  AppointmentBooked: 'An appointment is kept; it is a ticket only after check-in.',
  AppointmentCancelled: 'The appointment is gone.',
  NumberReserved: 'A number was given ahead; it is a ticket only after check-in.',
  ReservationEnded: 'A number given ahead will not be used.',
  DossierFiguresReceived: 'The wall shows these figures from now on.',
  NoticePosted: 'A line for the wall.',
  NoticeWithdrawn: 'The line is taken off the wall before its time.',
  DossierCommandTaken: 'A command was decided; its own events stand before this one.',
  TicketIssued: 'A visitor has a number, and the wait begins.',
  SlipRequested: 'A slip is to be printed.',
  SlipStarted: 'The slip is on its way to the printer; this copy is never started again.',
  SlipPrinted: 'The printer had all of it and reported nothing wrong.',
  SlipFailed: 'No whole slip came out; the ticket waits aside until it is claimed or printed again.',
  SlipUnknown: 'Whether the slip came out, nobody knows, as after a power cut in the middle.',
  TicketClaimed: 'The visitor of a failed slip is there and knows the number: it may be called.',
  TicketsLinked: 'These tickets are one visitor’s: while one is served, the others are not called.',
  TicketChanged: 'Service or class were put right; its place by the time of issue stays.',
  TicketCalled: 'A ticket is called to a counter.',
  TicketRecalled: 'The same call once more.',
  ServiceStarted: 'Work with the visitor begins: the wait ends here, not at the call.',
  ServiceFinished: 'The visit is over.',
  TicketHeld: 'The visitor is away for a moment; the counter may call others meanwhile.',
  ServiceResumed: 'The visitor is back, and work goes on.',
  TicketTransferred: 'The visit goes on elsewhere, with the same number.',
  TicketUntied: 'The one counter that could call it is gone: any counter of the service may.',
  TicketNoShow: 'Called, did not come.',
  TicketReturned: 'Who had not come is there after all, and waits again.',
  CallUndone: 'The call was a mistake: the ticket waits where it was.',
  NoShowUndone: 'Not missing after all: the ticket is called as before.',
  TransferUndone: 'The transfer was a mistake: the ticket is at the counter as before.',
  FinishUndone: 'Not over after all: the visit goes on as before.',
  TicketReopened: 'A visit that was over goes on at the same counter.',
  TicketVoided: 'The ticket is withdrawn.',
  VisitRated: 'The visitor rated the visit.',
}
