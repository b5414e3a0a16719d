/** The contract as an AsyncAPI 3 document. Pure: from the list of messages alone, so that it cannot say anything else. */
import { type ContractMessage, contractMessages } from './messages.ts'
import { Rules } from './rules-schema.ts'
import { contractVersion } from './topics.ts'

const parameters: Record<string, string> = {
  site: 'Stable id of the site.',
  service: 'Id of a service.',
  station: 'Id of a station.',
  device: 'Id of a device.',
  type: 'Type of the event.',
}

type Loose = { properties?: Record<string, unknown>; required?: string[]; [key: string]: unknown }
const first = (group: string) => contractMessages.find((one) => one.group === group)?.payload as Loose
/** What many messages have in common stands once. */
const schemas: Record<string, unknown> = {
  Rules,
  EventAttributes: without(first('events')),
  CommandAttributes: without(first('commands')),
}

function without({ properties = {}, required = [], ...rest }: Loose): Loose {
  const { type: _type, data: _data, ...attributes } = properties
  return {
    ...rest,
    properties: attributes,
    required: required.filter((one) => one !== 'type' && one !== 'data'),
  }
}

function shared(group: string, payload: Loose): Loose {
  const of = { events: 'EventAttributes', commands: 'CommandAttributes' }[group]
  if (!of) return payload
  const { properties: { type, data } = {} } = payload
  const own = { type: 'object', properties: { type, data }, required: ['type', 'data'] }
  const text = JSON.stringify(own).replaceAll(JSON.stringify(Rules), '{"$ref":"#/components/schemas/Rules"}')
  return { allOf: [{ $ref: `#/components/schemas/${of}` }, JSON.parse(text)] }
}

export function asyncApiDocument(messages: readonly ContractMessage[] = contractMessages) {
  const channels: Record<string, unknown> = {}
  const operations: Record<string, unknown> = {}
  const components: Record<string, unknown> = {}
  for (const { name, group, direction, topic, retained, meaning, payload } of messages) {
    const names = [...topic.matchAll(/\{(\w+)\}/g)].map(([, one]) => one ?? '')
    channels[name] = {
      address: topic,
      messages: { [name]: { $ref: `#/components/messages/${name}` } },
      parameters: Object.fromEntries(names.map((one) => [one, { description: parameters[one] ?? one }])),
      tags: [{ name: group }],
    }
    components[name] = {
      name,
      title: name,
      summary: meaning,
      contentType:
        name === 'Status' || name === 'QueueMonitor' ? 'application/json' : 'application/cloudevents+json',
      payload: shared(group, payload as Loose),
    }
    operations[name] = {
      // As the hall does it: it sends what goes out and receives commands.
      action: direction === 'out' ? 'send' : 'receive',
      channel: { $ref: `#/channels/${name}` },
      summary: meaning,
      messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
      bindings: { mqtt: { qos: 1, retain: retained, bindingVersion: '0.2.0' } },
      ...(direction === 'in' && {
        reply: {
          channel: { $ref: '#/channels/CommandAnswered' },
          messages: [{ $ref: '#/channels/CommandAnswered/messages/CommandAnswered' }],
        },
      }),
    }
  }
  return JSON.parse(
    JSON.stringify({
      asyncapi: '3.0.0',
      id: 'urn:den-luot:dossier',
      info: {
        title: 'Đến Lượt: hall and dossier server',
        version: contractVersion,
        description:
          'What passes between the queue of a one-stop hall and the centre’s dossier server, over a broker that both reach by outgoing connections. CloudEvents 1.0, structured JSON, MQTT 3.1.1 or 5 at QoS 1. No personal data: codes, numbers and times, and words only where they hang on a public wall.',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      defaultContentType: 'application/cloudevents+json',
      servers: {
        broker: {
          host: '{host}',
          protocol: 'mqtt',
          description: 'The broker the site names: its own, the province’s, or in a demo the hall’s.',
          variables: { host: { description: 'Host and port.', default: '127.0.0.1:1883' } },
        },
      },
      channels,
      operations,
      components: { messages: components, schemas },
    }),
  )
}
