/** The data of what the dossier server may ask. Unknown fields are tolerated, so that a newer server can speak to an older hall. */
import { type Static, type TSchema, Type } from 'typebox'
import {
  BookingCode,
  Colour,
  CommandId,
  DateText,
  Fields,
  Id,
  List,
  Maybe,
  OneOf,
  Opaque,
  PublicText,
  Time,
  Yes,
} from './kinds.ts'

const sequence = (description: string) =>
  Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description })
const dossiers = (description: string) => Type.Integer({ minimum: 0, maximum: 100_000_000, description })

export const commandSchemas = {
  EventsReceived: Fields({
    journalId: Opaque('The journal the sequence belongs to.'),
    upTo: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Every event up to this one is stored at the dossier server.',
    }),
  }),
  ReplayEvents: Fields({
    journalId: Opaque('The journal to be read again.'),
    from: sequence('First sequence.'),
    to: Maybe(sequence('Last sequence; without it, the newest there is.')),
  }),
  SendReconciliation: Fields({ date: DateText('A day that was closed.') }),
  ShowDossierFigures: Fields({
    since: DateText('The first day that is counted.'),
    asOf: Time('When they were counted.'),
    early: dossiers('Handled before their date.'),
    onTime: dossiers('Handled on time.'),
    overdue: dossiers('Handled too late.'),
    total: dossiers('The denominator: the three together.'),
  }),
  BookAppointment: Fields({
    code: BookingCode('Opaque code the visitor shows; the same code again changes the appointment.'),
    service: Id('Service.'),
    at: Time('The booked time: today or up to 60 days ahead.'),
  }),
  CancelAppointment: Fields({ code: BookingCode('The appointment.') }),
  ReserveNumber: Fields({
    code: BookingCode('Opaque code the visitor shows to check in.'),
    service: Id('Service.'),
    source: OneOf(['dossier-server', 'greeter'], 'The portal, or a greeter in the dossier software.'),
    class: Maybe(OneOf(['ordinary', 'priority'], 'Why it may go ahead; ordinary without it.')),
  }),
  CancelReservation: Fields({ code: BookingCode('The number given ahead.') }),
  CheckIn: Fields({ code: BookingCode('An appointment or a number given ahead: its holder is here.') }),
  ChangeServices: Fields({
    services: Type.Array(
      Fields({
        id: Id('The service; an unknown id is a new one.'),
        name: Maybe(PublicText('Public: its name.')),
        shortName: Maybe(PublicText('Public: a shorter name for narrow places.')),
        series: Maybe(Id('The series of its numbers; the site has it already.')),
        colour: Maybe(Colour('Its colour as #rrggbb.')),
        pictogram: Maybe(Id('A pictogram the product draws.')),
        agency: Maybe(PublicText('Public: its agency.')),
        dailyLimit: Maybe(Type.Integer({ minimum: 1, maximum: 10_000, description: 'Numbers a day.' })),
        counters: Maybe(List(Id('Counter.'), 'The counters that give it, instead of those before.', 200)),
        closed: Maybe(Yes('Gives no numbers; who waits is still served.')),
        removed: Maybe(Yes('Taken out; refused while anybody waits for it.')),
      }),
      { minItems: 1, maxItems: 100, description: 'What changes; a field that is absent stays as it is.' },
    ),
  }),
  PostNotice: Fields({
    id: CommandId('The notice; the same id again replaces it.'),
    text: PublicText('Public: one line for the wall. Never about a person.'),
    from: Maybe(Time('Shown from; without it, at once.')),
    until: Time('Shown until.'),
  }),
  WithdrawNotice: Fields({ id: CommandId('The notice.') }),
} as const satisfies Record<string, TSchema>

export type InboundType = keyof typeof commandSchemas
export type InboundData = { [T in InboundType]: Static<(typeof commandSchemas)[T]> }
export const inboundMeanings: Record<InboundType, string> = {
  EventsReceived: 'Receipt by the server itself; a PUBACK is only the broker’s.',
  ReplayEvents:
    'Events again from a sequence on, beside the live stream, at a bounded rate, one replay at a time.',
  SendReconciliation: 'The reconciliation of a closed day once more.',
  ShowDossierFigures: 'Figures for the wall, shown with their age until newer ones come.',
  BookAppointment:
    'An appointment of today or a coming day, new or changed; kept by the hall until it is over.',
  CancelAppointment: 'An appointment that will not be kept.',
  ReserveNumber: 'A number for somebody who is not here yet: callable, and waiting, only from check-in.',
  CancelReservation: 'A number given ahead that will not be used.',
  CheckIn: 'The holder of an appointment or number is in the hall: the wait begins.',
  ChangeServices: 'The catalogue by decision: services are renamed, added, closed, opened, taken out.',
  PostNotice: 'A line for the wall.',
  WithdrawNotice: 'A line less.',
}
