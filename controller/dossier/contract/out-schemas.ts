/** The data of what the hall says beside the journal's events: live state, warnings for visitors, health, the day's sum. */
import { Type } from 'typebox'
import {
  Amount,
  BookingCode,
  Code,
  CommandId,
  Count,
  DateText,
  Fields,
  Hash,
  Id,
  List,
  Maybe,
  OneOf,
  Opaque,
  OrNull,
  Place,
  Pointer,
  PublicText,
  Spoken,
  TicketNumber,
  Time,
  Urn,
  Whole,
  Yes,
} from './kinds.ts'

export const Status = Fields(
  {
    state: OneOf(['online', 'offline'], 'Whether the hall is at the broker. The last will says offline.'),
    journalId: Maybe(Opaque('The journal it writes.')),
    seq: Maybe(Whole('Its last event.')),
    continues: Maybe(
      OrNull(
        Fields(
          { journalId: Opaque('Whose event that is.'), seq: Whole('Which one.') },
          'Of a restored copy: the event before the first one of its own; what the older journal held after that one is not in the hall any more. Null: the journal began empty, with 1.',
        ),
      ),
    ),
    at: Maybe(Time('When it said so.')),
    instance: Maybe(Opaque('Of this run of the program: tells two controllers with the same site id apart.')),
    connectedAt: Maybe(Time('When this connection was made; the last will speaks of the same.')),
  },
  'Presence of the hall; plain JSON, since a last will cannot carry a time of its own.',
)

export const ServiceState = Fields({
  service: Id('Service.'),
  name: PublicText('Public: its name on the wall.'),
  state: OneOf(['open', 'suspended', 'closed'], 'suspended: the day is open but no counter gives it now.'),
  waiting: Whole('Tickets that wait.'),
  serving: Whole('Tickets that are called or served.'),
  served: Whole('Visits ended today.'),
  lastIssued: OrNull(TicketNumber('The newest number today.')),
  lastCalled: OrNull(TicketNumber('The number called last today.')),
  longestWaitSeconds: OrNull(Whole('How long the first in line waits.')),
})

/** FIWARE Smart Data Models, dataModel.QueueManagement: an NGSI entity as key-value pairs. */
export const QueueMonitor = Fields(
  {
    id: Urn('urn:ngsi-ld:QueueMonitor:<site>:<service>.'),
    type: Type.Literal('QueueMonitor'),
    dateModified: Time('When it was computed.'),
    serviceId: Id('Service.'),
    serviceName: PublicText('Public: its name on the wall.'),
    officeName: PublicText('Public: the name of the centre.'),
    serviceStatus: OneOf(['Open', 'Closed', 'Suspended'], 'As in ServiceState.'),
    queueLine: Id('The series of its numbers.'),
    linePriority: Whole('Always 1: lines are equal, who waits longest is called.'),
    lastTicketIssued: Maybe(Whole('Number in the series.')),
    lastTicketIssuedLabel: Maybe(TicketNumber('As on the slip.')),
    ticketServed: Maybe(Whole('Number in the series.')),
    ticketServedLabel: Maybe(TicketNumber('As on the slip.')),
    ticketsToServe: Whole('Tickets that wait.'),
  },
  'The live state of a service in the shape of FIWARE’s QueueMonitor; no CloudEvent around it.',
)

const whom = {
  ticket: Opaque('Id of the ticket.'),
  number: TicketNumber('Its number.'),
  booking: OrNull(BookingCode('The appointment or the number given ahead that it came from.')),
  service: Id('Service.'),
  leg: Whole('1 for the first service of the visit, 2 after a transfer …'),
}
export const NearTurn = Fields({
  ...whom,
  ahead: Whole('People ahead now.'),
  waitSeconds: OrNull(
    Fields({ low: Amount('Seconds.'), high: Amount('Seconds.') }, 'What is estimated to remain.'),
  ),
})
export const Called = Fields({
  ...whom,
  counter: Id('Counter.'),
  spoken: Spoken('Its number in the hall.'),
  calls: Whole('1: the first call; 2: called again.'),
})

