/** Every message of the contract in one list: what the document, the page and the checks are made of. */
import { type TProperties, type TSchema, Type } from 'typebox'
import { eventMeanings, eventSchemas } from './event-schemas.ts'
import { commandSchemas, type InboundType, inboundMeanings } from './in-schemas.ts'
import { CommandId, Fields, Opaque, Source, Time } from './kinds.ts'
import {
  Called,
  CommandAnswered,
  Device,
  EventAttributes,
  NearTurn,
  QueueMonitor,
  Reconciliation,
  ReplayAttributes,
  ServiceState,
  Status,
  ValidUntil,
} from './out-schemas.ts'
import { topicsOf } from './topics.ts'

export type ContractMessage = {
  /** Unique in the contract. */
  name: string
  group: string
  direction: 'out' | 'in'
  topic: string
  retained: boolean
  meaning: string
  payload: TSchema
}

const cloudEvent = (
  type: string,
  data: TSchema,
  attributes: TProperties = {},
  id = Opaque('The same whenever it is sent again: drop what you have.'),
) =>
  Fields({
    specversion: Type.Literal('1.0'),
    id,
    source: Source('/den-luot/sites/<site>.'),
    type: Type.Literal(type),
    time: Time('When it happened, with the hall’s offset.'),
    datacontenttype: Type.Literal('application/json'),
    ...attributes,
    data,
  })

const command = (type: InboundType) =>
  Fields({
    specversion: Type.Literal('1.0'),
    id: CommandId('Made by the server, never reused: the command is carried out once.'),
    source: Source('Who asks; for the server’s own use.'),
    type: Type.Literal(type),
    time: Type.Optional(Time('When it was asked.')),
    validuntil: Time('Refused as expired when it arrives later; at most 48 hours away.'),
    datacontenttype: Type.Optional(Type.Literal('application/json')),
    data: commandSchemas[type],
  })

const topics = topicsOf('{site}')
const out = (
  name: string,
  group: string,
  topic: string,
  payload: TSchema,
  meaning: string,
  retained = false,
): ContractMessage => ({ name, group, direction: 'out', topic, retained, meaning, payload })

export const eventTypes = Object.keys(eventSchemas) as (keyof typeof eventSchemas)[]
export const commandTypes = Object.keys(commandSchemas) as InboundType[]

export const contractMessages: ContractMessage[] = [
  out('Status', 'status', topics.status, Status, 'Whether the hall is there.', true),
  ...eventTypes.map((type) =>
    out(
      type,
      'events',
      `den-luot/v1/{site}/events/${type}`,
      cloudEvent(type, eventSchemas[type], EventAttributes),
      eventMeanings[type],
    ),
  ),
  out(
    'ReplayedEvent',
    'replay',
    topics.replay('{type}'),
    Fields({
      specversion: Type.Literal('1.0'),
      id: Opaque('The id the event has always had.'),
      source: Source('/den-luot/sites/<site>.'),
      type: Type.Enum([...eventTypes]),
      time: Time('When it happened.'),
      datacontenttype: Type.Literal('application/json'),
      ...ReplayAttributes,
      data: Fields({}, 'As in the event of that type.'),
    }),
    'An event once more, as it was, marked with the ReplayEvents it answers.',
  ),
  out(
    'ServiceState',
    'services',
    topics.service('{service}'),
    cloudEvent('ServiceState', ServiceState),
    'How it stands with a service; at most one a second for each service.',
    true,
  ),
  out(
    'QueueMonitor',
    'services',
    topics.queueMonitor('{service}'),
    QueueMonitor,
    'The same in the shape of FIWARE’s QueueMonitor.',
    true,
  ),
  out(
    'NearTurn',
    'visitors',
    topics.nearTurn,
    cloudEvent('NearTurn', NearTurn, ValidUntil),
    'Few are ahead now: once per leg, for the server’s message to the visitor. Never sent late.',
  ),
  out(
    'Called',
    'visitors',
    topics.called,
    cloudEvent('Called', Called, ValidUntil),
    'The ticket is called or called again. Never sent late.',
  ),
  out(
    'DeviceHealth',
    'devices',
    topics.device('{station}', '{device}'),
    cloudEvent('DeviceHealth', Device),
    'Whether a device works.',
    true,
  ),
  out(
    'Reconciliation',
    'reconciliation',
    topics.reconciliation,
    cloudEvent('Reconciliation', Reconciliation),
    'After each day, and again when asked: compare it with what you have.',
  ),
  out(
    'CommandAnswered',
    'answers',
    topics.answers,
    cloudEvent('CommandAnswered', CommandAnswered),
    'The answer to a command; with MQTT 5 on its response topic instead, with its correlation data.',
  ),
  ...commandTypes.map(
    (type): ContractMessage => ({
      name: type,
      group: 'commands',
      direction: 'in',
      topic: `${topics.commands}/${type}`,
      retained: false,
      meaning: inboundMeanings[type],
      payload: command(type),
    }),
  ),
]