export const Device = Fields({
  station: Id('Station.'),
  device: Id('Device.'),
  kind: Id(
    'What it is; expander and multiplexer are chips that other devices hang on. disk: the one the journal is on, at the station controller; disk-low and disk-nearly-full are its warnings.',
  ),
  place: Maybe(
    Place(
      'Where it hangs, for who goes there: a GPIO line, an expander’s pin, a bus and address on it, a port. No address in a network.',
    ),
  ),
  on: Maybe(List(Id('Chip.'), 'Chips it does not work without; one that is down takes it along.')),
  health: Fields({
    state: Code('starting, ready, down …'),
    reason: Maybe(Code('Why it is not ready.')),
    warning: Maybe(Code('What will keep it from working if nobody comes, such as paper-low.')),
  }),
  since: Time('Since when.'),
  lastSeen: Maybe(
    OrNull(
      Time(
        'When it last did something that proves it works; told at least every ten minutes. Null: not yet.',
      ),
    ),
  ),
  lastError: Maybe(
    OrNull(Fields({ at: Time('When.'), reason: Code('Why it was not ready then.') }, 'Its newest fault.')),
  ),
  disagreements: Maybe(
    Whole('How often it was found showing or holding something else than it was told, and set right.'),
  ),
  retries: Maybe(Whole('How often it was tried since it is down, as of this message.')),
})

export const Reconciliation = Fields({
  date: DateText('The day.'),
  journalId: Opaque('The journal.'),
  firstSeq: Whole('The first event since the last reconciliation.'),
  lastSeq: Whole('The last event counted: the end of the day.'),
  events: Type.Record(Type.String({ pattern: '^[A-Z][A-Za-z]{0,40}$' }), Whole('How many.'), {
    description: 'Events by type, firstSeq and lastSeq included.',
  }),
  tickets: Fields({
    issued: Whole('Tickets of the day.'),
    served: Whole('Ended with a visit.'),
    noShow: Whole('Called, did not come.'),
    voided: Whole('Withdrawn, or still waiting at the end.'),
    open: Whole('Not ended; 0 when the day was closed.'),
  }),
  reservationsUnused: Whole('Numbers given ahead that nobody came for.'),
  chainHead: Hash('Hash of lastSeq: whoever keeps it can prove later that the journal was not changed.'),
})

export const refusals = [
  'malformed',
  'unknown-type',
  'too-large',
  'unknown-journal',
  'replay-under-way',
  'busy',
] as const
export const CommandAnswered = Fields({
  command: OrNull(CommandId('The id of the command; null when it could not be read.')),
  commandType: OrNull(Code('Its type, as far as it could be read.')),
  result: OneOf(['done', 'refused'], 'done: carried out, now or when it came the first time.'),
  refusal: Maybe(
    Fields({
      code: Code('The named refusal.'),
      vi: PublicText('Public: a sentence in Vietnamese.'),
      en: PublicText('Public: a sentence in English.'),
      pointer: Maybe(Pointer('Where the message is wrong: a JSON pointer.')),
    }),
  ),
  ticket: Maybe(
    Fields({
      id: Opaque('The ticket.'),
      number: TicketNumber('Its number.'),
      service: Id('Service.'),
      state: Code('reserved: its holder is not here yet; else waiting, called …'),
      ahead: OrNull(Whole('People ahead; null while it does not wait.')),
    }),
  ),
  replay: Maybe(
    Fields(
      { from: Whole('First sequence.'), to: Whole('Last sequence.') },
      'What will come on the replay topics.',
    ),
  ),
  reconciliation: Maybe(Fields({ date: DateText('The day that was sent again.') })),
})

export const EventAttributes = {
  sequence: Count('Gap-free from 1 over all events of the site, in order.'),
  sequencetype: Type.Literal('Integer'),
  journalid: Opaque('New when a card was swapped or a copy restored; sequences compare within it.'),
  typeversion: Whole('Version of this type’s data.'),
  actorkind: OneOf(['visitor', 'officer', 'manager', 'dossier', 'system'], 'Who caused it.'),
  actorid: Maybe(Opaque('Opaque code of who caused it.')),
  cause: Maybe(Opaque('Id of the press, request or command it came from.')),
  clocksynced: Maybe(Yes('Whether the clock was set from the network; absent when unknown.')),
  bootid: Maybe(Opaque('Changes with every start of the computer.')),
  monotonicms: Count('A clock that does not jump, within a bootid.'),
  chainhash: Hash('The journal’s chain up to this event; how to check it stands above.'),
}
export const ReplayAttributes = { ...EventAttributes, replayof: CommandId('The ReplayEvents it answers.') }
export const ValidUntil = {
  validuntil: Time('Not to be acted on later; with MQTT 5 also the message’s expiry.'),
}
